package flows_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// reconcile asks Stash about every open order, and grants those that are paid. Run it every few minutes for orders that
// are some minutes old, until you give an order up. If one order fails, it goes on with the next.
func reconcile(ctx context.Context, b *backend) (granted int, err error) {
	var failed []error
	for _, id := range b.openOrders() {
		switch paid, err := b.unlock(ctx, id); {
		case err != nil:
			failed = append(failed, fmt.Errorf("order %s: %w", id, err))
		case paid:
			granted++
		}
	}
	return granted, errors.Join(failed...)
}

func (b *backend) openOrders() (open []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, o := range b.orders {
		if id == o.id && o.linkID != "" && !o.granted {
			open = append(open, id)
		}
	}
	return open
}

// The webhooks of two payments never arrived.
func Example_reconcile() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()
	broken := serve(http.NotFoundHandler(), nil)
	srv.SendWebhooks(broken, stashtest.Attempts(1))

	for _, id := range []string{"order-000123", "order-000124", "order-000125"} {
		_, err := b.checkout(ctx, id, "player-1001", 1)
		check(err)
	}
	check(srv.Pay(b.orders["order-000123"].linkID))
	check(srv.Pay(b.orders["order-000124"].linkID))
	check(srv.WaitWebhooks(ctx))
	fmt.Println("gems after the lost webhooks:", b.gems["player-1001"])

	for range 2 {
		granted, err := reconcile(ctx, b)
		fmt.Println("granted", granted, err, "gems:", b.gems["player-1001"])
	}
	// Output:
	// gems after the lost webhooks: 0
	// granted 2 <nil> gems: 1000
	// granted 0 <nil> gems: 1000
}
