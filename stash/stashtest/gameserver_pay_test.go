//lint:file-ignore SA1019 the deprecated operations work as long as they are there

package stashtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// payGame grants by transaction id, as a game does that sells by checkout links: nothing was registered before.
type payGame struct {
	gameserver.UnimplementedServer
	mu      sync.Mutex
	asked   []gameserver.ConfirmPaymentRequest
	granted map[string]int // by transaction
	answer  error
	during  func() // called while a confirmation is under way
}

func (g *payGame) ConfirmPayment(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	if g.during != nil {
		g.during()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, r)
	if g.answer != nil {
		return nil, g.answer
	}
	g.granted[r.TransactionID] = 1
	return gameserver.Confirmed(r), nil
}

// served is a shop with a game server, behind a front that may stand in the way of a call, and a webhook that counts.
type served struct {
	*stashtest.Server
	c      *stash.Client
	host   string // URL of the game server
	events atomic.Int64
}

func serveGame(t *testing.T, game gameserver.Server, front func(http.Handler) http.Handler, opts ...stashtest.GameServerOption) *served {
	t.Helper()
	const shopID = "11111111-2222-4333-8444-555555555555"
	var handler http.Handler
	handler, err := gameserver.NewHandler(game, shopID, []string{gameSecret}, gameserver.WithLogger(slog.New(slog.DiscardHandler)))
	check(t, err)
	if front != nil {
		handler = front(handler)
	}
	host := httptest.NewServer(handler)
	t.Cleanup(host.Close)
	s := &served{host: host.URL}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.events.Add(1)
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(hook.Close)
	// Each moment is another one, so that no two calls have the same signature: the handler takes that for a copy.
	var ticks atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
	s.Server = stashtest.New(t, stashtest.WithClock(clock), stashtest.WithGameServer(host.URL, gameSecret, opts...), stashtest.WithShopID(shopID), stashtest.WithWebhook(hook.URL))
	s.c = s.Client()
	return s
}

func (s *served) link(t *testing.T, transaction, price, currency string, quantity int32) string {
	t.Helper()
	return must(s.c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item:       stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: price, Quantity: quantity},
		BonusItems: []stash.QuickPayBonusItem{{ID: "coin", Name: "Coin", Quantity: 2}},
		User:       stash.QuickPayUser{ID: "player-1001"}, TransactionID: transaction, Currency: currency, RegionCode: "DE",
	})).ID
}

// outcome holds whether a checkout is paid, and how many events were sent.
func (s *served) outcome(t *testing.T, id string, paid bool, events int64) {
	t.Helper()
	check(t, s.WaitWebhooks(t.Context()))
	status := must(s.c.GetPaymentEvent(t.Context(), id)).Status
	if (status == stash.PaymentStatusSucceeded) != paid || s.events.Load() != events {
		t.Errorf("the status is %s after %d events, want paid %v and %d", status, s.events.Load(), paid, events)
	}
}

