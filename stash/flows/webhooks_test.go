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
			webhook.On(b.paid),
			webhook.On(b.refunded),
		),
		webhook.WithStore(webhook.NewMemoryStore(100_000)),
		webhook.WithEnvironment(webhook.EnvironmentTest),
	)
}

// paid grants the order of a payment. If it returns an error, the error is logged and Stash sends the event again.
func (b *backend) paid(_ context.Context, p *webhook.PurchaseSucceeded) error {
	b.mu.Lock()
	o := b.orders[p.CheckoutLinkID]
	if o != nil {
		b.orders[p.OrderID] = o // a refund names this id
	}
	b.mu.Unlock()
	if o == nil {
		return fmt.Errorf("checkout %q is paid, but has no order", p.CheckoutLinkID)
	}
	if !pays(p, o) {
		return fmt.Errorf("the payment at checkout %q is for other items or another player than order %s", p.CheckoutLinkID, o.id)
	}
	return b.grant(o.id)
}

// pays compares what was paid with the stored order.
func pays(p *webhook.PurchaseSucceeded, o *order) bool {
	return p.UserID == o.player && len(p.Items) == 1 && p.Items[0].ID == "gem-pack-500" && int64(p.Items[0].Quantity) == o.packs
}

// The event of a purchase comes three times at once. A forged event is refused.
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
