// Package storetest checks that a [gameserver.PurchaseStore] keeps its promises. Use it in the test of a store of your own:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) gameserver.PurchaseStore { return mystore.New(openDatabase(t)) })
//	}
//
// It cannot check what a store does when its process dies: that is what a transaction is for. Nor can it check how long
// purchases are kept.
package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/storerules"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Run checks each rule of [gameserver.PurchaseStore] in a test of its own. It calls newStore twice. Both stores must have the
// same data, as the stores of two servers have; a store in memory may be the same one. The data need not be empty: all keys
// are new, and begin with "storetest-".
//
// A store has 10 seconds for each call that need not wait. The tests take a few seconds, because some of them check that
// nothing happens.
func Run(t *testing.T, newStore func(t *testing.T) gameserver.PurchaseStore) {
	t.Helper()
	pair := stores{newStore(t), newStore(t)}
	storerules.Run(t, pair.trial(10*time.Second), pair.rules())
}

// stores are those of two servers.
type stores struct{ first, second gameserver.PurchaseStore }

func (s stores) trial(patience time.Duration) storerules.Trial {
	return storerules.Trial{First: reserving(s.first), Second: reserving(s.second), Patience: patience}
}

// reserving is a call that reserves a purchase if the work succeeds.
func reserving(store gameserver.PurchaseStore) storerules.Call {
	return func(ctx context.Context, key string, do func(context.Context) error) error {
		return store.Change(ctx, key, func(ctx context.Context, p *gameserver.Purchase) error {
			if err := do(ctx); err != nil {
				return err
			}
			p.State = gameserver.PurchaseReserved
			return nil
		})
	}
}
