package stashtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// repeatables are calls of each kind that the document tells apart.
var repeatables = []struct {
	name  string
	again bool // may be sent again though the first may have had its effect
	call  func(ctx context.Context, c *stash.Client, id string) error
}{
	{"GET", true, func(ctx context.Context, c *stash.Client, id string) error {
		_, err := c.GetPaymentEvent(ctx, id)
		return err
	}},
	{"POST always", true, func(ctx context.Context, c *stash.Client, _ string) error {
		_, err := c.GenerateAuthenticatedURL(ctx, stash.GenerateAuthenticatedURLRequest{})
		return err
	}},
	{"POST with transaction id", true, func(ctx context.Context, c *stash.Client, _ string) error {
		_, err := c.GenerateQuickPayURL(ctx, purchase("t-1"))
		return err
	}},
	{"POST without transaction id", false, func(ctx context.Context, c *stash.Client, _ string) error {
		_, err := c.GenerateQuickPayURL(ctx, purchase(""))
		return err
	}},
	{"POST never", false, func(ctx context.Context, c *stash.Client, _ string) error {
		_, err := c.Call(ctx, "checkout-links/generate", map[string]any{
			"currency": "USD", "external_user": map[string]any{"id": "p"}, "items": []any{map[string]any{"id": "a", "name": "A", "price_per_item": "1", "quantity": 1}},
		})
		return err
	}},
}

func purchase(transactionID string) stash.GenerateQuickPayURLRequest {
	return stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "1", Quantity: 1},
		TransactionID: transactionID,
	}
}

// TestRetries is the table of failure × kind of call × number of failures: how often the call is sent, and how it
// ends.
func TestRetries(t *testing.T) {
	final := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusNotImplemented, http.StatusMovedPermanently}
	passing := []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	type kind struct {
		name      string
		fault     stashtest.Fault
		refused   bool // no connection is made
		repeat    bool // worth another try when the call may be sent again
		allRepeat bool // worth another try for every call
	}
	var kinds []kind
	for _, status := range final {
		kinds = append(kinds, kind{name: fmt.Sprint(status), fault: stashtest.Fault{Status: status}})
	}
	for _, status := range passing {
		kinds = append(kinds, kind{name: fmt.Sprint(status), fault: stashtest.Fault{Status: status}, repeat: true})
	}
	kinds = append(kinds,
		kind{name: "reset", fault: stashtest.Fault{Reset: true}, repeat: true},
		kind{name: "reset after effect", fault: stashtest.Fault{Reset: true, AfterEffect: true}, repeat: true},
		kind{name: "truncated success", fault: stashtest.Fault{Truncate: true}, repeat: true},
		kind{name: "truncated 503", fault: stashtest.Fault{Truncate: true, Status: 503}, repeat: true},
		kind{name: "HTML 502", fault: stashtest.Fault{HTML: true}, repeat: true},
		kind{name: "HTML 200", fault: stashtest.Fault{HTML: true, Status: 200}},
		kind{name: "not JSON", fault: stashtest.Fault{Body: "{"}},
		kind{name: "stall", fault: stashtest.Fault{Delay: time.Hour}, repeat: true},
		kind{name: "refused connection", refused: true, repeat: true, allRepeat: true},
	)
	srv := stashtest.New(t)
	link := must(srv.Client().GenerateQuickPayURL(t.Context(), purchase("")))
	for _, k := range kinds {
		for _, r := range repeatables {
			for _, failures := range []int{1, 2, 3, 5} {
				for _, retries := range []int{0, 2, 4} {
					t.Run(fmt.Sprintf("%s/%s/%d failures/%d retries", k.name, r.name, failures, retries), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							b, stop := inBubble(srv)
							defer stop()
							defer srv.ClearFaults()
							before := len(srv.Requests())
							if k.refused {
								b.refuse.Store(int32(failures))
							} else {
								fault := k.fault
								fault.Times = failures
								srv.Inject(fault)
							}
							err := r.call(t.Context(), b.client(t, stash.WithRetries(retries), stash.WithTimeout(24*time.Hour)), link.ID)

							again := k.allRepeat || k.repeat && r.again
							wantSent, wantErr := 1, true
							if again {
								wantSent = min(failures, retries) + 1
								wantErr = failures > retries
							}
							synctest.Wait()
							sent := len(srv.Requests()) - before
							if k.refused {
								sent = int(b.dials.Load())
							}
							if sent != wantSent || (err != nil) != wantErr {
								t.Errorf("sent %d times, want %d; error %v", sent, wantSent, err)
							}
							var e *stash.Error
							if wantErr && !errors.As(err, &e) {
								t.Fatalf("want an *Error, got %v", err)
							}
							wantAttempts := wantSent
							if k.refused {
								wantAttempts = 0 // what found no connection was not sent
							}
							if wantErr && e.Attempts != wantAttempts {
								t.Errorf("the error counts %d attempts, want %d: %v", e.Attempts, wantAttempts, err)
							}
						})
					})
				}
			}
		}
	}
}