// TestPayConfirms holds what the game server is asked, in money of each number of decimals, and that it is asked once.
func TestPayConfirms(t *testing.T) {
	for _, tt := range []struct {
		price, currency        string
		quantity               int32
		cents, total, decimals int64
	}{
		{"4.99", "USD", 3, 499, 1497, 2}, {"5", "usd", 1, 500, 500, 2}, {"4.9", "", 1, 490, 490, 2}, {"4.990", "EUR", 1, 499, 499, 2},
		{"800", "JPY", 2, 800, 1600, 0}, {"1.5", "KWD", 2, 1500, 3000, 3}, {"90071992547409.93", "USD", 1, 9007199254740993, 9007199254740993, 2},
	} {
		t.Run(tt.price+tt.currency, func(t *testing.T) {
			game := &payGame{granted: map[string]int{}}
			s := serveGame(t, game, nil)
			id := s.link(t, "order-1", tt.price, tt.currency, tt.quantity)
			for range 3 {
				check(t, s.Pay(id))
			}
			s.outcome(t, id, true, 1)
			same(t, "confirmations", len(game.asked), 1)
			r := game.asked[0]
			item := r.Items[0]
			if r.TransactionID != "order-1" || r.CheckoutLinkID != id || r.PlayerID != "player-1001" || r.Region != "DE" || r.ShopID != s.ShopID ||
				r.Environment != gameserver.PaymentEnvironmentTest || r.Source != gameserver.PurchaseSourceDirect || r.Total != tt.total || r.DecimalPlaces != tt.decimals || r.Tax != 0 ||
				item.ProductID != "gems" || item.GUID == "" || item.Quantity != int64(tt.quantity) || item.Cents != tt.cents || len(r.BonusItems) != 1 || r.BonusItems[0].Quantity != 2 {
				t.Errorf("asked %+v", r)
			}
			calls := s.GameServerCalls()
			if len(calls) != 1 || calls[0].Operation != gameserver.ConfirmPayment || calls[0].Status != 200 || calls[0].Err != nil || calls[0].Duration <= 0 {
				t.Errorf("the journal is %+v", calls)
			}
		})
	}
}

// TestPayUnconfirmed holds that without the game server's yes no money is taken, and that paying again asks again, with
// the same transaction.
func TestPayUnconfirmed(t *testing.T) {
	write := func(status int, body string) func(http.Handler) http.Handler {
		return func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			})
		}
	}
	for _, tt := range []struct {
		name   string
		front  func(http.Handler) http.Handler
		status int
		want   string
	}{
		{"an error", write(500, `{"code":13,"message":"the inventory is full"}`), 500, "the game server answered HTTP 500: {\"code\":13,\"message\":\"the inventory is full\"}"},
		{"a refusal", write(409, `{"code":9}`), 409, "HTTP 409"},
		{"a redirect", write(302, ``), 302, "HTTP 302"},
		{"a redirect that keeps the body", write(307, ``), 307, "HTTP 307"},
		{"no result", write(200, `{"results":[]}`), 200, "breaks the document"},
		{"too many results", write(200, `{"results":[{"guid":"a"},{"guid":"b"}]}`), 200, "1 items have 2 results"},
		{"no JSON", write(200, `OK`), 200, "breaks the document"},
		{"no content", write(204, ``), 204, "HTTP 204 is not a success"},
		{"no answer", func(http.Handler) http.Handler {
			return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		}, 0, "the game server did not answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			game := &payGame{granted: map[string]int{}}
			var well atomic.Bool
			s := serveGame(t, game, func(next http.Handler) http.Handler {
				front := tt.front(next)
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if well.Load() {
						next.ServeHTTP(w, r)
						return
					}
					front.ServeHTTP(w, r)
				})
			})
			id := s.link(t, "", "4.99", "USD", 1)
			err := s.Pay(id)
			var failed *stashtest.GameServerError
			if !errors.As(err, &failed) || failed.HTTPStatus != tt.status || !contains(err, "stashtest: Pay: the checkout "+id+" stays unpaid: ConfirmPayment: ") || !contains(err, tt.want) {
				t.Errorf("the error is %v, want %q", err, tt.want)
			}
			s.outcome(t, id, false, 0)
			calls := s.GameServerCalls()
			if len(calls) != 1 || calls[0].Status != tt.status || calls[0].Err == nil || tt.status == 200 && len(calls[0].Violations) == 0 {
				t.Errorf("the journal is %+v", calls)
			}
			well.Store(true)
			check(t, s.Pay(id))
			s.outcome(t, id, true, 1)
		})
	}
}

