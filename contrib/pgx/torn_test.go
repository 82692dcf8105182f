package pgxstash_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// TestTornConnections delivers each purchase five times through two pools, while a third connection tears theirs at any
// moment, also between COMMIT and its answer, and calls are cancelled. Each purchase must be granted once.
func TestTornConnections(t *testing.T) {
	const purchases = 200
	pool := fresh(t)
	own, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Release()
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
			var n int
			if own.QueryRow(t.Context(), `SELECT COUNT(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
				WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY random() LIMIT 1) AS victim`).Scan(&n) == nil {
				torn += n
			}
		}
	})
	work := make(chan int)
	var all sync.WaitGroup
	for range 2 {
		store := events(t, open(t, 20))
		for range 4 {
			all.Go(func() {
				for n := range work {
					order := fmt.Sprint("order-", n)
					for again := true; again && t.Context().Err() == nil; {
						ctx, cancel := context.WithCancel(t.Context())
						again = store.Once(ctx, order, func(ctx context.Context) error {
							if rand.IntN(20) == 0 {
								cancel()
							}
							return grant(ctx, order)
						}) != nil
						cancel()
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
	var n, different int
	if err := own.QueryRow(t.Context(), "SELECT COUNT(*), COUNT(DISTINCT id) FROM grants").Scan(&n, &different); err != nil {
		t.Fatal(err)
	}
	if n != purchases || different != purchases || torn < 20 {
		t.Errorf("%d grants of %d purchases, want %d of each; %d connections were torn", n, different, purchases, torn)
	}
	t.Logf("%d connections were torn", torn)
}
