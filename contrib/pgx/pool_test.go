package pgxstash_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	pgxstash "github.com/stash-sdk/stash-go/contrib/pgx"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

const patience = 20 * time.Second

// fresh opens a pool on the PostgreSQL that make contrib starts, with fresh tables.
func fresh(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := open(t, 20)
	for _, statement := range []string{"DROP TABLE IF EXISTS grants, balances, stash_webhook_events, stash_purchases", "CREATE TABLE grants (id TEXT NOT NULL)",
		"CREATE TABLE balances (player TEXT PRIMARY KEY, gems INT NOT NULL)", "INSERT INTO balances VALUES ('a', 0), ('b', 0)"} {
		if _, err := pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := events(t, pool).CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := purchases(t, pool).CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	return pool
}

// open opens one more pool, as another server does.
func open(t *testing.T, connections int32) *pgxpool.Pool {
	t.Helper()
	address := os.Getenv("STASH_POSTGRES")
	if address == "" {
		t.Skip("STASH_POSTGRES is not set: make contrib starts a PostgreSQL and sets it")
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func events(t *testing.T, pool *pgxpool.Pool, opts ...pgxstash.Option) *pgxstash.EventStore {
	t.Helper()
	store, err := pgxstash.NewEventStore(pool, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func purchases(t *testing.T, pool *pgxpool.Pool, opts ...pgxstash.Option) *pgxstash.PurchaseStore {
	t.Helper()
	store, err := pgxstash.NewPurchaseStore(pool, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func count(t *testing.T, pool *pgxpool.Pool, query string) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// grant writes through the transaction in the context.
func grant(ctx context.Context, id string) error {
	_, err := pgxstash.Tx(ctx).Exec(ctx, "INSERT INTO grants VALUES ($1)", id)
	return err
}

// waitUntilIdle waits until no connection is in use. The pool closes connections in the background.
func waitUntilIdle(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	for began := time.Now(); pool.Stat().AcquiredConns() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%d connections are still in use", pool.Stat().AcquiredConns())
		}
	}
}

func nothing(context.Context) error { return nil }

func reserve(_ context.Context, p *gameserver.Purchase) error {
	p.State, p.PlayerID = gameserver.PurchaseReserved, "p"
	return nil
}

// guarded turns a panic into an error.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do()
}
