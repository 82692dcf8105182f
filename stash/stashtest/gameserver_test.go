package stashtest_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

const gameSecret = "fake-game-server-secret"

// connect serves a game over loopback, behind a front that may stand in the way of a call.
func connect(t *testing.T, server gameserver.Server, front func(http.Handler) http.Handler, opts ...gameserver.Option) *stashtest.GameServer {
	t.Helper()
	srv := stashtest.New(t)
	opts = append([]gameserver.Option{gameserver.WithLogger(slog.New(slog.DiscardHandler))}, opts...)
	handler, err := gameserver.NewHandler(server, srv.ShopID, []string{gameSecret}, opts...)
	if err != nil {
		t.Fatal(err)
	}
	if front == nil {
		front = func(h http.Handler) http.Handler { return h }
	}
	host := httptest.NewServer(front(handler))
	t.Cleanup(host.Close)
	return srv.ConnectGameServer(host.URL, gameSecret)
}

var bundle = gameserver.PurchaseItem{GUID: bundleID, ProductID: bundleSKU, Quantity: 2, Cents: 499, Metadata: map[string]string{"my_key": "my_value"}}

// TestGameServerCalls makes every call in every manner that a Stash may have. Both sides are judged by the document.
func TestGameServerCalls(t *testing.T) {
	document, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		opts  []gameserver.Option
		calls []stashtest.GameServerOption
	}{
		"as documented":  {},
		"old spelling":   {nil, []stashtest.GameServerOption{stashtest.OldSpelling()}},
		"numeric enums":  {[]gameserver.Option{gameserver.WithNumericEnums()}, nil},
		"every copy":     {nil, []stashtest.GameServerOption{stashtest.CallCopies(3)}},
		"slow clock":     {nil, []stashtest.GameServerOption{stashtest.SkewedClock(-4 * time.Minute)}},
		"fast clock":     {nil, []stashtest.GameServerOption{stashtest.SkewedClock(4 * time.Minute)}},
		"old signature":  {[]gameserver.Option{gameserver.WithLegacySignatures()}, []stashtest.GameServerOption{stashtest.LegacySignature()}},
		"its own paths":  {[]gameserver.Option{gameserver.WithPath(gameserver.GetPlayer, "/who")}, []stashtest.GameServerOption{stashtest.CallPath(gameserver.GetPlayer, "/who")}},
		"an environment": {[]gameserver.Option{gameserver.WithEnvironment(gameserver.PaymentEnvironmentTest)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var served sync.Map
			noting := func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					served.Store(r.URL.Path, true)
					next.ServeHTTP(w, r)
				})
			}
			game, ctx := connect(t, newSampleGame(), noting, c.opts...).With(c.calls...), t.Context()
			if catalog := must(game.Catalog(ctx, gameserver.GetCatalogParams{Platform: gameserver.CatalogPlatformIOS})); len(catalog.Catalog.Sections) != 2 {
				t.Errorf("the catalog has %d sections", len(catalog.Catalog.Sections))
			}
			must(game.OfferDetails(ctx, gameserver.GetOfferDetailsParams{GUID: bundleID, ProductID: bundleSKU}))
			bought := must(game.Buy(ctx, "player-1001", bundle))
			same(t, "charged", bought.Charged, true)
			left := game.NewPurchase("player-1001", bundle)
			if err := game.RegisterPurchase(ctx, left); err != nil {
				t.Fatal(err)
			}
			same(t, "cancellation", must(game.CancelPurchase(ctx, left)), gameserver.PurchaseCancellationStatusSuccessCancelled)
			same(t, "gems", must(game.Player(ctx, "player-1001")).Player.InGameCurrency, 1000)
			_, err := game.Player(ctx, "nobody")
			same(t, "status", httpStatus(err), 404)
			for _, op := range document.Operations() {
				if _, ok := served.Load(op.Path); !ok && (op.ID != gameserver.GetPlayer || name != "its own paths") {
					t.Errorf("no call was made of %s: add it here", op.ID)
				}
			}
		})
	}
}

