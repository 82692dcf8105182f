package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
)

// TestPurchaseStore races confirms, cancels and repeats through two stores on one database, like two servers. Some grants
// fail or panic after they wrote: what they wrote must be rolled back.
func TestPurchaseStore(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		for _, statement := range []string{
			"DROP TABLE IF EXISTS stash_purchases", "DROP TABLE IF EXISTS ledger", "CREATE TABLE ledger (id TEXT NOT NULL, what TEXT NOT NULL)",
		} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		servers := []*gameserver.Purchases{purchasesIn(t, db), purchasesIn(t, db)}
		var calls atomic.Int64
		note := func(id, what string) func(context.Context) error {
			return func(ctx context.Context) error {
				if _, err := sqlstore.Tx(ctx).ExecContext(ctx, dialectOf(db.driver).Bind("INSERT INTO ledger (id, what) VALUES (?, ?)"), id, what); err != nil {
					return err
				}
				switch calls.Add(1) % 17 {
				case 0:
					return errors.New("failed after writing")
				case 1:
					panic("failed after writing")
				}
				return nil
			}
		}
		quiet := func(do func() error) (err error) {
			defer func() {
				if r := recover(); r != nil {
					err = fmt.Errorf("%v", r)
				}
			}()
			return do()
		}
		known := func(err error) bool {
			return err == nil || strings.Contains(err.Error(), "failed after writing") || errors.Is(err, gameserver.ErrAlreadyCancelled) || errors.Is(err, gameserver.ErrAlreadyCompleted)
		}
		items := []gameserver.PurchaseItem{{GUID: "g", ProductID: "p", Quantity: 1, Cents: 1}}
		var sold, returned atomic.Int64
		var all sync.WaitGroup
		work := make(chan int)
		for range 8 {
			all.Go(func() {
				for n := range work {
					id := fmt.Sprintf("t-%d", n)
					var calls sync.WaitGroup
					for _, p := range servers {
						if _, err := p.Register(t.Context(), gameserver.RegisterPaymentRequest{PlayerID: "p", TransactionID: id, Registrations: items}, nil); !known(err) {
							t.Error(err)
						}
					}
					for _, p := range servers {
						calls.Go(func() {
							err := quiet(func() error {
								_, err := p.Confirm(t.Context(), gameserver.ConfirmPaymentRequest{PlayerID: "p", TransactionID: id, Items: items}, note(id, "granted"))
								return err
							})
							if !known(err) {
								t.Error(err)
							}
							if err == nil {
								sold.Add(1)
							}
						})
						calls.Go(func() {
							err := quiet(func() error {
								_, err := p.Cancel(t.Context(), gameserver.CancelPaymentRequest{PlayerID: "p", TransactionID: id, Items: items}, note(id, "released"))
								return err
							})
							if !known(err) {
								t.Error(err)
							}
							if err == nil {
								returned.Add(1)
							}
						})
					}
					calls.Wait()
				}
			})
		}
		for n := range 400 {
			work <- n
		}
		close(work)
		all.Wait()
		count := func(query string) (n int) {
			if err := db.QueryRow(query).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count("SELECT COUNT(*) FROM (SELECT id FROM ledger GROUP BY id HAVING COUNT(*) > 1) AS twice"); n != 0 {
			t.Errorf("%d purchases were granted twice, or granted and released", n)
		}
		if n := count("SELECT COUNT(*) FROM stash_purchases s LEFT JOIN ledger l ON s.transaction_id = CONCAT('//', l.id) WHERE (s.state = 'reserved') <> (l.id IS NULL)"); n != 0 {
			t.Errorf("%d purchases have a state that their grant does not", n)
		}
		if n := count("SELECT COUNT(*) FROM stash_purchases"); n != 400 {
			t.Errorf("%d purchases are stored", n)
		}
		t.Logf("sold %d, returned %d, of 400 (repeats count)", sold.Load(), returned.Load())
	})
}

// purchasesIn opens the database once more, like another server.
func purchasesIn(t *testing.T, db *database) *gameserver.Purchases {
	t.Helper()
	own, err := sql.Open(db.driver, db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = own.Close() })
	own.SetMaxOpenConns(20)
	store, err := sqlstore.New(own, dialectOf(db.driver))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	purchases, err := gameserver.NewPurchases(store)
	if err != nil {
		t.Fatal(err)
	}
	return purchases
}
