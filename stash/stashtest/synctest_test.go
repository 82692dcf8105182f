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
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestPurchaseInBubble makes a whole purchase on the clock of a testing/synctest bubble: a busy Stash, a game server that
// confirms, a webhook that is delivered at the third attempt, a refund a month later, and a subscription that ends by then.
func TestPurchaseInBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := stashtest.New(t)
		client := srv.Client(stash.WithRetries(3))
		began := time.Now()

		game := &payGame{granted: map[string]int{}}
		host, err := gameserver.NewHandler(game, srv.ShopID, []string{srv.GameServerSecret})
		check(t, err)
		srv.UseGameServer(srv.ConnectGameServer(srv.Serve(host), srv.GameServerSecret))
		var failures atomic.Int32
		failures.Store(4) // two attempts of two copies
		var events []string
		hooks, err := webhook.NewHandler([]string{srv.WebhookSecret}, func(_ context.Context, e *webhook.Event) error {
			if failures.Add(-1) >= 0 {
				return errors.New("the database is down")
			}
			events = append(events, fmt.Sprint(e.Type, " after ", time.Since(began).Truncate(time.Minute)))
			return nil
		}, webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithLogger(slog.New(slog.DiscardHandler)))
		check(t, err)
		srv.SendWebhooks(srv.Serve(hooks), stashtest.Copies(2))

		srv.Inject(stashtest.Fault{Status: 503, RetryAfter: "20", Times: 2})
		order := purchase("order-000123")
		order.User.ID = "player-1"
		link := must(client.GenerateQuickPayURL(t.Context(), order))
		if took := time.Since(began); took < 40*time.Second || took > time.Minute {
			t.Errorf("the checkout took %v, want 40 s of Retry-After", took)
		}
		check(t, srv.Pay(link.ID))
		check(t, srv.WaitWebhooks(t.Context()))
		if status := must(client.GetPaymentEvent(t.Context(), link.ID)).Status; !status.Paid() || game.granted["order-000123"] != 1 {
			t.Errorf("the payment is %s, granted %v", status, game.granted)
		}

		plan := srv.AddPlan(stash.Plan{Code: "pass", Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 999}}})
		pass := must(client.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
			Plan: plan.Code, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"},
		}))
		check(t, srv.Subscribe(pass.ID))
		check(t, srv.WaitWebhooks(t.Context()))
		id := must(client.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{ExternalAccountID: &order.User.ID})).Subscriptions[0].ID
		must(client.CancelSubscription(t.Context(), id))
		time.Sleep(32 * 24 * time.Hour)
		if status := must(client.GetSubscription(t.Context(), id)).Status; status != stash.SubscriptionStatusExpired {
			t.Errorf("a month after it was canceled, the subscription is %s", status)
		}
		check(t, srv.Refund(link.ID))
		check(t, srv.WaitWebhooks(t.Context()))
		want := "PURCHASE_SUCCEEDED after 3m0s, subscription.created after 3m0s, subscription.canceled after 3m0s, PURCHASE_REFUNDED after 768h3m0s"
		if got := strings.Join(events, ", "); got != want {
			t.Errorf("received %s, want %s", got, want)
		}
		if days := time.Since(began).Hours() / 24; days < 32 || days > 33 {
			t.Errorf("%.1f days have passed", days)
		}
	})
}

// TestBubbleHasNoWayOut checks what cannot be reached from a bubble: it fails at once and says why.
func TestBubbleHasNoWayOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if _, err := stashtest.Start(stashtest.WithAddr("127.0.0.1:0")); err == nil || !strings.Contains(err.Error(), "WithAddr cannot be used") {
			t.Errorf("WithAddr: %v", err)
		}
		srv, other := stashtest.New(t), stashtest.New(t)
		link := must(srv.Client().GenerateQuickPayURL(t.Context(), purchase("order-000123")))
		if _, err := other.Client().GetPaymentEvent(t.Context(), link.ID); !errors.Is(err, stash.ErrNotFound) {
			t.Errorf("the other server: %v", err)
		}
		d, err := srv.Deliver(t.Context(), "http://127.0.0.1:9/webhook", &webhook.PurchaseSucceeded{OrderID: "o"}, stashtest.Attempts(1))
		if err == nil || d.Attempts[0].Err == nil || !strings.Contains(err.Error(), "only the emulator and the hosts of Serve can be reached") {
			t.Errorf("%+v, %v", d, err)
		}
	})
}

// TestServe checks that Serve serves outside of a bubble too, and until the server is closed.
func TestServe(t *testing.T) {
	srv := stashtest.New(t)
	url := srv.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }))
	res, err := http.Get(url)
	check(t, err)
	text, err := io.ReadAll(res.Body)
	check(t, err)
	_ = res.Body.Close()
	if string(text) != "hello" {
		t.Errorf("it answers %q", text)
	}
	check(t, srv.Close())
	if res, err := http.Get(url); err == nil {
		_ = res.Body.Close()
		t.Error("it is served after Close")
	}
	defer func() {
		if p := recover(); !strings.Contains(fmt.Sprint(p), "call Serve before Close") {
			t.Errorf("Serve after Close: %v", p)
		}
	}()
	srv.Serve(http.NotFoundHandler())
}

// TestServeHTTPWithoutBody passes requests of a client to ServeHTTP, as a RoundTripper in a test does: they may have no
// body.
func TestServeHTTPWithoutBody(t *testing.T) {
	srv := stashtest.New(t)
	for path, want := range map[string]int{"GET /sdk/server/payment/none": 404, "POST /sdk/server/checkout_links/generate_quick_pay_url": 400, "GET /": 200} {
		method, path, _ := strings.Cut(path, " ")
		r, err := http.NewRequest(method, srv.URL+path, nil)
		check(t, err)
		r.Header.Set("X-Stash-Api-Key", srv.APIKey)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != want || r.Body != nil {
			t.Errorf("%s %s: HTTP %d, want %d: %s", method, path, w.Code, want, w.Body)
		}
	}
}
