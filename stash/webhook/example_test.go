package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// A webhook URL with net/http, which grants each purchase once.
func ExampleNewHandler() {
	handler, err := webhook.NewHandler(
		[]string{shortSecret}, // os.Getenv("STASH_WEBHOOK_SECRET")
		webhook.All(
			webhook.On(func(ctx context.Context, p *webhook.PurchaseSucceeded) error {
				for _, item := range p.Items {
					fmt.Printf("grant %d %s to %s\n", item.Quantity, item.ID, p.UserID)
				}
				return nil // an error makes Stash send the event again
			}),
			webhook.On(func(ctx context.Context, p *webhook.SubscriptionExpired) error {
				fmt.Println("take access from", p.ExternalAccountID)
				return nil
			}),
		),
		webhook.WithStore(webhook.NewMemoryStore(100_000)),
		webhook.WithEnvironment(webhook.EnvironmentTest),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/stash/webhook", handler)

	for range 3 { // Stash delivers more than once
		w := httptest.NewRecorder()
		r := delivery(sampleBody)
		r.URL.Path = "/stash/webhook"
		mux.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// grant 1 gem_pack_500 to player_1001
	// 200 {}
	// 200 {}
	// 200 {}
}

// A program that handles events without a Handler: Verify needs the very bytes of the body.
func ExampleVerify() {
	withBody := func(r *http.Request) (int, string) {
		body, err := io.ReadAll(r.Body) // your framework's raw body, such as c.GetRawData() or c.Body()
		if err != nil {
			return http.StatusBadRequest, `{}`
		}
		if err := webhook.Verify(body, r.Header, shortSecret); err != nil {
			return http.StatusUnauthorized, `{}`
		}
		event, err := webhook.Parse(body)
		if err != nil {
			return http.StatusBadRequest, `{}`
		}
		switch p := event.Payload.(type) {
		case *webhook.PurchaseSucceeded:
			fmt.Println("grant once by the key", event.Key, "to", p.UserID)
		default:
			fmt.Println("nothing to do for", event.Type)
		}
		return http.StatusOK, `{}` // exactly 200: Stash sends again after 201 and 204
	}
	fmt.Println(withBody(delivery(sampleBody)))

	forged := delivery(sampleBody)
	forged.Header.Set("Stash-Hmac-Signature", longSum)
	fmt.Println(withBody(forged))
	// Output:
	// grant once by the key PURCHASE_SUCCEEDED:8ZVBabLrnCMm9zPdu9QpfCWzNaA to player_1001
	// 200 {}
	// 401 {}
}
