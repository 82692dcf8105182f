package stashtest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// inbox is a webhook URL that keeps what it receives.
type inbox struct {
	http.Handler
	mu     sync.Mutex
	events []*webhook.Event
	fail   int // how many coming events it fails on
}

func newInbox(t *testing.T, srv *stashtest.Server, opts ...webhook.Option) *inbox {
	t.Helper()
	in := &inbox{}
	receive := func(_ context.Context, e *webhook.Event) error {
		in.mu.Lock()
		defer in.mu.Unlock()
		if in.fail > 0 {
			in.fail--
			return errors.New("not yet")
		}
		in.events = append(in.events, e)
		return nil
	}
	opts = append([]webhook.Option{webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithLogger(slog.New(slog.DiscardHandler))}, opts...)
	var err error
	if in.Handler, err = webhook.NewHandler([]string{srv.WebhookSecret}, receive, opts...); err != nil {
		t.Fatal(err)
	}
	return in
}

// RoundTrip calls the handler without a network, whose sockets would stop a virtual clock.
func (in *inbox) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in.ServeHTTP(w, r)
	return w.Result(), nil
}

func (in *inbox) client() stashtest.DeliveryOption {
	return stashtest.Through(&http.Client{Transport: in})
}

func checkout(t *testing.T, srv *stashtest.Server, quantity int32) string {
	t.Helper()
	return must(srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: quantity},
		User: stash.QuickPayUser{ID: "player-1"},
	})).ID
}

