package integration

import (
	"context"
	"strings"
	"sync"
	"testing"

	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// TestTransactionThatMySQLEnded lets the work go on after MySQL has ended its transaction. Nothing of it may stay, and the
// event must not count as done.
func TestTransactionThatMySQLEnded(t *testing.T) {
	db := mariadb(t)
	statement := func(ctx context.Context, text string) { _, _ = sqlstore.Tx(ctx).ExecContext(ctx, text) }
	for name, end := range map[string]func(ctx context.Context){
		"rolled back by a statement": func(ctx context.Context) { statement(ctx, "ROLLBACK") },
		"deadlock that the work hides": func(ctx context.Context) {
			db.balances(t, "a", "b")
			var met, all sync.WaitGroup
			met.Add(1)
			all.Go(func() {
				tx, err := db.Begin()
				if err != nil {
					t.Error(err)
					return
				}
				for range 20 { // the smaller transaction is the one that is rolled back
					_, _ = tx.Exec("UPDATE balances SET gems = gems + 1 WHERE player = 'b'")
				}
				_, _ = tx.Exec("CREATE TEMPORARY TABLE filler (n INT) ENGINE = InnoDB")
				_, _ = tx.Exec("INSERT INTO filler SELECT seq FROM seq_1_to_1000")
				met.Done()
				_, _ = tx.Exec("UPDATE balances SET gems = gems + 1 WHERE player = 'a'")
				_ = tx.Rollback()
			})
			statement(ctx, "UPDATE balances SET gems = gems + 1 WHERE player = 'a'")
			met.Wait()
			statement(ctx, "UPDATE balances SET gems = gems + 1 WHERE player = 'b'")
			all.Wait()
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := db.store(t)
			err := store.Once(t.Context(), name, func(ctx context.Context) error {
				if err := insert(ctx, "before"); err != nil {
					return err
				}
				end(ctx)
				return insert(ctx, "after")
			})
			if err == nil || !strings.Contains(err.Error(), "return each error of the database") {
				t.Errorf("the error is %v", err)
			}
			if n := db.count(t, "SELECT COUNT(*) FROM grants"); n != 0 {
				t.Errorf("%d grants stay, want none", n)
			}
			runs := 0
			if err := store.Once(t.Context(), name, func(context.Context) error { runs++; return nil }); err != nil || runs != 1 {
				t.Errorf("the next delivery ran %d times (%v), want once", runs, err)
			}
			if n := db.count(t, "SELECT @@autocommit"); n != 1 {
				t.Error("a connection went back to the pool without autocommit")
			}
		})
	}
}

// TestMySQLTableIsRefused gives the stores tables that would double or lose purchases.
func TestMySQLTableIsRefused(t *testing.T) {
	db := mariadb(t)
	for name, tt := range map[string]struct{ create, says string }{
		"without transactions": {strings.Replace(sqlstore.SchemaMySQL, "InnoDB", "MyISAM", 1), "has no transactions"},
		"keys are texts":       {strings.Replace(sqlstore.SchemaMySQL, "VARBINARY", "VARCHAR", 1), "differ by case"},
	} {
		if _, err := db.Exec("DROP TABLE stash_webhook_events"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(tt.create); err != nil {
			t.Fatal(err)
		}
		if err := db.store(t).CreateTable(t.Context()); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if _, err := db.Exec("DROP TABLE IF EXISTS stash_purchases"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(strings.Replace(purchasestore.SchemaMySQL, "VARBINARY", "VARCHAR", 1)); err != nil {
		t.Fatal(err)
	}
	if _, purchases := storesIn(t, db.DB, db.driver); purchases.CreateTable(t.Context()) == nil {
		t.Error("a table of purchases whose keys are texts is taken")
	}
	if _, err := db.Exec("DROP TABLE stash_purchases"); err != nil {
		t.Fatal(err)
	}
}

// TestMySQLDriverSettings marks twice with settings of the driver that change what it counts, sends and returns.
func TestMySQLDriverSettings(t *testing.T) {
	for _, setting := range []string{"", "?clientFoundRows=true", "?interpolateParams=true", "?parseTime=true&loc=Local", "?charset=latin1", "?sql_mode=''"} {
		db := mariadb(t).again(t, setting)
		store, runs := db.store(t), 0
		for range 3 {
			if err := store.Once(t.Context(), "k", func(ctx context.Context) error { runs++; return insert(ctx, "o") }); err != nil {
				t.Errorf("%q: %v", setting, err)
			}
		}
		if n := db.count(t, "SELECT COUNT(*) FROM grants"); runs != 1 || n != 1 {
			t.Errorf("%q: %d runs and %d grants, want one", setting, runs, n)
		}
	}
}
