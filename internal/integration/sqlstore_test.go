package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// insert writes a grant through the transaction in the context.
func insert(ctx context.Context, order string) error {
	_, err := sqlstore.Tx(ctx).ExecContext(ctx, "INSERT INTO grants (order_id, player, quantity) VALUES ('"+order+"', 'p', 1)")
	return err
}

// TestStoreTransaction checks that the grant and the mark are stored together or not at all, for every way that a receiver
// can end.
func TestStoreTransaction(t *testing.T) {
	failed := errors.New("failed")
	databases(t, func(t *testing.T, db *database) {
		store := db.store(t)
		for _, tt := range []struct {
			name string
			do   func(ctx context.Context) error
			says string // a part of the error; empty for success
			rows int    // grants and marks in the database afterwards
		}{
			{"success", func(ctx context.Context) error { return insert(ctx, "a") }, "", 1},
			{"error", func(ctx context.Context) error { _ = insert(ctx, "a"); return failed }, "failed", 0},
			{"panic", func(ctx context.Context) error { _ = insert(ctx, "a"); panic("oh") }, "oh", 0},
			{"swallowed error", func(ctx context.Context) error {
				err := insert(ctx, "a")
				_, _ = sqlstore.Tx(ctx).ExecContext(ctx, "INSERT INTO nowhere VALUES (1)")
				return err
			}, swallowed(db), rowsAfterSwallowed(db)},
			{"rolled back by hand", func(ctx context.Context) error { _ = insert(ctx, "a"); return sqlstore.Tx(ctx).Rollback() }, "could not be committed", 0},
			{"committed by hand", func(ctx context.Context) error { _ = insert(ctx, "a"); return sqlstore.Tx(ctx).Commit() }, "could not be committed", 1},
		} {
			t.Run(tt.name, func(t *testing.T) {
				for _, table := range []string{"grants", "stash_webhook_events"} {
					if _, err := db.Exec("DELETE FROM " + table); err != nil {
						t.Fatal(err)
					}
				}
				err := guarded(func() error { return store.Once(t.Context(), "k", tt.do) })
				if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error %v, want %q", err, tt.says)
				}
				check := func(when string, want int) {
					if g, m := db.count(t, "SELECT COUNT(*) FROM grants"), db.count(t, "SELECT COUNT(*) FROM stash_webhook_events"); g != want || m != want {
						t.Errorf("%s: %d grants and %d marks, want %d of each", when, g, m, want)
					}
				}
				check("after the first delivery", tt.rows)
				if err := store.Once(t.Context(), "k", func(ctx context.Context) error { return insert(ctx, "b") }); err != nil {
					t.Fatal(err)
				}
				check("after the next one", 1)
			})
		}
	})
}

// PostgreSQL aborts a transaction in which a statement failed; the others continue it.
func swallowed(db *database) string {
	if db.driver == "pgx" {
		return "could not be committed"
	}
	return ""
}

func rowsAfterSwallowed(db *database) int {
	if db.driver == "pgx" {
		return 0
	}
	return 1
}

func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do()
}

// TestStoresAtTheSameMoment uses one key in two stores, like two processes: the second waits, and runs only if the first
// fails.
func TestStoresAtTheSameMoment(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		for _, fails := range []bool{false, true} {
			key := fmt.Sprintf("key-%v", fails)
			first, second := db.store(t), db.store(t)
			inside, leave := make(chan struct{}), make(chan struct{})
			var runs []string
			var group sync.WaitGroup
			group.Go(func() {
				err := first.Once(t.Context(), key, func(ctx context.Context) error {
					close(inside)
					<-leave
					runs = append(runs, "first")
					if fails {
						return errors.New("failed")
					}
					return nil
				})
				if (err != nil) != fails {
					t.Errorf("first: %v", err)
				}
			})
			<-inside
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			if err := second.Once(ctx, key, func(context.Context) error { t.Error("ran beside the first"); return nil }); err == nil {
				t.Error("a copy that could not wait is told that the event is done")
			}
			cancel()
			time.AfterFunc(50*time.Millisecond, func() { close(leave) })
			if err := second.Once(t.Context(), key, func(context.Context) error { runs = append(runs, "second"); return nil }); err != nil {
				t.Errorf("second: %v", err)
			}
			group.Wait()
			want := "[first]"
			if fails {
				want = "[first second]"
			}
			if got := fmt.Sprint(runs); got != want {
				t.Errorf("ran %s, want %s", got, want)
			}
		}
	})
}