// TestPayAndRefundSendEvents goes over real HTTP: a purchase and its refunds, each delivered three times at once and
// received once.
func TestPayAndRefundSendEvents(t *testing.T) {
	srv := stashtest.New(t)
	in := newInbox(t, srv, webhook.WithEnvironment(webhook.EnvironmentTest))
	receiver := httptest.NewServer(in)
	defer receiver.Close()
	srv.SendWebhooks(receiver.URL, stashtest.Copies(3))
	id := checkout(t, srv, 3)
	if err := srv.Refund(id); err == nil || !strings.Contains(err.Error(), "call Pay first") {
		t.Errorf("a refund before the payment: %v", err)
	}
	for _, step := range []func() error{
		func() error { return srv.Pay(id) },
		func() error { return srv.Pay(id) },
		func() error { return srv.Refund(id, stashtest.RefundItem{ID: "gems", Quantity: 1}) },
		func() error { return srv.Refund(id, stashtest.RefundItem{ID: "gems", Quantity: 1}) },
		func() error { return srv.Refund(id) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		if err := srv.WaitWebhooks(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, wrong := range []error{srv.Refund(id), srv.Refund(id, stashtest.RefundItem{ID: "gems", Quantity: 1}), srv.Refund(id, stashtest.RefundItem{ID: "none", Quantity: 1}), srv.Refund("none")} {
		if wrong == nil {
			t.Error("more is refunded than was bought")
		}
	}
	if len(in.events) != 4 {
		t.Fatalf("%d events were received, want the purchase and three refunds", len(in.events))
	}
	p := in.events[0].Payload.(*webhook.PurchaseSucceeded)
	for field, pair := range map[string][2]any{
		"checkoutLinkId": {p.CheckoutLinkID, id}, "userId": {p.UserID, "player-1"}, "currency": {p.Currency, "USD"},
		"total": {p.Total, "1497"}, "items": {fmt.Sprint(p.Items), "[{gems 499 3}]"}, "paid": {p.TimeMillis > 0, true}, "orderId": {p.OrderID != "", true},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %v, want %v", field, pair[0], pair[1])
		}
	}
	for i, total := range []string{"499", "499", "499"} {
		r := in.events[i+1].Payload.(*webhook.PurchaseRefunded)
		if r.Total != total || r.OrderID != p.OrderID || r.Items[0].Quantity != 1 {
			t.Errorf("refund %d is %+v", i, r)
		}
	}
	for _, d := range srv.Deliveries() {
		if !d.Delivered || len(d.Attempts) != 3 {
			t.Errorf("delivery %+v, want three attempts with success", d)
		}
	}
}

// TestRefundOfAnItemOnTwoLines holds that each piece is given back at the price of its line, in the order of the lines,
// and that all of it can be, also of a shop that is kept.
func TestRefundOfAnItemOnTwoLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	srv := must(stashtest.Start(stashtest.WithState(path)))
	in := newInbox(t, srv)
	line := func(id, price string, quantity int) map[string]any {
		return map[string]any{"id": id, "name": id, "price_per_item": price, "quantity": quantity}
	}
	answer := must(srv.Client().Call(t.Context(), "checkout-links/generate", map[string]any{"currency": "EUR", "external_user": map[string]any{"id": "player-1"}, "items": []map[string]any{
		line("gems", "4.99", 2), line("coin", "1", 1), line("gems", "3.50", 3),
	}}))
	id := fmt.Sprint(answer["id"])
	gems := func(n int32) stashtest.RefundItem { return stashtest.RefundItem{ID: "gems", Quantity: n} }
	check(t, srv.Pay(id))
	if err := srv.Refund(id, gems(6)); !contains(err, "5 were bought, and 0 refunded before") {
		t.Errorf("more than all lines have: %v", err)
	}
	srv.SendWebhooks("http://game.invalid/webhook", in.client())
	check(t, srv.Refund(id, gems(1)))
	check(t, srv.Refund(id, gems(1), gems(1)))
	page := browse(t, srv.URL+"/console/checkouts", nil)
	page.shows(t, "by line", http.StatusOK, "Refunded: 2 of 2 × gems", "Refunded: 1 of 3 × gems", "gems (2 left)", "coin (1 left)")
	check(t, srv.WaitWebhooks(t.Context()))
	check(t, srv.Close())
	srv = stashtest.New(t, stashtest.WithState(path), stashtest.WithWebhook("http://game.invalid/webhook", in.client()))
	if err := srv.Refund(id, gems(3)); !contains(err, "5 were bought, and 3 refunded before") {
		t.Errorf("more than is left: %v", err)
	}
	check(t, srv.Refund(id))
	check(t, srv.WaitWebhooks(t.Context()))
	var got []string
	for _, e := range in.events {
		r := e.Payload.(*webhook.PurchaseRefunded)
		got = append(got, fmt.Sprint(r.Total, r.Items))
	}
	want := []string{"499[{gems 499 1}]", "849[{gems 499 1} {gems 350 1}]", "800[{coin 100 1} {gems 350 2}]"}
	slices.Sort(got)
	slices.Sort(want)
	same(t, "refunds", strings.Join(got, "; "), strings.Join(want, "; "))
	if err := srv.Refund(id); !contains(err, "is left to refund") {
		t.Errorf("after all: %v", err)
	}
}

// TestDeliveryFollowsTheSchedule holds the waits and the header, on the virtual clock.
func TestDeliveryFollowsTheSchedule(t *testing.T) {
	srv := stashtest.New(t)
	for _, tt := range []struct {
		fail, attempts int
		says           string
		minutes        []int
	}{
		{0, 0, "", []int{0}},
		{5, 0, "", []int{0, 1, 3, 7, 15, 31}},
		{100, 0, "in 10 attempts; the last one gave HTTP 500", []int{0, 1, 3, 7, 15, 31, 63, 127, 255, 511}},
		{100, 2, "in 2 attempts", []int{0, 1}},
	} {
		t.Run(fmt.Sprintf("%d failures", tt.fail), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				in := newInbox(t, srv)
				in.fail = tt.fail
				opts := []stashtest.DeliveryOption{in.client()}
				if tt.attempts > 0 {
					opts = append(opts, stashtest.Attempts(tt.attempts))
				}
				began := time.Now()
				d, err := srv.Deliver(t.Context(), "http://game.invalid/webhook", &webhook.PurchaseSucceeded{OrderID: "o"}, opts...)
				if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error %v, want %q", err, tt.says)
				}
				var minutes []int
				for i, a := range d.Attempts {
					minutes = append(minutes, int(a.At.Sub(began)/time.Minute))
					if a.RetryCount != i {
						t.Errorf("attempt %d has the retry count %d", i, a.RetryCount)
					}
				}
				if !slices.Equal(minutes, tt.minutes) || d.Delivered != (err == nil) {
					t.Errorf("attempts after %v minutes, want %v", minutes, tt.minutes)
				}
				if err == nil && in.events[0].RetryCount != tt.fail {
					t.Errorf("received with retry count %d, want %d", in.events[0].RetryCount, tt.fail)
				}
			})
		})
	}
}

func TestDeliveriesOnDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := stashtest.New(t, stashtest.WithWebhook("http://game.invalid/webhook"))
		in := newInbox(t, srv, webhook.WithShopID(srv.ShopID))
		deliver := func(event any, opts ...stashtest.DeliveryOption) (*stashtest.Delivery, error) {
			return srv.Deliver(t.Context(), "http://game.invalid/webhook", event, append(opts, in.client())...)
		}
		d, err := deliver(&webhook.PurchaseSucceeded{OrderID: "o"}, stashtest.BadSignature())
		if err == nil || len(d.Attempts) != 1 || d.Attempts[0].Status != 401 || len(in.events) != 0 {
			t.Errorf("a bad signature: %+v, %v", d, err)
		}
		for _, event := range []any{
			&webhook.SubscriptionCanceled{ID: "s", Status: "canceled"}, &webhook.ViewItem{ItemID: "i"}, []byte(`{"type":"NEW","data":1}`), `{"type":"NEWER"}`,
		} {
			if d, err := deliver(event, stashtest.VersionedSignature()); err != nil {
				t.Errorf("%v: %v, %+v", event, err, d)
			}
		}
		if len(in.events) != 4 || in.events[0].Type != webhook.EventTypeSubscriptionCanceled {
			t.Errorf("received %v", in.events)
		}
		if _, err := deliver(&struct{}{}); err == nil || !strings.Contains(err.Error(), "no payload") {
			t.Errorf("a struct that is no payload: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		in.fail = 9
		if d, err := srv.Deliver(ctx, "http://game.invalid/", &webhook.ViewItem{}, in.client()); !strings.Contains(fmt.Sprint(err), "deadline") || len(d.Attempts) != 3 {
			t.Errorf("a context that ends: %v", err)
		}
		if d, err := deliver(&webhook.ViewItem{}, stashtest.InEnvironment("production"), stashtest.Attempts(1)); err == nil || !strings.Contains(string(d.Body), "production") {
			t.Errorf("environment: %v", err)
		}
	})
}

