package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// checkout returns the address where a player pays for an order. The order is stored before Stash hears of it, so
// that no payment comes without one.
func (b *backend) checkout(ctx context.Context, orderID, player string, packs int32) (url string, err error) {
	b.mu.Lock()
	o := b.orders[orderID]
	if o == nil {
		o = &order{id: orderID, player: player, packs: int64(packs), refunds: map[string]bool{}}
		b.orders[orderID] = o
	}
	b.mu.Unlock()

	link, err := b.stash.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: packs},
		User:          stash.QuickPayUser{ID: player}, // from your session, never from what the game sends
		TransactionID: orderID,
	})
	if err != nil {
		return "", fmt.Errorf("order %s has no checkout yet: %w", orderID, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	o.linkID = link.ID
	b.orders[link.ID] = o
	return link.URL, nil
}

// A checkout whose creation is repeated, because the game did not hear the answer.
func Example_checkout() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()

	first, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	again, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	fmt.Println("the same page:", first == again)
	fmt.Println("checkouts:", len(srv.Checkouts()))
	fmt.Println("gems before the payment:", b.gems["player-1001"])
	// Output:
	// the same page: true
	// checkouts: 1
	// gems before the payment: 0
}