// TestGameServerRefuses sends what is not Stash's.
func TestGameServerRefuses(t *testing.T) {
	game := connect(t, newSampleGame(), nil, gameserver.WithEnvironment(gameserver.PaymentEnvironmentTest))
	for name, c := range map[string]struct {
		how  stashtest.GameServerOption
		want int
	}{
		"wrong secret":      {stashtest.WrongSecret(), 401},
		"another shop":      {stashtest.AnotherShop(), 401},
		"unsigned":          {stashtest.Unsigned(), 401},
		"old signature":     {stashtest.LegacySignature(), 401},
		"clock behind":      {stashtest.SkewedClock(-6 * time.Minute), 401},
		"clock ahead":       {stashtest.SkewedClock(6 * time.Minute), 401},
		"other environment": {stashtest.CallEnvironment(gameserver.PaymentEnvironmentProduction), 403},
	} {
		_, read := game.With(c.how).Player(t.Context(), "player-1001")
		same(t, name+" reading", httpStatus(read), c.want)
		_, bought := game.With(c.how).Buy(t.Context(), "player-1001", bundle)
		if c.want == 403 { // signed by Stash, whom register tells it in the body
			same(t, name+" declines", contains(bought, "FAILED_PURCHASE_LOCKED this server is only for PAYMENT_ENVIRONMENT_TEST"), true)
			continue
		}
		same(t, name+" buying", httpStatus(bought), c.want)
	}
	same(t, "gems", must(game.Player(t.Context(), "player-1001")).Player.InGameCurrency, 0)
}

// TestGameServerDeclines reads the reason of a registration that is refused.
func TestGameServerDeclines(t *testing.T) {
	game := connect(t, newSampleGame(), nil)
	dear := bundle
	dear.Cents = 1
	if _, err := game.Buy(t.Context(), "player-1001", dear); !contains(err, "FAILED_INVALID_PRICE the bundle costs 499") {
		t.Errorf("the error is %v", err)
	}
}

// TestLostAnswers loses the answers of half the calls and repeats them: every purchase is granted once.
func TestLostAnswers(t *testing.T) {
	var calls atomic.Int64
	lossy := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1)%2 == 0 {
				next.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) // the connection breaks after the game has done its part
		})
	}
	game := connect(t, newSampleGame(), lossy).With(stashtest.CallRetries(20))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				if p, err := game.Buy(t.Context(), "player-1001", bundle); err != nil || !p.Charged {
					t.Errorf("a purchase ended with %v", err)
				}
			}
		})
	}
	all.Wait()
	same(t, "gems", must(game.Player(t.Context(), "player-1001")).Player.InGameCurrency, 40*1000)
}

// slowGame takes its time to confirm.
type slowGame struct {
	*sampleGame
	wait time.Duration
}

func (g slowGame) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	select {
	case <-time.After(g.wait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return g.sampleGame.ConfirmPayment(ctx, r)
}

// TestSlowGame has Stash lose patience, and then the game server: nothing is granted, and the cancel succeeds.
func TestSlowGame(t *testing.T) {
	impatient := connect(t, slowGame{newSampleGame(), time.Minute}, nil).With(stashtest.CallTimeout(50 * time.Millisecond))
	bought, err := impatient.Buy(t.Context(), "player-1001", bundle)
	var failed *stashtest.GameServerError
	if !errors.As(err, &failed) || failed.HTTPStatus != 0 || bought.Charged || !bought.Cancelled {
		t.Errorf("without an answer the purchase is %+v (%v)", bought, err)
	}
	strict := connect(t, slowGame{newSampleGame(), time.Minute}, nil, gameserver.WithTimeout(20*time.Millisecond))
	bought, err = strict.Buy(t.Context(), "player-1001", bundle)
	if httpStatus(err) != 504 || bought.Charged || !bought.Cancelled {
		t.Errorf("after the game server's own time-out the purchase is %+v (%v)", bought, err)
	}
}

// TestEmulatorJudgesGameServers shows that an answer which breaks the document is found.
func TestEmulatorJudgesGameServers(t *testing.T) {
	for body, want := range map[string]string{
		`{"statuses":null}`: "statuses", `{"statuses":[]}`: "statuses", `{"statuses":[{"guid":"g","status":"FINE"}]}`: "status", `{"status":[]}`: "status", `OK`: "",
		`{"statuses":[{"status":"PURCHASE_REGISTRATION_STATUS_SUCCESS_REGISTERED"}]}`: "at least one of guid, productId",
	} {
		srv := stashtest.New(t)
		host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}))
		_, err := srv.ConnectGameServer(host.URL, gameSecret).Buy(t.Context(), "p", bundle)
		var failed *stashtest.GameServerError
		if !errors.As(err, &failed) || len(failed.Violations) == 0 || !strings.Contains(err.Error(), want) {
			t.Errorf("the answer %s was judged with %v", body, err)
		}
		host.Close()
	}
}

func httpStatus(err error) int {
	var failed *stashtest.GameServerError
	if errors.As(err, &failed) {
		return failed.HTTPStatus
	}
	return 0
}
