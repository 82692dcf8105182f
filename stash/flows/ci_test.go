package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// badWeather takes a purchase through failures that happen in production. In your test, make srv with stashtest.New(t),
// which closes it at the end of the test.
func badWeather(ctx context.Context, srv *stashtest.Server, b *backend, webhooks string) error {
	srv.SendWebhooks(webhooks, stashtest.Copies(3), stashtest.Reversed(2)) // each event three times, and the refund before the purchase
	srv.Inject(stashtest.Fault{Operation: "GenerateQuickPayUrl", Reset: true, AfterEffect: true})
	srv.Inject(stashtest.Fault{Operation: "GetPaymentEvent", Status: 503, RetryAfter: "0"})

	if _, err := b.checkout(ctx, "order-000123", "player-1001", 2); err != nil { // the first answer is lost
		return err
	}
	link := b.orders["order-000123"].linkID
	if err := srv.Pay(link); err != nil {
		return err
	}
	if _, err := b.unlock(ctx, "order-000123"); err != nil { // HTTP 503 at first
		return err
	}
	if err := srv.Refund(link, stashtest.RefundItem{ID: "gem-pack-500", Quantity: 1}); err != nil {
		return err
	}
	return srv.WaitWebhooks(ctx)
}

// There is one checkout, and the player has the gems of the pack that was not refunded.
func Example_ciWithoutNetwork() {
	srv, b := start()
	defer srv.Close()
	check(badWeather(context.Background(), srv, b, serve(b.webhooks(srv.WebhookSecret))))
	fmt.Println("checkouts:", len(srv.Checkouts()), "gems:", b.gems["player-1001"])
	for _, r := range srv.Requests() {
		fmt.Println(r.Operation, r.Status)
	}
	// Output:
	// checkouts: 1 gems: 500
	// GenerateQuickPayUrl 0
	// GenerateQuickPayUrl 200
	// GetPaymentEvent 503
	// GetPaymentEvent 200
}