// TestPayLostAnswer loses the answer to a confirmation that was carried out: the next one is of the same transaction.
func TestPayLostAnswer(t *testing.T) {
	for _, transaction := range []string{"", "order-1"} {
		game := &payGame{granted: map[string]int{}}
		var calls atomic.Int64
		s := serveGame(t, game, func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if calls.Add(1) > 1 {
					next.ServeHTTP(w, r)
					return
				}
				next.ServeHTTP(httptest.NewRecorder(), r)
				<-r.Context().Done() // Stash has lost patience
			})
		}, stashtest.CallTimeout(50*time.Millisecond))
		id := s.link(t, transaction, "4.99", "USD", 1)
		if err := s.Pay(id); !contains(err, "did not answer") {
			t.Errorf("the error is %v", err)
		}
		s.outcome(t, id, false, 0)
		s.UseGameServer(s.ConnectGameServer(s.host, gameSecret))
		check(t, s.Pay(id))
		s.outcome(t, id, true, 1)
		if len(game.asked) != 2 || game.asked[0].TransactionID != game.asked[1].TransactionID || len(game.granted) != 1 {
			t.Errorf("asked %+v, granted %v", game.asked, game.granted)
		}
	}
}

// TestPayAtOnce holds that payments at the same time take effect once, and that the game server may call back while it
// is asked.
func TestPayAtOnce(t *testing.T) {
	game := &payGame{granted: map[string]int{}}
	s := serveGame(t, game, nil)
	id, other := s.link(t, "order-1", "4.99", "USD", 1), s.link(t, "order-2", "4.99", "USD", 1)
	game.during = func() {
		if status := must(s.c.GetPaymentEvent(context.Background(), id)).Status; status == stash.PaymentStatusSucceeded {
			t.Error("it is paid before it is confirmed")
		}
		_ = s.Checkouts()
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { check(t, s.Pay(id)) })
	}
	all.Wait()
	s.outcome(t, id, true, 1)
	same(t, "confirmations", len(game.asked), 1)

	// A payment that fails lets the next one in line ask for itself.
	game.during, game.answer = nil, errors.New("not now")
	var failed atomic.Int64
	for range 4 {
		all.Go(func() {
			if s.Pay(other) != nil {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	same(t, "payments that failed", failed.Load(), 4)
	same(t, "confirmations", len(s.GameServerCalls()), 5)
	s.outcome(t, other, false, 1)
	game.answer = nil
	check(t, s.Pay(other))
	s.outcome(t, other, true, 2)
	same(t, "grants", len(game.granted), 2)
}

// TestPayNotConfirmable holds what is refused without a call.
func TestPayNotConfirmable(t *testing.T) {
	game := &payGame{granted: map[string]int{}}
	s := serveGame(t, game, nil)
	for want, id := range map[string]string{
		`"99999999999999999999" is not an amount`: s.link(t, "", "99999999999999999999", "USD", 1),
		`there is no checkout "none"`:             "none",
	} {
		if err := s.Pay(id); !contains(err, want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
	nobody := must(s.c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1},
	}))
	if err := s.Pay(nobody.ID); !contains(err, "it names no player") {
		t.Errorf("the error is %v", err)
	}
	same(t, "calls", len(s.GameServerCalls()), 0)
	same(t, "events", s.events.Load(), 0)
}

// TestPayEveryLink pays checkout links of each operation: each is confirmed for its player.
func TestPayEveryLink(t *testing.T) {
	game := &payGame{granted: map[string]int{}}
	s := serveGame(t, game, nil)
	s.AddProduct(stash.Product{ProductID: "gems", Prices: []stash.ProductPrice{stashtest.USDPrice(499)}})
	ctx, player := t.Context(), as(s.Server, s.c, "player-1001")
	for name, id := range map[string]string{
		"by name": fmt.Sprint(must(s.c.Call(ctx, "checkout-links/generate", map[string]any{
			"currency": "USD", "external_user": map[string]any{"id": "player-1001"}, "items": []map[string]any{{"id": "gems", "name": "Gems", "price_per_item": "4.99", "quantity": 1}},
		}))["id"]),
		"catalog": must(s.c.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{CatalogItems: []stash.QuickPayCatalogItem{{ID: "gems", Quantity: 1}}, User: stash.QuickPayUser{ID: "player-1001"}})).ID,
		"older": must(s.c.CreateCheckoutLink(ctx, stash.CreateCheckoutLinkRequest{ShopHandle: s.ShopHandle, Currency: "USD",
			ExternalUser: stash.CheckoutLinkUser{ID: "player-1001"}, Items: []stash.CheckoutLinkItem{{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1}}})).ID,
		"client": must(player.GenerateClientQuickPayURL(ctx, stash.GenerateClientQuickPayURLRequest{ShopHandle: s.ShopHandle, ItemID: "gems", User: stash.ClientQuickPayUser{ID: "player-1001"}})).ID,
		"cart":   must(player.GenerateAddToCartURL(ctx, stash.GenerateAddToCartURLRequest{Item: stash.CartItem{ID: "gems"}, User: stash.UserReference{ID: "player-1001"}})).ID,
	} {
		before := len(game.asked)
		if err := s.Pay(id); err != nil || len(game.asked) != before+1 || game.asked[before].PlayerID != "player-1001" || game.asked[before].Total != 499 {
			t.Errorf("%s: %v, asked %+v", name, err, game.asked[before:])
		}
	}
}

func TestGameServerOption(t *testing.T) {
	for base, want := range map[string]string{
		"": "is not a URL of http or https; give one such as", "127.0.0.1:8080": "is not a URL", "ftp://127.0.0.1": "is not a URL", "http://": "is not a URL", "http://:80": "is not a URL", "http://a b": "is not a URL",
		"http://user:fake-password@127.0.0.1:1": "has user info in it", "http://127.0.0.1:1/?a=b": "has a query", "http://127.0.0.1:1/#a": "has a query or a fragment",
	} {
		_, err := stashtest.Start(stashtest.WithGameServer(base, gameSecret))
		if !contains(err, "stashtest: the game server's URL "+want) || contains(err, "fake-password") {
			t.Errorf("%q: %v", base, err)
		}
	}
	for _, secret := range []string{"fake secret", "fake-secret\n"} {
		if _, err := stashtest.Start(stashtest.WithGameServer("http://127.0.0.1:1", secret)); !contains(err, "the game server's secret ") || contains(err, secret) {
			t.Errorf("the secret %q: %v", secret, err)
		}
	}
	srv := stashtest.New(t, stashtest.WithGameServer("http://127.0.0.1:1", gameSecret))
	id := (&served{Server: srv, c: srv.Client()}).link(t, "", "1", "", 1)
	if err := srv.Pay(id); !contains(err, "did not answer") || strings.Contains(err.Error(), gameSecret) {
		t.Errorf("the error is %v", err)
	}
	srv.UseGameServer(nil)
	check(t, srv.Pay(id))
	if own := stashtest.New(t, stashtest.WithGameServer("http://127.0.0.1:1", "")); !strings.HasPrefix(own.GameServerSecret, "fake-game-server-secret-") {
		t.Errorf("without a secret the server's own is %q", own.GameServerSecret)
	}
}

// TestGameServerErrorHidesTheSecret holds that a game server which answers with the secret does not bring it into a log,
// cut or whole.
func TestGameServerErrorHidesTheSecret(t *testing.T) {
	for _, before := range []int{0, 290} { // where the sentence is cut within it
		host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, strings.Repeat("x", before)+gameSecret, http.StatusInternalServerError)
		}))
		srv := stashtest.New(t, stashtest.WithGameServer(host.URL, gameSecret))
		id := (&served{Server: srv, c: srv.Client()}).link(t, "", "1", "", 1)
		if err := srv.Pay(id); !contains(err, "HTTP 500") || strings.Contains(err.Error(), gameSecret[:6]) {
			t.Errorf("the error is %v", err)
		}
		host.Close()
	}
}
