package integration

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// kills is how many processes are killed during a test.
const kills = 5

// TestWebhookOnceInDatabases delivers each purchase several times, out of order and at the same time, to processes that
// fail, panic and are killed. Each purchase must be granted once.
func TestWebhookOnceInDatabases(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		purchases := deliveries(t) / copies
		p := start(t, db, 2)
		s := &sender{send: p.send}
		began := time.Now()
		ended := make(chan error, 1)
		go func() { ended <- s.run(t.Context(), schedule(purchases)) }()
		for k := range kills {
			for s.done.Load() < int64((k+1)*purchases*copies/(kills+1)) {
				time.Sleep(time.Millisecond)
			}
			p.kill()
		}
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		s.report(t, t.Name(), purchases, time.Since(began))
		if s.count(0) == 0 {
			t.Error("no delivery was cut off by a kill; the test shows nothing of it")
		}
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM grants":                                               purchases,
			"SELECT COUNT(DISTINCT order_id) FROM grants":                               purchases,
			"SELECT SUM(quantity) FROM grants":                                          3 * purchases,
			"SELECT COUNT(*) FROM grants WHERE order_id LIKE 'forged%'":                 0,
			"SELECT COUNT(*) FROM stash_webhook_events":                                 purchases,
			"SELECT COUNT(*) FROM stash_webhook_events WHERE event_key LIKE '%forged%'": 0,
		} {
			if got := db.count(t, query); got != want {
				t.Errorf("%s gives %d, want %d", query, got, want)
			}
		}
	})
}

// TestWebhookOnceInMemory does the same in one process. Nothing is killed, because a store in memory forgets everything
// with its process; instead the sender hangs up now and then.
func TestWebhookOnceInMemory(t *testing.T) {
	purchases := deliveries(t) / copies
	for _, wrong := range memory(t, webhook.NewMemoryStore(2*purchases), purchases) {
		t.Error(wrong)
	}
}

// TestWebhookOnceCanFail checks that the test finds the fault of a store that looks first and marks later.
func TestWebhookOnceCanFail(t *testing.T) {
	if wrong := memory(t, &careless{done: map[string]bool{}}, 500); len(wrong) == 0 {
		t.Error("a careless store doubles nothing; the test is too mild")
	}
}

type careless struct {
	mu   sync.Mutex
	done map[string]bool
}

func (c *careless) Once(ctx context.Context, key string, do func(context.Context) error) error {
	c.mu.Lock()
	done := c.done[key]
	c.mu.Unlock()
	if done {
		return nil
	}
	if err := do(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done[key] = true
	return nil
}

// memory delivers purchases to a handler in this process, and reports those that were not granted exactly once.
func memory(t *testing.T, store webhook.Store, purchases int) (wrong []string) {
	t.Helper()
	var mu sync.Mutex
	granted := map[string]int{}
	handler, err := webhook.NewHandler([]string{secret}, webhook.On(func(ctx context.Context, p *webhook.PurchaseSucceeded) error {
		switch chance := rand.IntN(100); {
		case chance < 3:
			return errors.New("failed before the grant")
		case chance < 5:
			panic("before the grant")
		case chance < 10:
			time.Sleep(time.Millisecond)
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		mu.Lock()
		defer mu.Unlock()
		granted[p.OrderID]++
		return nil
	}), webhook.WithStore(store), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	s := &sender{send: func(r *http.Request) int {
		if rand.IntN(10) == 0 { // the sender hangs up
			ctx, cancel := context.WithTimeout(r.Context(), 500*time.Microsecond)
			defer cancel()
			r = r.WithContext(ctx)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}}
	began := time.Now()
	if err := s.run(t.Context(), schedule(purchases)); err != nil {
		t.Fatal(err)
	}
	s.report(t, t.Name(), purchases, time.Since(began))
	for p := range purchases {
		order := fmt.Sprintf("order-%d", p)
		if granted[order] != 1 {
			wrong = append(wrong, fmt.Sprintf("%s was granted %d times", order, granted[order]))
		}
		delete(granted, order)
	}
	for order := range granted {
		wrong = append(wrong, order+" was granted, and never sent")
	}
	return wrong
}