func TestStoreRefuses(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		if _, err := sqlstore.New(nil, sqlstore.SQLite); err == nil {
			t.Error("no database is taken")
		}
		if _, err := sqlstore.New(db.DB, 0); err == nil {
			t.Error("no dialect is taken")
		}
		if _, err := sqlstore.New(db.DB, sqlstore.SQLite, sqlstore.WithRetention(time.Hour)); err == nil {
			t.Error("a retention shorter than Stash's retries is taken")
		}
		if _, err := sqlstore.New(db.DB, sqlstore.SQLite, nil); err == nil {
			t.Error("a nil option is accepted")
		}
		if _, err := sqlstore.New(db.DB, sqlstore.SQLite, sqlstore.WithTable("a; DROP TABLE b")); err == nil {
			t.Error("a table's name that is not a name is taken")
		}
		if _, err := sqlstore.New(db.DB, sqlstore.SQLite, sqlstore.WithIsolation(sql.LevelReadCommitted)); err == nil {
			t.Error("a level that SQLite does not have is taken")
		}
		receive := sqlstore.On(func(context.Context, *sql.Tx, *webhook.PurchaseSucceeded) error { return nil })
		purchase, err := webhook.Parse(event("o"))
		if err != nil {
			t.Fatal(err)
		}
		if err := receive(t.Context(), purchase); !errors.Is(err, sqlstore.ErrNoTransaction) {
			t.Errorf("without a store: %v", err)
		}
		store := db.store(t)
		if err := store.Once(t.Context(), "", func(ctx context.Context) error {
			return sqlstore.Receive(func(ctx context.Context, tx *sql.Tx, _ *webhook.Event) error { return insert(ctx, "x") })(ctx, purchase)
		}); err != nil || db.count(t, "SELECT COUNT(*) FROM grants") != 1 || db.count(t, "SELECT COUNT(*) FROM stash_webhook_events") != 0 {
			t.Errorf("an event without a key must run in a transaction and leave no mark: %v", err)
		}
		if _, err := db.Exec("DROP TABLE stash_webhook_events"); err != nil {
			t.Fatal(err)
		}
		if err := store.Once(t.Context(), "k", func(context.Context) error { t.Error("ran unmarked"); return nil }); err == nil || !strings.Contains(err.Error(), "sqlstore.Schema") {
			t.Errorf("without the table: %v", err)
		}
	})
}

// TestReplicasCreateTables creates the tables of both stores from several servers at the same time.
func TestReplicasCreateTables(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		for range 20 {
			for _, table := range []string{"stash_webhook_events", "stash_purchases"} {
				if _, err := db.Exec("DROP TABLE IF EXISTS " + table); err != nil {
					t.Fatal(err)
				}
			}
			var group sync.WaitGroup
			for range 4 {
				own, err := sql.Open(db.driver, db.dsn)
				if err != nil {
					t.Fatal(err)
				}
				events, purchases := storesIn(t, own, db.driver)
				group.Go(func() {
					defer own.Close()
					if err := errors.Join(events.CreateTable(t.Context()), purchases.CreateTable(t.Context())); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if t.Failed() {
				return
			}
		}
	})
}

// storesIn makes one store of each kind on a database.
func storesIn(t *testing.T, db *sql.DB, driver string) (*sqlstore.Store, *purchasestore.Store) {
	t.Helper()
	events, err := sqlstore.New(db, dialectOf(driver))
	if err != nil {
		t.Fatal(err)
	}
	purchases, err := purchasestore.New(db, dialectOf(driver))
	if err != nil {
		t.Fatal(err)
	}
	return events, purchases
}

// impatient opens a SQLite file without a busy timeout: a second writer gets an error at once.
func impatient(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestOneWriterPerSQLiteDatabase writes and prunes through several stores of one sql.DB: each waits for its turn.
func TestOneWriterPerSQLiteDatabase(t *testing.T) {
	db := impatient(t, filepath.Join(t.TempDir(), "one.db"))
	events, purchases := storesIn(t, db, "sqlite")
	again, more := storesIn(t, db, "sqlite")
	if err := errors.Join(events.CreateTable(t.Context()), purchases.CreateTable(t.Context())); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			slow := func(context.Context) error { time.Sleep(2 * time.Millisecond); return nil }
			reserve := func(ctx context.Context, p *gameserver.Purchase) error {
				p.State = gameserver.PurchaseReserved
				return slow(ctx)
			}
			var err error
			switch i % 6 {
			case 0:
				err = events.Once(t.Context(), fmt.Sprint(i), slow)
			case 1:
				err = again.Once(t.Context(), "", slow)
			case 2:
				err = purchases.Change(t.Context(), fmt.Sprint(i), reserve)
			case 3:
				err = more.Change(t.Context(), fmt.Sprint(i), reserve)
			case 4:
				_, err = events.Prune(t.Context())
			case 5:
				err = again.CreateTable(t.Context())
			}
			if err != nil {
				t.Errorf("%d: %v", i%6, err)
			}
		})
	}
	group.Wait()
}

