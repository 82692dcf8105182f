package stash_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

type limiter func(context.Context) error

func (f limiter) Wait(ctx context.Context) error { return f(ctx) }

var errLimit = errors.New("would exceed context deadline")

// pausing lets each attempt wait.
func pausing(pause time.Duration) limiter {
	return func(ctx context.Context) error {
		if _, ok := stash.OperationFrom(ctx); !ok {
			return errors.New("the limiter does not know the operation")
		}
		select {
		case <-time.After(pause):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// refusing lets some attempts through and refuses the next.
func refusing(after int) limiter {
	return func(context.Context) error {
		if after--; after < 0 {
			return errLimit
		}
		return nil
	}
}

// TestLimiter checks that each attempt waits outside of its own time limit, that the wait ends with the call, and what the
// error says when the limiter refuses.
func TestLimiter(t *testing.T) {
	for name, tt := range map[string]struct {
		limiter  limiter
		statuses []int
		sent     int
		took     time.Duration
		want     []string // parts of the error; none for a success
		is       error
	}{
		"waits longer than an attempt may take": {pausing(30 * time.Second), []int{200}, 1, 31 * time.Second, nil, nil},
		"waits before each attempt":             {pausing(15 * time.Second), []int{429, 200}, 2, 34 * time.Second, nil, nil},
		"waits longer than the call may take":   {pausing(2 * time.Minute), []int{200}, 0, time.Minute, []string{"was not sent: the limiter ended the call: context deadline exceeded", "Nothing was sent"}, context.DeadlineExceeded},
		"refuses the first attempt":             {refusing(0), []int{200}, 0, 0, []string{"was not sent: the limiter ended the call: would exceed", "Nothing was sent"}, errLimit},
		"refuses the second attempt":            {refusing(1), []int{503, 200}, 1, 3 * time.Second, []string{"HTTP 503", "The next attempt was not sent: the limiter ended the call: would exceed", "may have carried out"}, errLimit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var answers []http.HandlerFunc
				for _, status := range tt.statuses {
					answers = append(answers, taking(time.Second, "", func(w http.ResponseWriter, r *http.Request) {
						if status != 200 {
							w.Header().Set("Retry-After", "2")
						}
						answer(status, "application/json", linkAnswer)(w, r)
					}))
				}
				waited := time.Duration(-1)
				client, f := inMemory(t, answers, stash.WithAttemptTimeout(5*time.Second), stash.WithLimiter(tt.limiter), stash.WithObserver(stash.Observer{
					Attempt: func(ctx context.Context, a stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
						waited = a.Waited
						return ctx, nil
					},
				}))
				started := time.Now()
				_, err := client.GenerateQuickPayURL(t.Context(), benchRequest())
				if took := time.Since(started); took != tt.took || len(f.seen) != tt.sent || (err == nil) != (len(tt.want) == 0) || !errors.Is(err, tt.is) {
					t.Errorf("after %v and %d requests: %v", took, len(f.seen), err)
				}
				for _, part := range tt.want {
					if err != nil && !strings.Contains(err.Error(), part) {
						t.Errorf("the error is: %v", err)
					}
				}
				if err == nil && waited != tt.took-time.Second && len(tt.statuses) == 1 || err == nil && len(tt.statuses) == 2 && waited != 17*time.Second {
					t.Errorf("the observer is told of a wait of %v", waited)
				}
			})
		})
	}
}

// TestLimiterOfOtherCalls checks that a cancelled call leaves the limiter, that a refused one does not ask it, and that
// copies of a client share it.
func TestLimiterOfOtherCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		client, f := inMemory(t, []http.HandlerFunc{answer(200, "application/json", eventAnswer)}, stash.WithLimiter(limiter(func(ctx context.Context) error {
			asked++
			return pausing(10 * time.Second)(ctx)
		})))
		if _, err := client.GetPaymentEvent(t.Context(), ""); err == nil || asked != 0 {
			t.Errorf("%v; asked %d times", err, asked)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started := time.Now()
		if err := get(ctx, client.With(stash.APIKey(fakeKey))); !errors.Is(err, context.DeadlineExceeded) || asked != 1 || len(f.seen) != 0 || time.Since(started) != time.Second {
			t.Errorf("%v; asked %d times, sent %d after %v", err, asked, len(f.seen), time.Since(started))
		}
	})
}
