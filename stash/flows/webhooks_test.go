package flows_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// webhooks is the handler of the webhook URL. In production the store is sqlstore.New(db, sqlstore.PostgreSQL).
func (b *backend) webhooks(secret string) (http.Handler, error) {
	return webhook.NewHandler(
		[]string{secret},
		webhook.All(
			webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
				return b.grant(p.CheckoutLinkID) // an error makes Stash send the event again
			}),
			webhook.On(b.refunded),
		),
		webhook.WithStore(webhook.NewMemoryStore(100_000)),
		webhook.WithEnvironment(webhook.EnvironmentTest),
	)
}

// A purchase whose event comes three times at once, and once more from someone else.
func Example_webhooks() {
	srv, b := start()
	defer srv.Close()
	ctx, url := context.Background(), serve(b.webhooks(srv.WebhookSecret))
	srv.SendWebhooks(url, stashtest.Copies(3))

	_, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	check(srv.Pay(b.orders["order-000123"].linkID)) // as the player would
	check(srv.WaitWebhooks(ctx))
	fmt.Println("gems:", b.gems["player-1001"])

	forged, _ := srv.Deliver(ctx, url, &webhook.PurchaseSucceeded{OrderID: "1", CheckoutLinkID: "1"}, stashtest.BadSignature())
	fmt.Println("a forged event is answered", forged.Attempts[0].Status)
	// Output:
	// gems: 500
	// a forged event is answered 401
}
