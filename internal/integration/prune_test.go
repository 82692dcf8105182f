package integration

import (
	"context"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func nothing(context.Context) error { return nil }

// old is a time that the stores' default retention is over for, in milliseconds since 1970 UTC.
func old() int64 { return time.Now().Add(-100 * 24 * time.Hour).UnixMilli() }

// fill inserts old rows by recursion, because both databases have it.
func (d *database) fill(t *testing.T, insert string, rows int) {
	t.Helper()
	if _, err := d.Exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "+strconv.Itoa(rows)+") "+insert, old()); err != nil {
		t.Fatal(err)
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
		db.fill(t, "INSERT INTO stash_webhook_events (event_key, done_at) SELECT 'old-' || i, CAST($1 AS BIGINT) FROM n", 1234)
		db.fill(t, "INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) SELECT 'old-' || i, CASE WHEN i % 2 = 0 THEN 'reserved' ELSE 'confirmed' END, '', '', CAST($1 AS BIGINT) FROM n", 1234)
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
		// A server's own clock has no part in it: it is the database that dates a row.
		var age int64
		now := "(julianday('now') - 2440587.5) * 86400000"
		if db.driver == "pgx" {
			now = "EXTRACT(EPOCH FROM clock_timestamp()) * 1000"
		}
		if err := db.QueryRow("SELECT CAST(" + now + " - done_at AS BIGINT) FROM stash_webhook_events").Scan(&age); err != nil || age < 0 || age > 60_000 {
			t.Errorf("the row is %d ms old by the database's clock: %v", age, err)
		}
	})
}

// TestPruneWithStatementTimeout prunes many rows where no statement may last longer than 50 ms.
func TestPruneWithStatementTimeout(t *testing.T) {
	const rows = 300_000
	admin := postgres(t)
	db := admin.again(t, " statement_timeout=50")
	admin.fill(t, "INSERT INTO stash_webhook_events (event_key, done_at) SELECT 'old-' || i, CAST($1 AS BIGINT) FROM n", rows)
	began := time.Now()
	n, err := db.store(t).Prune(t.Context())
	if left := admin.count(t, "SELECT COUNT(*) FROM stash_webhook_events"); n != rows || left != 0 || err != nil {
		t.Errorf("deleted %d of %d, %d are left: %v", n, rows, left, err)
	}
	t.Logf("%d rows in %v", n, time.Since(began).Round(time.Millisecond))
}

// TestPruneErrorIsLogged checks that pruning fails loudly, and that the event is received all the same.
func TestPruneErrorIsLogged(t *testing.T) {
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "trigger.db")+"?_pragma=busy_timeout(10000)")
	db.fill(t, "INSERT INTO stash_webhook_events (event_key, done_at) SELECT 'old-' || i, CAST($1 AS BIGINT) FROM n", 10)
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
