package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// The event around a payload has a key. Two deliveries of one event have the same key.
func ExampleEventFrom() {
	handler, err := webhook.NewHandler([]string{shortSecret},
		webhook.On(func(ctx context.Context, p *webhook.PurchaseSucceeded) error {
			event := webhook.EventFrom(ctx)
			fmt.Println(event.Type, event.Key)
			return nil
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	handler.ServeHTTP(httptest.NewRecorder(), delivery(sampleBody))
	// Output:
	// PURCHASE_SUCCEEDED PURCHASE_SUCCEEDED:8ZVBabLrnCMm9zPdu9QpfCWzNaA
}

// If the function fails, Stash gets 500 and sends the event again.
func ExampleOn() {
	down := errors.New("the database is down")
	handler, err := webhook.NewHandler([]string{shortSecret},
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			if down != nil {
				return down
			}
			fmt.Println("granted to", p.UserID)
			return nil
		}),
		webhook.WithStore(webhook.NewMemoryStore(1000)), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, delivery(sampleBody))
		fmt.Println(w.Code)
		down = nil // it is up again before the second delivery
	}
	// Output:
	// 500
	// granted to player_1001
	// 200
}

// Parse reads an event whose signature was checked. An unknown type is not an error.
func ExampleParse() {
	for _, body := range []string{sampleBody, `{"type":"SOMETHING_NEW","somethingNew":{"id":"1"}}`} {
		event, err := webhook.Parse([]byte(body))
		if err != nil {
			fmt.Println(err)
			return
		}
		switch payload := event.Payload.(type) {
		case *webhook.PurchaseSucceeded:
			fmt.Println("purchase of", payload.UserID)
		case *webhook.Unknown:
			fmt.Println("nothing to do for", event.Type)
		}
	}
	// Output:
	// purchase of player_1001
	// nothing to do for SOMETHING_NEW
}
