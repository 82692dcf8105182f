package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// checkout returns the address where a player pays for an order. It stores the order before it calls Stash, so that
// every payment has an order.
func (b *backend) checkout(ctx context.Context, orderID, player string, packs int32) (url string, err error) {
	o, err := b.open(orderID, player, int64(packs))
	if err != nil {
		return "", err
	}
	link, err := b.stash.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          gemPacks(packs),
		User:          stash.QuickPayUser{ID: player}, // from your session, never from the request of the game
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

// gemPacks is the item of a checkout. The price comes from the backend, never from the game.
func gemPacks(n int32) stash.QuickPayItem {
	return stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: n}
}

// open stores a new order, or returns the order that an earlier try stored.
func (b *backend) open(id, player string, packs int64) (*order, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.orders[id]
	if o == nil {
		o = &order{id: id, player: player, packs: packs, refunds: map[string]bool{}}
		b.orders[id] = o
	}
	if o.player != player || o.packs != packs {
		return nil, fmt.Errorf("order %s belongs to another player or has another quantity", id)
	}
	return o, nil
}

// The game makes the same checkout twice, because it did not get the first answer.
func Example_checkout() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()

	first, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	again, err := b.checkout(ctx, "order-000123", "player-1001", 1)
	check(err)
	_, err = b.checkout(ctx, "order-000123", "player-2002", 1)
	fmt.Println("somebody else's order:", err)
	fmt.Println("the same page:", first == again)
	fmt.Println("checkouts:", len(srv.Checkouts()))
	fmt.Println("gems before the payment:", b.gems["player-1001"])
	// Output:
	// somebody else's order: order order-000123 belongs to another player or has another quantity
	// the same page: true
	// checkouts: 1
	// gems before the payment: 0
}