// TestWaits holds how long a call waits between attempts, on a virtual clock.
func TestWaits(t *testing.T) {
	srv := stashtest.New(t)
	for _, tt := range []struct {
		name       string
		retryAfter func(now time.Time) string
		failures   int
		deadline   time.Duration // of the caller's context; 0 for none
		least      time.Duration
		most       time.Duration
		attempts   int // 0 when the call succeeds
		told       time.Duration
	}{
		{"back-off grows", nil, 2, 0, 375 * time.Millisecond, 750 * time.Millisecond, 0, 0},
		{"seconds", seconds("7"), 1, 0, 7 * time.Second, 7 * time.Second, 0, 0},
		{"date", date(9 * time.Second), 1, 0, 8 * time.Second, 9 * time.Second, 0, 0},
		{"past date", date(-time.Hour), 1, 0, 125 * time.Millisecond, 250 * time.Millisecond, 0, 0},
		{"zero", seconds("0"), 1, 0, 125 * time.Millisecond, 250 * time.Millisecond, 0, 0},
		{"negative", seconds("-5"), 1, 0, 8 * time.Second, 8 * time.Second, 0, 0},
		{"not a time", seconds("soon"), 1, 0, 8 * time.Second, 8 * time.Second, 0, 0},
		{"longer than a call waits", seconds("3600"), 1, 0, 0, 0, 1, time.Hour},
		{"absurd", seconds("9223372036854775807"), 1, 0, 0, 0, 1, (1 << 33) * time.Second},
		{"far date", date(10 * time.Hour), 1, 0, 0, 0, 1, 10 * time.Hour},
		{"deadline before the next try", seconds("3600"), 1, 15 * time.Second, 0, 0, 1, time.Hour},
		{"deadline inside back-off", nil, 5, 120 * time.Millisecond, 0, 120 * time.Millisecond, 1, 0}, // the shortest wait is 125
		{"no wait after the last try", seconds("20"), 3, 0, 40 * time.Second, 40 * time.Second, 3, 20 * time.Second},
		{"total limit before the next try", seconds("29"), 9, 0, 29 * time.Second, 58 * time.Second, 3, 29 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, stop := inBubble(srv)
				defer stop()
				defer srv.ClearFaults()
				fault := stashtest.Fault{Status: http.StatusServiceUnavailable, Times: tt.failures}
				if tt.retryAfter != nil {
					fault.RetryAfter = tt.retryAfter(time.Now())
				}
				srv.Inject(fault)
				ctx := t.Context()
				if tt.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				started := time.Now()
				_, err := b.client(t).GenerateAuthenticatedURL(ctx, stash.GenerateAuthenticatedURLRequest{})
				took := time.Since(started)
				if took < tt.least || took > tt.most {
					t.Errorf("took %v, want %v to %v", took, tt.least, tt.most)
				}
				var e *stash.Error
				if errors.As(err, &e) != (tt.attempts > 0) || e != nil && (e.Attempts != tt.attempts || e.HTTPStatus != 503 || e.RetryAfter != tt.told) {
					t.Errorf("error %+v, want %d attempts and RetryAfter %v", e, tt.attempts, tt.told)
				}
			})
		})
	}
}

func seconds(text string) func(time.Time) string { return func(time.Time) string { return text } }

func date(ahead time.Duration) func(time.Time) string {
	return func(now time.Time) string { return now.Add(ahead).UTC().Format(http.TimeFormat) }
}

// TestCancelEndsTheWait holds that a cancelled context ends a back-off at once, on the virtual clock to the
// nanosecond.
func TestCancelEndsTheWait(t *testing.T) {
	srv := stashtest.New(t)
	synctest.Test(t, func(t *testing.T) {
		b, stop := inBubble(srv)
		defer stop()
		srv.Inject(stashtest.Fault{Status: 503, RetryAfter: "20"})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		started := time.Now()
		_, err := b.client(t).GetPaymentEvent(ctx, "1")
		if took := time.Since(started); took != 3*time.Second {
			t.Errorf("returned after %v", took)
		}
		var e *stash.Error
		if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.HTTPStatus != 503 || e.Attempts != 1 {
			t.Errorf("error %v", err)
		}
	})
}

// TestTimeLimits holds that an attempt and a call end when they should, and that a stalled attempt is repeated.
func TestTimeLimits(t *testing.T) {
	srv := stashtest.New(t)
	for _, tt := range []struct {
		name     string
		stalls   int
		opts     []stash.Option
		least    time.Duration
		most     time.Duration
		attempts int    // 0 when the call succeeds
		text     string // part of the error
	}{
		{"one stalled attempt", 1, nil, 20 * time.Second, 21 * time.Second, 0, ""},
		{"all attempts stall", 9, []stash.Option{stash.WithAttemptTimeout(2 * time.Second)}, 6 * time.Second, 7 * time.Second, 3, "limit of 2s for one attempt"},
		{"whole call", 9, []stash.Option{stash.WithTimeout(5 * time.Second)}, 5 * time.Second, 5 * time.Second, 1, "time limit of 5s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, stop := inBubble(srv)
				defer stop()
				defer srv.ClearFaults()
				srv.Inject(stashtest.Fault{Delay: time.Hour, Times: tt.stalls})
				started := time.Now()
				_, err := b.client(t, tt.opts...).GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{})
				if took := time.Since(started); took < tt.least || took > tt.most {
					t.Errorf("took %v, want %v to %v", took, tt.least, tt.most)
				}
				var e *stash.Error
				if errors.As(err, &e) != (tt.attempts > 0) {
					t.Fatalf("error %v", err)
				}
				if e != nil && (e.Attempts != tt.attempts || !contains(err, tt.text) || !errors.Is(err, stash.ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded)) {
					t.Errorf("%d attempts, error %v", e.Attempts, err)
				}
			})
		})
	}
}
