package integration

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func nothing(context.Context) error { return nil }

// old is a time that the stores' default retention is over for, in milliseconds since 1970 UTC.
func old() int64 { return time.Now().Add(-100 * 24 * time.Hour).UnixMilli() }

// fillEvents inserts marks that are old.
func (d *database) fillEvents(t *testing.T, rows int) {
	t.Helper()
	d.fill(t, "stash_webhook_events (event_key, done_at)", rows, func(i int) string { return fmt.Sprintf("('old-%d', %d)", i, old()) })
}

// fill inserts rows, a thousand with each statement.
func (d *database) fill(t *testing.T, table string, rows int, row func(i int) string) {
	t.Helper()
	var values []string
	for i := range rows {
		if values = append(values, row(i)); len(values) == 1000 || i == rows-1 {
			if _, err := d.Exec("INSERT INTO " + table + " VALUES " + strings.Join(values, ", ")); err != nil {
				t.Fatal(err)
			}
			values = values[:0]
		}
	}
}

// TestPrune checks what each store deletes, and that the database dates the rows.
func TestPrune(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		events, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := events.Once(t.Context(), "young", nothing); err != nil {
			t.Fatal(err)
		}
		if err := purchases.Change(t.Context(), "young", func(_ context.Context, p *gameserver.Purchase) error {
			p.State = gameserver.PurchaseConfirmed
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond) // the stores prune in the background after their first row
		db.fillEvents(t, 1234)
		db.fill(t, "stash_purchases (transaction_id, state, player_id, content, changed_at)", 1234, func(i int) string {
			return fmt.Sprintf("('old-%d', '%s', '', '', %d)", i, []string{"reserved", "confirmed"}[i%2], old())
		})
		if n, err := events.Prune(t.Context()); n != 1234 || err != nil {
			t.Errorf("deleted %d events (%v), want 1234", n, err)
		}
		if n, err := purchases.Prune(t.Context()); n != 617 || err != nil {
			t.Errorf("deleted %d purchases (%v), want the 617 that are confirmed", n, err)
		}
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM stash_webhook_events WHERE event_key = 'young'": 1,
			"SELECT COUNT(*) FROM stash_purchases WHERE state = 'reserved'":       617,
			"SELECT COUNT(*) FROM stash_purchases WHERE state = 'confirmed'":      1,
		} {
			if got := db.count(t, query); got != want {
				t.Errorf("%s gives %d, want %d", query, got, want)
			}
		}
	})
}

// TestPruneWithStatementTimeout prunes many rows where no statement may last long: 50 ms in PostgreSQL, and 1 s in MariaDB.
func TestPruneWithStatementTimeout(t *testing.T) {
	const rows = 300_000
	servers(t, func(t *testing.T, admin *database) {
		db := admin.again(t, map[string]string{"pgx": " statement_timeout=50", "mysql": "?max_statement_time=1"}[admin.driver])
		admin.fillEvents(t, rows)
		began := time.Now()
		n, err := db.store(t).Prune(t.Context())
		if left := admin.count(t, "SELECT COUNT(*) FROM stash_webhook_events"); n != rows || left != 0 || err != nil {
			t.Errorf("deleted %d of %d, %d are left: %v", n, rows, left, err)
		}
		t.Logf("%d rows in %v", n, time.Since(began).Round(time.Millisecond))
	})
}

// TestPruneWaitsForNobody prunes while an event is received, and while another program holds an old row.
func TestPruneWaitsForNobody(t *testing.T) {
	servers(t, func(t *testing.T, db *database) {
		db.fillEvents(t, 10)
		other, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Rollback() }()
		if _, err := other.Exec("UPDATE stash_webhook_events SET done_at = done_at + 1 WHERE event_key = 'old-3'"); err != nil {
			t.Fatal(err)
		}
		store := db.store(t)
		if err := store.Once(t.Context(), "k", func(context.Context) error {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if n, err := db.again(t, "").store(t).Prune(ctx); n != 9 || err != nil {
				t.Errorf("deleted %d rows, want 9: %v", n, err)
			}
			return db.again(t, "").store(t).Once(ctx, "another", nothing) // the deletion has locked nothing else
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestPruneErrorIsLogged checks that pruning fails loudly, and that the event is received all the same.
func TestPruneErrorIsLogged(t *testing.T) {
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "trigger.db")+"?_pragma=busy_timeout(10000)")
	db.fillEvents(t, 10)
	if _, err := db.Exec("CREATE TRIGGER keep BEFORE DELETE ON stash_webhook_events BEGIN SELECT RAISE(ABORT, 'no right to delete'); END"); err != nil {
		t.Fatal(err)
	}
	before := slog.Default()
	defer slog.SetDefault(before)
	logged := &locked{}
	slog.SetDefault(slog.New(slog.NewTextHandler(logged, nil)))
	if err := db.store(t).Once(t.Context(), "k", nothing); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); !strings.Contains(logged.String(), "no right to delete"); time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("logged %q", logged.String())
		}
	}
}

// locked is a buffer for several goroutines.
type locked struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}
