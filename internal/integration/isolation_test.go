package integration

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// TestConfirmsAtEveryDefaultIsolation confirms 20 purchases of one player on two replicas. All grants change the same row,
// so at the higher levels all but one of those that meet would be rolled back.
func TestConfirmsAtEveryDefaultIsolation(t *testing.T) {
	servers(t, func(t *testing.T, db *database) {
		for _, level := range []string{"read committed", "repeatable read", "serializable"} {
			t.Run(level, func(t *testing.T) { confirmAt(t, db, level) })
		}
	})
}

func confirmAt(t *testing.T, db *database, level string) {
	db.balances(t, "p")
	setting := " default_transaction_isolation='" + level + "'"
	if db.driver == "mysql" {
		setting = "?tx_isolation=" + url.QueryEscape("'"+strings.ReplaceAll(level, " ", "-")+"'")
	}
	var servers []interface {
		confirm(n int) (int, string)
	}
	for range 2 {
		own := db.again(t, setting)
		store, err := purchasestore.New(own.DB, dialectOf(own.driver))
		if err != nil {
			t.Fatal(err)
		}
		if err := store.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		servers = append(servers, confirming{t, gameServer(t, shopA, store, func(ctx context.Context, _ gameserver.ConfirmPaymentRequest) error {
			_, err := purchasestore.Tx(ctx).ExecContext(ctx, "UPDATE balances SET gems = gems + 1 WHERE player = 'p'")
			time.Sleep(time.Millisecond)
			return err
		})})
	}
	var confirmed atomic.Int64
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			if status, text := servers[n%2].confirm(n); status == 200 {
				confirmed.Add(1)
			} else {
				t.Errorf("confirm %d was answered %d %s", n, status, text)
			}
		})
	}
	all.Wait()
	if gems := db.count(t, "SELECT gems FROM balances"); confirmed.Load() != 20 || gems != 20 {
		t.Errorf("%d of 20 confirmed, %d gems", confirmed.Load(), gems)
	}
	t.Logf("%s: %d of 20 confirmed", level, confirmed.Load())
}

// balances makes a table of balances for some players.
func (d *database) balances(t *testing.T, players ...string) {
	t.Helper()
	statements := []string{"DROP TABLE IF EXISTS stash_purchases", "DROP TABLE IF EXISTS balances", "CREATE TABLE balances (player VARCHAR(9) PRIMARY KEY, gems INTEGER NOT NULL)"}
	for _, player := range players {
		statements = append(statements, "INSERT INTO balances VALUES ('"+player+"', 0)")
	}
	for _, statement := range statements {
		if _, err := d.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTransactionsAreRepeated lets transactions collide that the database can only roll back: each is run again, and all
// of them succeed.
func TestTransactionsAreRepeated(t *testing.T) {
	pg, maria := postgres(t), mariadb(t)
	serializable := []sqlstore.Option{sqlstore.WithIsolation(sql.LevelSerializable)}
	for name, tt := range map[string]struct {
		db        *database
		setting   string
		opts      []sqlstore.Option
		statement string
	}{
		"deadlock":                 {pg, "", nil, "UPDATE balances SET gems = gems + 1 WHERE player = '%s'"},
		"serialization":            {pg, "", serializable, "UPDATE balances SET gems = gems + (SELECT COUNT(*) FROM balances) / 2 WHERE player = '%s'"},
		"deadlock in MariaDB":      {maria, "", nil, "UPDATE balances SET gems = gems + 1 WHERE player = '%s'"},
		"lock too long in MariaDB": {maria, "?innodb_lock_wait_timeout=1", nil, "UPDATE balances SET gems = gems + 1 WHERE player = '%s'"},
	} {
		t.Run(name, func(t *testing.T) {
			db := tt.db
			db.balances(t, "a", "b")
			if name == "lock too long in MariaDB" { // otherwise it would find the deadlock at once
				if _, err := db.Exec("SET GLOBAL innodb_deadlock_detect = OFF"); err != nil {
					t.Fatal(err)
				}
				defer func() { _, _ = db.Exec("SET GLOBAL innodb_deadlock_detect = ON") }()
			}
			var runs atomic.Int64
			var met sync.WaitGroup
			met.Add(2)
			var all sync.WaitGroup
			for i, players := range [][]string{{"a", "b"}, {"b", "a"}} {
				store := db.again(t, tt.setting).store(t, tt.opts...)
				all.Go(func() {
					first := true
					if err := store.Once(t.Context(), fmt.Sprint(name, i), func(ctx context.Context) error {
						runs.Add(1)
						for _, player := range players {
							if _, err := sqlstore.Tx(ctx).ExecContext(ctx, fmt.Sprintf(tt.statement, player)); err != nil {
								return fmt.Errorf("wrapped: %w", err)
							}
							if first { // both hold their first row before they ask for the other
								first = false
								met.Done()
								met.Wait()
							}
						}
						return nil
					}); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if a, b := db.count(t, "SELECT gems FROM balances WHERE player = 'a'"), db.count(t, "SELECT gems FROM balances WHERE player = 'b'"); a != 2 || b != 2 || runs.Load() < 3 {
				t.Errorf("balances are %d and %d, want 2 and 2; the functions ran %d times, want more than 2", a, b, runs.Load())
			}
		})
	}
}
