package integration

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// deliveries returns how many deliveries are sent. Each purchase is delivered five times.
func deliveries(t *testing.T) int {
	n := 5_000
	if text := os.Getenv("STASH_DELIVERIES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 5 {
			t.Fatalf("STASH_DELIVERIES is %q; it must be a number from 5 on", text)
		}
	}
	return n
}

const copies = 5

// schedule lists purchases by number. A quarter of them have their copies one after another, so that copies arrive at the
// same time; the rest are in random order.
func schedule(purchases int) (order []int) {
	for p := range purchases {
		if p%4 != 0 {
			order = append(order, p, p, p, p, p)
		}
	}
	rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for p := 0; p < purchases; p += 4 {
		at := rand.IntN(len(order) + 1)
		order = append(order[:at], append([]int{p, p, p, p, p}, order[at:]...)...)
	}
	return order
}

// sender delivers like Stash: again until the answer is 200.
type sender struct {
	send     func(r *http.Request) (status int) // 0 if there was no answer
	attempts atomic.Int64
	done     atomic.Int64
	statuses sync.Map // of *atomic.Int64, by status
}

func (s *sender) run(ctx context.Context, order []int) error {
	key := signature.NewKey([]byte(secret))
	next := make(chan int)
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			for p := range next {
				s.deliver(ctx, key, p)
			}
		})
	}
	for _, p := range order {
		if ctx.Err() != nil {
			break
		}
		next <- p
	}
	close(next)
	group.Wait()
	return ctx.Err()
}

func (s *sender) deliver(ctx context.Context, key *signature.Key, purchase int) {
	body := event(fmt.Sprintf("order-%d", purchase))
	signed := signature.Encode(key.Legacy(body))
	if rand.IntN(100) == 0 {
		s.attempt(event(fmt.Sprintf("forged-%d", purchase)), signed, 0)
	}
	for retry := 0; ctx.Err() == nil; retry++ {
		if s.attempt(body, signed, retry) == http.StatusOK {
			s.done.Add(1)
			return
		}
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	}
}

func event(order string) []byte {
	return fmt.Appendf(nil, `{"type":"PURCHASE_SUCCEEDED","environment":"test","purchaseSucceeded":{"orderId":%q,"userId":"player","items":[{"id":"gems","quantity":3,"price":"199"}],"total":"597","currency":"usd"}}`, order)
}

func (s *sender) attempt(body []byte, signed string, retry int) int {
	r, err := http.NewRequest(http.MethodPost, "http://receiver.invalid/", bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Stash-Hmac-Signature", signed)
	r.Header.Set("stash-retry-count", strconv.Itoa(retry))
	status := s.send(r)
	s.attempts.Add(1)
	counter, _ := s.statuses.LoadOrStore(status, new(atomic.Int64))
	counter.(*atomic.Int64).Add(1)
	return status
}

// count returns how often a status was answered.
func (s *sender) count(status int) int64 {
	counter, ok := s.statuses.Load(status)
	if !ok {
		return 0
	}
	return counter.(*atomic.Int64).Load()
}

func (s *sender) report(t *testing.T, what string, purchases int, took time.Duration) {
	t.Logf("%s: %d purchases, %d deliveries answered 200, %d attempts in %v: %d without an answer, %d failed (500), %d timed out (503), %d forged and refused (401)",
		what, purchases, s.done.Load(), s.attempts.Load(), took.Round(time.Millisecond), s.count(0), s.count(500), s.count(503), s.count(401))
	if s.count(500) == 0 || s.count(401) == 0 {
		t.Error("no failure or no forgery was tried; the test shows nothing")
	}
}
