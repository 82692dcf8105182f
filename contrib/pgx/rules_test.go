package pgxstash_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	pgxstash "github.com/stash-sdk/stash-go/contrib/pgx"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	purchaserules "github.com/stash-sdk/stash-go/stash/gameserver/storetest"
	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
	eventrules "github.com/stash-sdk/stash-go/stash/webhook/storetest"
)

// TestRules holds the stores to the rules of all stores. Each has a pool of its own, as those of two servers have.
func TestRules(t *testing.T) {
	fresh(t)
	t.Run("events", func(t *testing.T) {
		eventrules.Run(t, func(t *testing.T) webhook.Store { return events(t, open(t, 20)) })
	})
	t.Run("purchases", func(t *testing.T) {
		purchaserules.Run(t, func(t *testing.T) gameserver.PurchaseStore { return purchases(t, open(t, 20)) })
	})
}

// TestTablesAreShared runs the rules with one store of this package and one of the packages called sqlstore: they see each
// other's keys and wait for each other.
func TestTablesAreShared(t *testing.T) {
	pool := fresh(t)
	db := stdlib.OpenDBFromPool(pool)
	t.Cleanup(func() { _ = db.Close() })
	t.Run("events", func(t *testing.T) {
		theirs, err := sqlstore.New(db, sqlstore.PostgreSQL)
		if err != nil {
			t.Fatal(err)
		}
		stores := []webhook.Store{events(t, pool), theirs}
		eventrules.Run(t, func(*testing.T) webhook.Store {
			next := stores[0]
			stores = stores[1:]
			return next
		})
	})
	t.Run("purchases", func(t *testing.T) {
		theirs, err := purchasestore.New(db, purchasestore.PostgreSQL)
		if err != nil {
			t.Fatal(err)
		}
		stores := []gameserver.PurchaseStore{theirs, purchases(t, pool)}
		purchaserules.Run(t, func(*testing.T) gameserver.PurchaseStore {
			next := stores[0]
			stores = stores[1:]
			return next
		})
	})
}

func TestRefusals(t *testing.T) {
	pool := fresh(t)
	for name, opts := range map[string][]pgxstash.Option{
		"a nil option":         {nil},
		"a short retention":    {pgxstash.WithRetention(time.Hour)},
		"a name that is none":  {pgxstash.WithTable("a; DROP TABLE b")},
		"a level that is none": {pgxstash.WithIsolation(pgx.ReadUncommitted)},
	} {
		if _, err := pgxstash.NewEventStore(pool, opts...); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := pgxstash.NewPurchaseStore(nil); err == nil {
		t.Error("no pool is taken")
	}
	if pgxstash.On[webhook.PurchaseSucceeded](nil) != nil || pgxstash.Receive(nil) != nil {
		t.Error("a nil function makes a receiver")
	}
	event, err := webhook.Parse([]byte(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, receive := range []webhook.Receiver{
		pgxstash.On(func(context.Context, pgx.Tx, *webhook.PurchaseSucceeded) error { return nil }),
		pgxstash.Receive(func(context.Context, pgx.Tx, *webhook.Event) error { return nil }),
	} {
		if err := receive(t.Context(), event); !errors.Is(err, pgxstash.ErrNoTransaction) {
			t.Errorf("without a store the error is %v", err)
		}
	}
	if pgxstash.Tx(t.Context()) != nil {
		t.Error("a context without an event has a transaction")
	}
}
