package integration

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// TestWrongClock lets a server's clock be wrong, 100 days ahead or some 25 years behind. It dates its rows by the database's
// clock, and deletes nothing that the others still need.
func TestWrongClock(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		events, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		settle := func(_ context.Context, p *gameserver.Purchase) error {
			p.State = gameserver.PurchaseConfirmed
			return nil
		}
		if err := events.Once(t.Context(), "right", nothing); err != nil {
			t.Fatal(err)
		}
		if err := purchases.Change(t.Context(), "right", settle); err != nil {
			t.Fatal(err)
		}
		right := time.Now()
		for name, wrong := range map[string]time.Duration{"ahead": 100 * 24 * time.Hour, "behind": 0} {
			synctest.Test(t, func(t *testing.T) {
				if wrong > 0 {
					time.Sleep(time.Until(right.Add(wrong))) // the clock in the bubble begins in the year 2000
				}
				if off := time.Since(right).Abs(); off < 99*24*time.Hour {
					t.Fatalf("the clock is off by %v only; the test shows nothing", off)
				}
				pool := db.again(t, "")
				events, purchases := storesIn(t, pool.DB, db.driver)
				if err := events.Once(t.Context(), name, nothing); err != nil {
					t.Error(err)
				}
				if err := purchases.Change(t.Context(), name, settle); err != nil {
					t.Error(err)
				}
				if n, err := events.Prune(t.Context()); n != 0 || err != nil {
					t.Errorf("a clock %s deletes %d events (%v)", name, n, err)
				}
				if n, err := purchases.Prune(t.Context()); n != 0 || err != nil {
					t.Errorf("a clock %s deletes %d purchases (%v)", name, n, err)
				}
				if err := events.Once(t.Context(), "right", func(context.Context) error { t.Error("an event takes effect again"); return nil }); err != nil {
					t.Error(err)
				}
			})
		}
		for _, query := range []string{"SELECT MAX(done_at) - MIN(done_at) FROM stash_webhook_events", "SELECT MAX(changed_at) - MIN(changed_at) FROM stash_purchases"} {
			if apart := db.count(t, query); apart > 60_000 {
				t.Errorf("%s gives %d ms; the rows are dated by the servers' clocks", query, apart)
			}
		}
	})
}
