package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// A function of a cloud provider gets the body and the headers as values. Receive returns the status to answer with.
func ExampleHandler_Receive() {
	handler, err := webhook.NewHandler([]string{"fake-webhook-secret"},
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			fmt.Println("granted to", p.UserID)
			return nil
		}),
		webhook.WithStore(webhook.NewMemoryStore(1000)))
	if err != nil {
		fmt.Println(err)
		return
	}
	function := func(ctx context.Context, body string, headers map[string]string) int {
		header := http.Header{}
		for name, value := range headers {
			header.Set(name, value)
		}
		status, _ := handler.Receive(ctx, []byte(body), header) // the error is in the log
		return status
	}

	const body = `{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"order-000123","userId":"player-1001"}}`
	signature := webhook.Sign([]byte(body), "fake-webhook-secret").Get("Stash-Hmac-Signature")
	for range 2 { // Stash delivers more than once
		fmt.Println(function(context.Background(), body, map[string]string{"stash-hmac-signature": signature}))
	}
	fmt.Println(function(context.Background(), body, nil))
	// Output:
	// granted to player-1001
	// 200
	// 200
	// 401
}

// The webhook URL verifies events and puts them into a queue. A worker takes them out and grants each once.
func ExampleHandler_Process() {
	secrets := []string{"fake-webhook-secret"}
	queue := make(chan []byte, 10) // a real queue keeps what it has acknowledged
	url, err := webhook.NewHandler(secrets, func(_ context.Context, event *webhook.Event) error {
		queue <- event.Body
		return nil // only after the queue's acknowledgement
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	worker, err := webhook.NewHandler(secrets,
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			fmt.Println("granted to", p.UserID)
			return nil
		}),
		webhook.WithStore(webhook.NewMemoryStore(1000)))
	if err != nil {
		fmt.Println(err)
		return
	}

	body := []byte(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"order-000123","userId":"player-1001"}}`)
	for range 2 { // Stash delivers more than once
		fmt.Println(url.Receive(context.Background(), body, webhook.Sign(body, "fake-webhook-secret")))
	}
	close(queue)
	for body := range queue {
		fmt.Println(worker.Process(context.Background(), body)) // after nil, acknowledge the message; else have it repeated
	}
	// Output:
	// 200 <nil>
	// 200 <nil>
	// granted to player-1001
	// <nil>
	// <nil>
}

// A test of a receiver signs an event as Stash would.
func ExampleSign() {
	handler, err := webhook.NewHandler([]string{"fake-webhook-secret"},
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			fmt.Println("granted to", p.UserID)
			return nil
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	const body = `{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"order-000123","userId":"player-1001"}}`
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/stash/webhook", strings.NewReader(body))
	r.Header = webhook.Sign([]byte(body), "fake-webhook-secret")
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code)
	// Output:
	// granted to player-1001
	// 200
}

// An observer counts deliveries by type and outcome.
func ExampleWithObserver() {
	count := map[string]int{} // with real metrics, a counter that is safe for concurrent use
	handler, err := webhook.NewHandler([]string{"fake-webhook-secret"}, webhook.All(),
		webhook.WithStore(webhook.NewMemoryStore(1000)),
		webhook.WithObserver(func(_ context.Context, d webhook.Delivery) {
			count[string(d.Type)+" "+string(d.Outcome)]++
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	body := []byte(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"order-000123","userId":"player-1001"}}`)
	for range 3 {
		_, _ = handler.Receive(context.Background(), body, webhook.Sign(body, "fake-webhook-secret"))
	}
	fmt.Println(count)
	// Output:
	// map[PURCHASE_SUCCEEDED duplicate:2 PURCHASE_SUCCEEDED received:1]
}
