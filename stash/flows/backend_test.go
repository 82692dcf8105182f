package flows_test

import (
	"fmt"
	"sync"

	"github.com/stash-sdk/stash-go/stash"
)

// order is one purchase. Its id is the transaction id in the calls to Stash.
type order struct {
	id, player, linkID string
	packs              int64           // of 500 gems each
	granted            bool            // never changes back to false
	refunds            map[string]bool // refunds already taken back, by event key
}

// backend is the part of a game's server that sells gems.
type backend struct {
	stash *stash.Client

	mu     sync.Mutex        // in production: a database transaction; the maps are its tables
	orders map[string]*order // by order id, and by the ids that Stash gives
	gems   map[string]int64  // by player
}

// grant gives the player of an order its gems, once. Nothing else gives gems for an order: the webhook, the confirm call,
// the player's return and the reconciliation all call grant.
func (b *backend) grant(id string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.orders[id]
	if o == nil {
		return fmt.Errorf("there is no order or checkout %q", id)
	}
	if !o.granted {
		o.granted = true
		b.gems[o.player] += 500 * o.packs
	}
	return nil
}
