package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// unlock is called when the player comes back from the checkout. It asks Stash, and grants the order if it is paid.
func (b *backend) unlock(ctx context.Context, orderID string) (bool, error) {
	link := linkOf(b, orderID)
	if link == "" {
		return false, fmt.Errorf("order %q has no checkout", orderID)
	}
	event, err := b.stash.GetPaymentEvent(ctx, link)
	if errors.Is(err, stash.ErrNotFound) {
		return false, nil // Stash may have no payment event before the payment
	}
	if err != nil {
		return false, err
	}
	if !event.Status.Paid() {
		return false, nil // a webhook or the reconciliation may still grant it
	}
	return true, b.grant(link)
}

// linkOf returns the checkout link of an order; it is empty before the checkout.
func linkOf(b *backend, orderID string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.orders[orderID]; o != nil {
		return o.linkID
	}
	return ""
}

// The player comes back without a payment, then pays and comes back twice.
func Example_unlock() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()

	_, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	paid, err := b.unlock(ctx, "order-000123")
	fmt.Println(paid, err, b.gems["player-1001"])

	check(srv.Pay(b.orders["order-000123"].linkID))
	for range 2 {
		paid, err = b.unlock(ctx, "order-000123")
		fmt.Println(paid, err, b.gems["player-1001"])
	}
	// Output:
	// false <nil> 0
	// true <nil> 500
	// true <nil> 500
}
