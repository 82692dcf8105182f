package flows_test

import (
	"cmp"
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// refunded takes back the items that a refund names, once per refund. A refund may be partial, and more may follow. If the
// player has spent the gems, the balance becomes negative.
func (b *backend) refunded(ctx context.Context, p *webhook.PurchaseRefunded) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := cmp.Or(b.orders[p.OrderID], b.orders[p.CheckoutLinkID])
	if o == nil || !o.granted {
		return fmt.Errorf("the refund of Stash's order %q came before the purchase", p.OrderID) // Stash sends it again
	}
	if len(p.Items) == 0 {
		return fmt.Errorf("a refund of order %s does not name its items: settle it by hand", o.id)
	}
	key := webhook.EventFrom(ctx).Key
	if o.refunds[key] {
		return nil
	}
	o.refunds[key] = true
	b.gems[o.player] -= gemsIn(p)
	return nil
}

func gemsIn(p *webhook.PurchaseRefunded) (gems int64) {
	for _, item := range p.Items {
		gems += 500 * int64(item.Quantity)
	}
	return gems
}

// One pack of two is refunded, then the other.
func Example_refund() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()
	srv.SendWebhooks(serve(b.webhooks(srv.WebhookSecret)), stashtest.Copies(2))

	_, err := b.checkout(ctx, "order-000123", "player-1001", 2)
	check(err)
	link := b.orders["order-000123"].linkID
	for _, step := range []func() error{
		func() error { return srv.Pay(link) },
		func() error { return srv.Refund(link, stashtest.RefundItem{ID: "gem-pack-500", Quantity: 1}) },
		func() error { return srv.Refund(link) },
	} {
		check(step())
		check(srv.WaitWebhooks(ctx))
		fmt.Println("gems:", b.gems["player-1001"])
	}
	// Output:
	// gems: 1000
	// gems: 500
	// gems: 0
}
