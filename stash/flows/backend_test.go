package flows_test

import (
	"fmt"
	"sync"

	"github.com/stash-sdk/stash-go/stash"
)

// order is one purchase. Its id is the transaction id that Stash is given.
type order struct {
	id, player, linkID string
	packs              int64           // of 500 gems each
	granted            bool            // and it never changes back
	refunds            map[string]bool // those that were taken back, by their id
}

// backend is the part of a game's server that sells gems.
type backend struct {
	stash *stash.Client

	mu     sync.Mutex        // in production a transaction in your database, and the maps its tables
	orders map[string]*order // by their id, and by the ids that Stash gives
	gems   map[string]int64  // by player
}

// grant is the only place that gives anything away: what the order says, to whom it says, once. The webhook, the
// confirm call, the player's return and the reconciliation all end here.
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
