package gameserver_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func clock() time.Time { return now }

// TestReplay sends copies of one signed request, at the same time and later.
func TestReplay(t *testing.T) {
	var grants atomic.Int64
	server := behaving(func(context.Context) error {
		time.Sleep(10 * time.Millisecond)
		if grants.Add(1) > 1 {
			return gameserver.Refuse(http.StatusConflict, "granted twice")
		}
		return nil
	})
	h := newHandler(t, server)
	want := steps["confirm"].answers["success"][4:]
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, want) })
	}
	all.Wait()
	expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, want)
	if n := grants.Load(); n != 1 {
		t.Errorf("the server was called %d times", n)
	}
	again := sign(post("/api/v1/purchase/confirm", confirmBody), confirmBody, secret, shopID, now.Add(time.Millisecond))
	expect(t, h, again, 409, `{"code":9,"message":"granted twice"}`)
}

// TestReplayOfAnotherCall sends a confirm's body and signature to cancel, which needs fewer fields.
func TestReplayOfAnotherCall(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, steps["confirm"].answers["success"][4:])
	expect(t, h, post(cancelPath, confirmBody), 401, `{"code":16,"message":"the signature was used for another call"}`)
}

// TestReplayMemory checks the limit: with room for one request, the first is forgotten.
func TestReplayMemory(t *testing.T) {
	var calls atomic.Int64
	h := newHandler(t, behaving(func(context.Context) error { calls.Add(1); return nil }), gameserver.WithReplayMemory(1))
	other := strings.Replace(cancelBody, `"t"`, `"t2"`, 1)
	for _, body := range []string{cancelBody, cancelBody, other, cancelBody} {
		answer(t, h, post(cancelPath, body))
	}
	if n := calls.Load(); n != 3 {
		t.Errorf("the server was called %d times, want 3", n)
	}
}

// settling is a game server whose store and grant fail as a test wants.
type settling struct {
	purchasing
	fail func(ctx context.Context, call string) error // before the grant
	runs atomic.Int64
}

func newSettling(t *testing.T, fail func(ctx context.Context, call string) error) *settling {
	t.Helper()
	s := &settling{fail: fail}
	store := storeFunc{gameserver.NewMemoryStore(), func(ctx context.Context) error { return s.fail(ctx, "store") }}
	var err error
	if s.purchases, err = gameserver.NewPurchases(store); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *settling) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return s.purchases.Confirm(ctx, r, func(ctx context.Context) error {
		if err := s.fail(ctx, "grant"); err != nil {
			return err
		}
		s.runs.Add(1)
		return nil
	})
}

func (s *settling) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return s.purchases.Cancel(ctx, r, nil)
}

// storeFunc is a store that calls a function before each change.
type storeFunc struct {
	gameserver.PurchaseStore
	before func(context.Context) error
}

func (s storeFunc) Change(ctx context.Context, id string, change func(context.Context, *gameserver.Purchase) error) error {
	if err := s.before(ctx); err != nil {
		return err
	}
	return s.PurchaseStore.Change(ctx, id, change)
}

// TestReplayForgetsFailures sends copies of a request that failed in an outage: after the outage they succeed.
func TestReplayForgetsFailures(t *testing.T) {
	away := errors.New("the database is away")
	for name, fault := range map[string]func() error{
		"unknown error": func() error { return away },
		"panic":         func() error { panic("a bug") },
		"Refuse 503":    func() error { return gameserver.Refuse(http.StatusServiceUnavailable, "later") },
		"Refuse 429":    func() error { return gameserver.Refuse(http.StatusTooManyRequests, "slower") },
		"cancelled":     func() error { return context.Canceled },
	} {
		for _, call := range []string{"register", "confirm", "cancel"} {
			t.Run(name+"/"+call, func(t *testing.T) {
				down := false
				h := newHandler(t, newSettling(t, func(context.Context, string) error {
					if down {
						return fault()
					}
					return nil
				}))
				if call != "register" {
					answer(t, h, post(steps["register"].path, registerBody))
				}
				s := steps[call]
				down = true
				if status, body := answer(t, h, post(s.path, s.body)); fmtAnswer(status, body) == s.answers["success"] {
					t.Fatalf("the outage was answered with %d %s", status, body)
				}
				down = false
				for range 2 {
					expect(t, h, post(s.path, s.body), 200, s.answers["success"][4:])
				}
			})
		}
	}
}