// TestEventWithoutKeyWritesFirst checks that nobody else can write while an event without a key is received. After another
// write, a transaction that has read already could not write any more.
func TestEventWithoutKeyWritesFirst(t *testing.T) {
	file := filepath.Join(t.TempDir(), "first.db")
	db, other := impatient(t, file), impatient(t, file)
	events, _ := storesIn(t, db, "sqlite")
	if err := events.CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(grants); err != nil {
		t.Fatal(err)
	}
	if err := events.Once(t.Context(), "", func(ctx context.Context) error {
		var n int
		if err := sqlstore.Tx(ctx).QueryRowContext(ctx, "SELECT COUNT(*) FROM grants").Scan(&n); err != nil {
			return err
		}
		if _, err := other.Exec("INSERT INTO grants VALUES ('other', 'p', 1)"); err == nil {
			t.Error("another program wrote in between")
		}
		return insert(ctx, "mine")
	}); err != nil {
		t.Error(err)
	}
}

// TestCallInsideTransaction checks that a call which would wait for itself fails at once, and works after the transaction.
func TestCallInsideTransaction(t *testing.T) {
	db := impatient(t, filepath.Join(t.TempDir(), "inside.db"))
	events, purchases := storesIn(t, db, "sqlite")
	if err := errors.Join(events.CreateTable(t.Context()), purchases.CreateTable(t.Context())); err != nil {
		t.Fatal(err)
	}
	var kept context.Context
	if err := events.Once(t.Context(), "k", func(ctx context.Context) error {
		kept = ctx
		_, err := events.Prune(ctx)
		for _, err := range []error{err, purchases.Change(ctx, "t", func(context.Context, *gameserver.Purchase) error { return nil })} {
			if err == nil || !strings.Contains(err.Error(), "inside a transaction") {
				t.Errorf("the error is %v", err)
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	if _, err := events.Prune(kept); err != nil {
		t.Errorf("after the transaction: %v", err)
	}
}

// TestBlameFits checks that each error gets the hint for its own cause.
func TestBlameFits(t *testing.T) {
	file := filepath.Join(t.TempDir(), "blame.db")
	db, other := impatient(t, file), impatient(t, file)
	events, purchases := storesIn(t, db, "sqlite")
	blamed := func(want string) {
		t.Helper()
		for _, err := range []error{
			events.Once(t.Context(), "k", func(context.Context) error { return nil }),
			purchases.Change(t.Context(), "t", func(context.Context, *gameserver.Purchase) error { return nil }),
		} {
			if err == nil || strings.Contains(err.Error(), "sqlstore.Schema") != (want == "sqlstore.Schema") || !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %v, want one with %q", err, want)
			}
		}
	}
	blamed("sqlstore.Schema")
	if err := errors.Join(events.CreateTable(t.Context()), purchases.CreateTable(t.Context())); err != nil {
		t.Fatal(err)
	}
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Exec("DELETE FROM stash_purchases"); err != nil {
		t.Fatal(err)
	}
	blamed("busy timeout")
}
