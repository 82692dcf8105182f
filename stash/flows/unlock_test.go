package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// unlock answers the game when the player is back from the checkout: whether the order is paid, and so granted.
func (b *backend) unlock(ctx context.Context, orderID string) (bool, error) {
	link := b.linkOf(orderID)
	if link == "" {
		return false, fmt.Errorf("order %q has no checkout", orderID)
	}
	event, err := b.stash.GetPaymentEvent(ctx, link)
	if errors.Is(err, stash.ErrNotFound) {
		return false, nil // Stash may know no payment of a checkout that is not paid yet
	}
	if err != nil {
		return false, err
	}
	if !event.Status.Paid() {
		return false, nil // not paid yet, or a status that is new: the webhook or the reconciliation will tell
	}
	return true, b.grant(link)
}

func (b *backend) linkOf(orderID string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.orders[orderID]; o != nil {
		return o.linkID
	}
	return ""
}

// A player who comes back without paying, then pays and comes back twice.
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