// TestReplayAfterHangUp sends copies while the first request is running, whose sender then hangs up. The next copy runs
// with its own context, and the copies after it get its answer.
func TestReplayAfterHangUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int64
		s := newSettling(t, func(ctx context.Context, call string) error {
			if call == "store" {
				return nil
			}
			if running.Add(1) > 1 {
				t.Error("two copies run at once")
			}
			defer running.Add(-1)
			select {
			case <-time.After(time.Second):
			case <-ctx.Done():
			}
			return ctx.Err()
		})
		h := newHandler(t, s)
		answer(t, h, post(steps["register"].path, registerBody))
		first := post("/api/v1/purchase/confirm", confirmBody)
		ctx, hangUp := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer hangUp()
		var all sync.WaitGroup
		all.Go(func() {
			expect(t, h, first.WithContext(ctx), 504, `{"code":4,"message":"the game server took too long"}`)
		})
		synctest.Wait()
		for range 5 {
			all.Go(func() {
				expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, steps["confirm"].answers["success"][4:])
			})
		}
		impatient, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		all.Go(func() {
			expect(t, h, post("/api/v1/purchase/confirm", confirmBody).WithContext(impatient), 503, `{"code":1,"message":"the first copy of the request is still being answered"}`)
		})
		all.Wait()
		if n := s.runs.Load(); n != 1 {
			t.Errorf("granted %d times", n)
		}
	})
}

// TestReplayKeepsRefusals checks that copies get the refusal that the game or the rules decided, and that each copy is
// logged.
func TestReplayKeepsRefusals(t *testing.T) {
	for name, refusal := range map[string]error{
		"Decline": gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "it costs more"),
		"Refuse":  gameserver.Refuse(http.StatusConflict, "no"),
		"unknown": gameserver.ErrTransactionNotFound,
		"settled": gameserver.ErrAlreadyCancelled,
		"other":   fmt.Errorf("wrapped: %w", gameserver.ErrOtherPurchase),
	} {
		for call, s := range steps {
			if name == "Decline" && call == "confirm" {
				continue // it is a registration's, and HTTP 500 elsewhere
			}
			var calls int
			var log strings.Builder
			h := newHandler(t, behaving(func(context.Context) error { calls++; return refusal }), gameserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			status, body := answer(t, h, post(s.path, s.body))
			expect(t, h, post(s.path, s.body), status, body)
			if lines := strings.Count(log.String(), "a call of Stash failed"); calls != 1 || lines != 2 {
				t.Errorf("%s of %s: the server was called %d times, and the log has %d lines: %s", name, call, calls, lines, log.String())
			}
		}
	}
}

// TestReplayForgottenKeepTheOrder forgets entries at the ends and in the middle of a memory for three, and checks that the
// oldest entry still makes room.
func TestReplayForgottenKeepTheOrder(t *testing.T) {
	calls := map[string]int{}
	fails := map[string]bool{"0": true, "2": true, "4": true}
	h := newHandler(t, fake{cancel: func(_ context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
		if calls[r.TransactionID]++; fails[r.TransactionID] {
			return nil, errors.New("the database is away")
		}
		return gameserver.Cancelled(), nil
	}}, gameserver.WithReplayMemory(3))
	send := func(ids string) {
		for _, id := range strings.Split(ids, "") {
			answer(t, h, post(cancelPath, strings.Replace(cancelBody, `"t"`, `"`+id+`"`, 1)))
		}
	}
	send("0123") // two are kept
	send("13")
	send("45") // three are kept, and one was put away
	send("00") // a failure takes the place of the oldest, 1
	send("135")
	send("63") // 6 takes the place of 3, and 3 that of 5
	if got, want := fmt.Sprint(calls), "map[0:3 1:2 2:1 3:2 4:1 5:1 6:1]"; got != want {
		t.Errorf("the server was called %s times by transaction, want %s", got, want)
	}
}
