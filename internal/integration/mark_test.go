package integration

import (
	"database/sql"
	"testing"
	"time"
)

// TestMark marks keys in transactions of the test's own.
func TestMark(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		store := db.store(t)
		begin := func() *sql.Tx {
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			return tx
		}
		mark := func(tx *sql.Tx, key string, want bool) {
			t.Helper()
			if fresh, err := store.Mark(t.Context(), tx, key); fresh != want || err != nil {
				t.Errorf("%s: fresh is %v (%v), want %v", key, fresh, err, want)
			}
		}
		for _, step := range []struct {
			fresh bool
			end   func(*sql.Tx) error
		}{{true, (*sql.Tx).Rollback}, {true, (*sql.Tx).Commit}, {false, (*sql.Tx).Commit}, {false, (*sql.Tx).Rollback}} {
			tx := begin()
			mark(tx, "k", step.fresh)
			if _, err := tx.Exec("INSERT INTO grants (order_id, player, quantity) VALUES ('o', 'p', 1)"); err != nil {
				t.Fatal(err)
			}
			if err := step.end(tx); err != nil {
				t.Fatal(err)
			}
		}
		if n := db.count(t, "SELECT COUNT(*) FROM grants"); n != 2 {
			t.Errorf("%d grants, want those of the two transactions that were committed: a key that is marked does not spoil its transaction", n)
		}
		if err := store.Once(t.Context(), "k", nothing); err != nil || db.count(t, "SELECT COUNT(*) FROM stash_webhook_events") != 1 {
			t.Errorf("Once and Mark do not share their marks: %v", err)
		}

		first, second := begin(), make(chan bool, 1)
		mark(first, "both", true)
		go func() {
			tx, err := db.Begin()
			if err != nil {
				t.Error(err)
				second <- true
				return
			}
			fresh, err := store.Mark(t.Context(), tx, "both")
			if err != nil {
				t.Error(err)
			}
			_ = tx.Rollback()
			second <- fresh
		}()
		select {
		case <-second:
			t.Fatal("a copy did not wait for the transaction that marks its key")
		case <-time.After(50 * time.Millisecond):
		}
		if err := first.Commit(); err != nil {
			t.Fatal(err)
		}
		if <-second {
			t.Error("a copy marked the key again")
		}

		tx := begin()
		defer func() { _ = tx.Rollback() }()
		if _, err := store.Mark(t.Context(), tx, ""); err == nil {
			t.Error("an empty key is marked")
		}
		if _, err := store.Mark(t.Context(), nil, "k"); err == nil {
			t.Error("no transaction is taken")
		}
	})
}
