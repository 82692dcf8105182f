package webhook_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// TestHangingReceiverIsAnswered checks that a delivery is answered in time even if the receiver ignores its context.
func TestHangingReceiverIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logged strings.Builder
		leave := make(chan struct{})
		h := newHandler(t, func(context.Context, *webhook.Event) error { <-leave; return nil },
			webhook.WithTimeout(5*time.Second), webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))))
		began := time.Now()
		w := serve(h, delivery(sampleBody))
		if took := time.Since(began); w.Code != 503 || took < 5*time.Second || took > 6*time.Second || !strings.Contains(logged.String(), "has not returned after 5s") {
			t.Errorf("HTTP %d after %v, logged %s", w.Code, took, logged.String())
		}
		close(leave)
	})
}

// TestSenderHangsUpSooner delivers an event whose work lasts longer than the sender waits: it is done at the first try.
func TestSenderHangsUpSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		grants := 0
		h := newHandler(t, func(ctx context.Context, _ *webhook.Event) error {
			select {
			case <-time.After(150 * time.Millisecond):
				grants++
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}, webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithLogger(slog.New(slog.DiscardHandler)))
		for range 10 {
			ctx, hangUp := context.WithTimeout(t.Context(), 100*time.Millisecond)
			serve(h, delivery(sampleBody).WithContext(ctx))
			hangUp()
		}
		if grants != 1 {
			t.Errorf("10 deliveries granted %d times, want 1", grants)
		}
	})
}

// TestStoreKeysHaveScope delivers the same order for two shops and two environments to handlers that share a store.
func TestStoreKeysHaveScope(t *testing.T) {
	store, granted := webhook.NewMemoryStore(0), []string{}
	handler := func(opts ...webhook.Option) http.Handler {
		return newHandler(t, func(_ context.Context, e *webhook.Event) error {
			granted = append(granted, e.ShopID+string(e.Environment))
			return nil
		}, append(opts, webhook.WithStore(store))...)
	}
	body := func(shop, environment string) string {
		return `{"type":"PURCHASE_SUCCEEDED",` + shop + environment + `"purchaseSucceeded":{"orderId":"1001"}}`
	}
	const a, b, test, production = `"shopId":"a",`, `"shopId":"b",`, `"environment":"test",`, `"environment":"prod",`
	for range 2 {
		for _, tt := range []struct {
			h    http.Handler
			body string
		}{
			{handler(webhook.WithShopID("a")), body(a, test)},
			{handler(webhook.WithShopID("b")), body(b, test)},
			{handler(webhook.WithShopID("a")), body(a, production)},
			{handler(), body(b, production)},
			{handler(webhook.WithShopID("A"), webhook.WithEnvironment(webhook.EnvironmentTest)), body("", "")}, // the first again
			{handler(webhook.WithEnvironment(webhook.EnvironmentProduction)), body(a, "")},                     // the third again
		} {
			if w := serve(tt.h, delivery(tt.body)); w.Code != 200 {
				t.Errorf("%s: HTTP %d", tt.body, w.Code)
			}
		}
	}
	if got := strings.Join(granted, " "); got != "atest btest aproduction bproduction" {
		t.Errorf("granted %s", got)
	}
}

// TestEventFromWithoutHandler checks that receivers called by hand, as behind a queue, have their event.
func TestEventFromWithoutHandler(t *testing.T) {
	event := parse(t, sampleBody)
	failed := errors.New("no event")
	look := func(ctx context.Context) error {
		if webhook.EventFrom(ctx) != event {
			return failed
		}
		return io.EOF
	}
	for name, receive := range map[string]webhook.Receiver{
		"On":  webhook.On(func(ctx context.Context, _ *webhook.PurchaseSucceeded) error { return look(ctx) }),
		"All": webhook.All(func(ctx context.Context, _ *webhook.Event) error { return look(ctx) }),
	} {
		if err := receive(t.Context(), event); err != io.EOF {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, receive := range map[string]webhook.Receiver{
		"sqlstore.On":      sqlstore.On(func(context.Context, *sql.Tx, *webhook.PurchaseSucceeded) error { return failed }),
		"sqlstore.Receive": sqlstore.Receive(func(context.Context, *sql.Tx, *webhook.Event) error { return failed }),
	} {
		if err := receive(t.Context(), event); !errors.Is(err, sqlstore.ErrNoTransaction) {
			t.Errorf("%s without a transaction: %v", name, err)
		}
	}
}