// TestReversedEventsComeNewestFirst holds that events which wait for each other arrive in another order.
func TestReversedEventsComeNewestFirst(t *testing.T) {
	srv := stashtest.New(t)
	in := newInbox(t, srv)
	srv.SendWebhooks("http://game.invalid/webhook", in.client(), stashtest.Reversed(3))
	var ids []string
	for range 4 {
		id := checkout(t, srv, 1)
		ids = append(ids, id)
		if err := srv.Pay(id); err != nil {
			t.Fatal(err)
		}
	}
	if err := srv.WaitWebhooks(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range in.events {
		got = append(got, e.Payload.(*webhook.PurchaseSucceeded).CheckoutLinkID)
	}
	at := func(i int) int { return slices.Index(got, ids[i]) }
	if len(got) != 4 || at(2) > at(1) || at(1) > at(0) {
		t.Errorf("paid %v, received %v", ids, got)
	}
}

// TestCloseEndsDeliveries holds that a delivery which waits for its retry does not outlive the server.
func TestCloseEndsDeliveries(t *testing.T) {
	srv := must(stashtest.Start())
	in := newInbox(t, srv)
	in.fail = 100
	srv.SendWebhooks("http://game.invalid/webhook", in.client())
	if err := srv.Pay(checkout(t, srv, 1)); err != nil {
		t.Fatal(err)
	}
	srv.SendWebhooks("")
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := srv.WaitWebhooks(short); err == nil || !strings.Contains(err.Error(), "1 of 1 deliveries") {
		t.Errorf("a delivery that waits a minute has ended: %v", err)
	}
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitWebhooks(t.Context()); err != nil || srv.Deliveries()[0].Delivered {
		t.Errorf("after Close: %v", err)
	}
}

// TestDeliveryDoesNotFollowRedirects holds that a redirect is an answer other than 200, wherever it leads, also for a
// delivery that is resumed.
func TestDeliveryDoesNotFollowRedirects(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		receiver := httptest.NewServer(http.RedirectHandler(other.URL, status))
		srv := stashtest.New(t)
		d, err := srv.Deliver(t.Context(), receiver.URL, &webhook.ViewItem{ItemID: "i"}, stashtest.Attempts(1))
		if want := fmt.Sprint("gave HTTP ", status); !contains(err, want) || d.Delivered || d.Attempts[0].Status != status {
			t.Errorf("HTTP %d: %v, %+v", status, err, d)
		}
		path := filepath.Join(t.TempDir(), "state")
		kept := must(stashtest.Start(stashtest.WithState(path), stashtest.WithWebhook(receiver.URL)))
		stashtest.Announce(kept, &webhook.ViewItem{ItemID: "i"})
		for len(stashtest.AllDeliveries(kept, 1)[0].Attempts) == 0 {
			time.Sleep(time.Millisecond)
		}
		check(t, kept.Close())
		// By the clock of the next start, it is time for the next attempt.
		again := stashtest.New(t, stashtest.WithState(path), stashtest.WithClock(func() time.Time { return time.Now().Add(time.Hour) }))
		for len(stashtest.AllDeliveries(again, 1)[0].Attempts) < 2 {
			time.Sleep(time.Millisecond)
		}
		if d := stashtest.AllDeliveries(again, 1)[0]; d.Delivered || d.Attempts[0].Status != status || d.Attempts[1].Status != status {
			t.Errorf("HTTP %d, resumed: %+v", status, d)
		}
		receiver.Close()
	}
	if n := elsewhere.Load(); n > 0 {
		t.Errorf("%d events went to another host", n)
	}
}

// TestDeliveryGivesUpOnASlowReceiver holds that a receiver which hangs, or whose answer does not end, is an attempt
// without an answer, and gets the event again, on the virtual clock.
func TestDeliveryGivesUpOnASlowReceiver(t *testing.T) {
	srv := stashtest.New(t)
	for name, slow := range map[string]roundTrip{
		"hangs": func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() },
		"trickles": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: &trickle{r.Context()}}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				in := newInbox(t, srv)
				began, tries := time.Now(), 0
				d, err := srv.Deliver(t.Context(), "http://game.invalid/webhook", &webhook.ViewItem{ItemID: "i"}, stashtest.ThroughTransport(
					roundTrip(func(r *http.Request) (*http.Response, error) {
						if tries++; tries < 3 {
							return slow(r)
						}
						return in.RoundTrip(r)
					})))
				check(t, err)
				var at []time.Duration
				for _, attempt := range d.Attempts {
					at = append(at, attempt.At.Sub(began))
				}
				if want := []time.Duration{0, 90 * time.Second, 4 * time.Minute}; !slices.Equal(at, want) {
					t.Errorf("attempts after %v, want %v: each waits 30 seconds, and then as usual", at, want)
				}
				if first := d.Attempts[0]; first.Status != 0 || first.Err == nil || !d.Delivered || len(in.events) != 1 {
					t.Errorf("%+v, %d events were received", d, len(in.events))
				}
			})
		})
	}
}

// trickle is a body that sends a byte now and then for as long as someone listens.
type trickle struct{ ctx context.Context }

func (b *trickle) Read(p []byte) (int, error) {
	select {
	case <-time.After(7 * time.Second):
		return copy(p, "x"), nil
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
}

func (b *trickle) Close() error { return nil }
