package integration

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// TestTornConnections delivers each purchase five times through two pools, while a third connection tears theirs at any
// moment, also between COMMIT and its answer. Each purchase must be granted once.
func TestTornConnections(t *testing.T) {
	const purchases = 200
	servers(t, func(t *testing.T, db *database) {
		tear := map[string]string{
			"pgx":   "SELECT COUNT(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY random() LIMIT 1) AS victim",
			"mysql": "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user = 'stash' ORDER BY RAND() LIMIT 1",
		}[db.driver]
		own, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer own.Close()
		done := make(chan struct{})
		var tearing sync.WaitGroup
		torn := 0
		tearing.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				var id int
				if err := own.QueryRowContext(t.Context(), tear).Scan(&id); err == nil && id > 0 {
					torn++
					if db.driver == "mysql" {
						_, _ = own.ExecContext(t.Context(), fmt.Sprint("KILL ", id))
					}
				}
			}
		})
		work := make(chan int)
		var all sync.WaitGroup
		for range 2 {
			store := db.again(t, "").store(t)
			for range 4 {
				all.Go(func() {
					for n := range work {
						order := fmt.Sprint("order-", n)
						for store.Once(t.Context(), order, func(ctx context.Context) error {
							if err := insert(ctx, order); err != nil {
								return err
							}
							if rand.IntN(20) == 0 { // the receiver hides what it is told
								_, _ = sqlstore.Tx(ctx).ExecContext(ctx, "UPDATE grants SET quantity = 1 WHERE order_id = '"+order+"'")
							}
							return nil
						}) != nil && t.Context().Err() == nil {
						}
					}
				})
			}
		}
		for range 5 {
			for _, n := range rand.Perm(purchases) {
				work <- n
			}
		}
		close(work)
		all.Wait()
		close(done)
		tearing.Wait()
		if n, different := db.count(t, "SELECT COUNT(*) FROM grants"), db.count(t, "SELECT COUNT(DISTINCT order_id) FROM grants"); n != purchases || different != purchases || torn < 20 {
			t.Errorf("%d grants of %d purchases, want %d of each; %d connections were torn", n, different, purchases, torn)
		}
		t.Logf("%d connections were torn", torn)
	})
}
