package integration

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchaserules "github.com/stash-sdk/stash-go/stash/gameserver/storetest"
	"github.com/stash-sdk/stash-go/stash/webhook"
	eventrules "github.com/stash-sdk/stash-go/stash/webhook/storetest"
)

// TestStoresKeepTheRules holds the stores in databases to the rules that a user's own store is held to. Each store has a pool
// of its own, as those of two servers have.
func TestStoresKeepTheRules(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		_, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Run("events", func(t *testing.T) {
			eventrules.Run(t, func(t *testing.T) webhook.Store { return db.again(t, "").store(t) })
		})
		t.Run("purchases", func(t *testing.T) {
			purchaserules.Run(t, func(t *testing.T) gameserver.PurchaseStore {
				_, store := storesIn(t, db.again(t, "").DB, db.driver)
				return store
			})
		})
	})
}
