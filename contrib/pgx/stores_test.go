package pgxstash_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	pgxstash "github.com/stash-sdk/stash-go/contrib/pgx"
)

// TestTransaction checks that the grant and the mark are stored together or not at all, for every way that a function can
// end.
func TestTransaction(t *testing.T) {
	pool := fresh(t)
	store := events(t, pool)
	failed := errors.New("failed")
	for name, tt := range map[string]struct {
		do   func(ctx context.Context) error
		says string // a part of the error; empty for success
		rows int    // grants and marks in the database afterwards
	}{
		"success": {func(ctx context.Context) error { return grant(ctx, "a") }, "", 1},
		"error":   {func(ctx context.Context) error { _ = grant(ctx, "a"); return failed }, "failed", 0},
		"panic":   {func(ctx context.Context) error { _ = grant(ctx, "a"); panic("oh") }, "oh", 0},
		"swallowed error": {func(ctx context.Context) error {
			err := grant(ctx, "a")
			_, _ = pgxstash.Tx(ctx).Exec(ctx, "INSERT INTO nowhere VALUES (1)")
			return err
		}, "could not be committed", 0},
		"rolled back by hand":        {func(ctx context.Context) error { _ = grant(ctx, "a"); return pgxstash.Tx(ctx).Rollback(ctx) }, "could not be committed", 0},
		"rolled back by a statement": {func(ctx context.Context) error { _, err := pgxstash.Tx(ctx).Exec(ctx, "ROLLBACK"); return err }, "could not be committed", 0},
		"committed by hand":          {func(ctx context.Context) error { _ = grant(ctx, "a"); return pgxstash.Tx(ctx).Commit(ctx) }, "could not be committed", 1},
		"savepoint": {func(ctx context.Context) error {
			return pgx.BeginFunc(ctx, pgxstash.Tx(ctx), func(tx pgx.Tx) error { _, err := tx.Exec(ctx, "INSERT INTO grants VALUES ('a')"); return err })
		}, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pool.Exec(t.Context(), "DELETE FROM grants; DELETE FROM stash_webhook_events"); err != nil {
				t.Fatal(err)
			}
			err := guarded(func() error { return store.Once(t.Context(), "k", tt.do) })
			if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %q", err, tt.says)
			}
			for _, want := range []int{tt.rows, 1} {
				if g, m := count(t, pool, "SELECT COUNT(*) FROM grants"), count(t, pool, "SELECT COUNT(*) FROM stash_webhook_events"); g != want || m != want {
					t.Errorf("%d grants and %d marks, want %d of each", g, m, want)
				}
				if err := store.Once(t.Context(), "k", func(ctx context.Context) error { return grant(ctx, "b") }); err != nil {
					t.Fatal(err)
				}
			}
			waitUntilIdle(t, pool)
		})
	}
}

// TestHangingFunction lets a function ignore its context, with a statement on the way or without. What it wrote is rolled
// back, nobody waits for it, and it cannot write any more.
func TestHangingFunction(t *testing.T) {
	for name, hang := range map[string]func(ctx context.Context, leave chan struct{}){
		"between statements": func(_ context.Context, leave chan struct{}) { <-leave },
		"in a statement": func(ctx context.Context, _ chan struct{}) {
			_, _ = pgxstash.Tx(ctx).Exec(context.WithoutCancel(ctx), "SELECT pg_sleep(1)")
		},
	} {
		t.Run(name, func(t *testing.T) {
			pool := fresh(t)
			store := events(t, pool)
			leave, ended := make(chan struct{}), make(chan error, 1)
			short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			var late error
			go func() {
				ended <- store.Once(short, "hang", func(ctx context.Context) error {
					if err := grant(ctx, "early"); err != nil {
						return err
					}
					hang(ctx, leave)
					_, late = pgxstash.Tx(ctx).Exec(context.WithoutCancel(ctx), "INSERT INTO grants VALUES ('late')")
					return nil
				})
			}()
			<-short.Done()
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			for _, key := range []string{"other", "hang"} {
				if err := store.Once(ctx, key, func(ctx context.Context) error { return grant(ctx, key) }); err != nil {
					t.Errorf("%s: %v", key, err)
				}
			}
			close(leave)
			if err := <-ended; !errors.Is(err, context.DeadlineExceeded) || late == nil {
				t.Errorf("the function that hung gives %v, and its late write %v", err, late)
			}
			if all := count(t, pool, "SELECT COUNT(*) FROM grants"); all != 2 {
				t.Errorf("%d grants, want other and hang", all)
			}
			waitUntilIdle(t, pool)
		})
	}
}

// TestCollisionsAreRepeated lets transactions collide that the database can only roll back: each is run again.
func TestCollisionsAreRepeated(t *testing.T) {
	for name, tt := range map[string]struct {
		opts      []pgxstash.Option
		statement string
	}{
		"deadlock":      {nil, "UPDATE balances SET gems = gems + 1 WHERE player = $1"},
		"serialization": {[]pgxstash.Option{pgxstash.WithIsolation(pgx.Serializable)}, "UPDATE balances SET gems = gems + (SELECT COUNT(*) FROM balances) / 2 WHERE player = $1"},
	} {
		t.Run(name, func(t *testing.T) {
			pool := fresh(t)
			var runs atomic.Int64
			var met, all sync.WaitGroup
			met.Add(2)
			for i, players := range [][]string{{"a", "b"}, {"b", "a"}} {
				store := events(t, pool, tt.opts...)
				all.Go(func() {
					first := true
					if err := store.Once(t.Context(), fmt.Sprint(name, i), func(ctx context.Context) error {
						runs.Add(1)
						for _, player := range players {
							if _, err := pgxstash.Tx(ctx).Exec(ctx, tt.statement, player); err != nil {
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
			if gems := count(t, pool, "SELECT SUM(gems) FROM balances"); gems != 4 || runs.Load() < 3 {
				t.Errorf("%d gems, want 4; the functions ran %d times, want more than 2", gems, runs.Load())
			}
		})
	}
}

// TestShareOfThePool lets 24 deliveries use a second connection of a pool of 4: all succeed.
func TestShareOfThePool(t *testing.T) {
	fresh(t)
	pool := open(t, 4)
	store := events(t, pool)
	var all sync.WaitGroup
	for n := range 24 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := store.Once(ctx, fmt.Sprint(n), func(ctx context.Context) error {
				if _, err := pool.Exec(ctx, "SELECT pg_sleep(0.005)"); err != nil {
					return err
				}
				return grant(ctx, "o")
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := count(t, pool, "SELECT COUNT(*) FROM grants"); n != 24 {
		t.Errorf("%d grants, want 24", n)
	}
	alone := open(t, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := events(t, alone).Once(ctx, "outer", func(ctx context.Context) error { return events(t, alone).Once(ctx, "inner", nothing) }); err == nil || !strings.Contains(err.Error(), "all 1 connections of the pool are in use") {
		t.Errorf("with one connection the error is %v", err)
	}
}

// TestPruneAndMark checks what is deleted, that the database's clock decides, and marks in a transaction of the test's own.
func TestPruneAndMark(t *testing.T) {
	pool := fresh(t)
	e, p := events(t, pool), purchases(t, pool)
	if err := e.Once(t.Context(), "young", nothing); err != nil {
		t.Fatal(err)
	}
	if err := p.Change(t.Context(), "young", reserve); err != nil {
		t.Fatal(err)
	}
	waitUntilIdle(t, pool) // the stores prune in the background
	if _, err := pool.Exec(t.Context(), `INSERT INTO stash_webhook_events SELECT 'old-' || n, 1 FROM generate_series(1, 1234) AS n;
		INSERT INTO stash_purchases SELECT 'old-' || n, CASE WHEN n % 2 = 0 THEN 'reserved' ELSE 'confirmed' END, '', '', 1 FROM generate_series(1, 1234) AS n`); err != nil {
		t.Fatal(err)
	}
	// The stores' own prune may come late and delete some of these, so what is left counts.
	if n, err := e.Prune(t.Context()); n > 1234 || err != nil {
		t.Errorf("deleted %d events (%v), want at most 1234", n, err)
	}
	if n, err := p.Prune(t.Context()); n > 617 || err != nil {
		t.Errorf("deleted %d purchases (%v), want at most 617", n, err)
	}
	waitUntilIdle(t, pool)
	for query, want := range map[string]int{
		"SELECT COUNT(*) FROM stash_webhook_events":                                                     1,
		"SELECT COUNT(*) FROM stash_purchases":                                                          1 + 617,
		"SELECT COUNT(*) FROM stash_purchases WHERE transaction_id LIKE 'old-%' AND state = 'reserved'": 617,
	} {
		if n := count(t, pool, query); n != want {
			t.Errorf("%s gives %d, want %d", query, n, want)
		}
	}
	other := events(t, pool, pgxstash.WithTable("public.other_events"))
	if _, err := pool.Exec(t.Context(), "DROP TABLE IF EXISTS other_events"); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := other.CreateTable(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, want := range []bool{true, false} {
		if err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			fresh, err := other.Mark(t.Context(), tx, "young")
			if fresh != want {
				t.Errorf("fresh is %v, want %v", fresh, want)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
}
