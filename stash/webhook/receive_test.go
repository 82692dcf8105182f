package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

func nothing(context.Context, *webhook.Event) error { return nil }

var errDown = errors.New("the database is down")

// deliveries are told to an observer.
type deliveries struct {
	mu   sync.Mutex
	told []webhook.Delivery
}

func (d *deliveries) observe(_ context.Context, one webhook.Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, one)
}

// only returns the delivery that was told since the last call, and fails if there was not exactly one.
func (d *deliveries) only(t *testing.T) webhook.Delivery {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.told) != 1 {
		t.Fatalf("the observer was told of %d deliveries, want 1: %+v", len(d.told), d.told)
	}
	one := d.told[0]
	d.told = nil
	return one
}

// TestThreeDoors sends each delivery through ServeHTTP, Receive and Process. They agree about status, error, outcome, log
// and whether the receiver is called, except for what Process does not check.
func TestThreeDoors(t *testing.T) {
	const free = `{"type":"FREE_ITEM_REDEEMED","freeItemRedeemed":{"userId":"u","itemId":"daily"}}`
	signed := func(body string) http.Header { return webhook.Sign([]byte(body), shortSecret) }
	strict := []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction), webhook.WithShopID("b")}
	for _, tt := range []struct {
		name      string
		body      string
		header    http.Header
		opts      []webhook.Option
		fails     error // of the receiver
		status    int
		outcome   webhook.Outcome
		is        error
		processed int // the status that Process reports, if it differs
	}{
		{"success", sampleBody, signed(sampleBody), nil, nil, 200, webhook.OutcomeReceived, nil, 0},
		{"lower-case names", sampleBody, http.Header{"stash-hmac-signature": {shortSum}, "stash-retry-count": {"3"}}, nil, nil, 200, webhook.OutcomeReceived, nil, 0},
		{"nobody wants it", `{"type":"NEW"}`, signed(`{"type":"NEW"}`), nil, nil, 200, webhook.OutcomeReceived, nil, 0},
		{"no header", sampleBody, nil, nil, nil, 401, webhook.OutcomeRefused, webhook.ErrNoSignature, 200},
		{"another body's signature", free, http.Header{"Stash-Hmac-Signature": {shortSum}}, nil, nil, 401, webhook.OutcomeRefused, webhook.ErrMismatch, 200},
		{"old signature", sampleBody, versioned(versionedHeader), nil, nil, 401, webhook.OutcomeRefused, webhook.ErrStale, 200},
		{"another shop's signature", sampleBody, versioned(versionedHeader), strict[1:], nil, 403, webhook.OutcomeRefused, webhook.ErrWrongShop, 200},
		{"empty", "", signed(""), nil, nil, 400, webhook.OutcomeRefused, webhook.ErrEmptyBody, 0},
		{"no JSON", `{"type":`, signed(`{"type":`), nil, nil, 400, webhook.OutcomeRefused, webhook.ErrNotJSON, 0},
		{"no type", `{}`, signed(`{}`), nil, nil, 400, webhook.OutcomeRefused, webhook.ErrNoType, 0},
		{"unreadable", `{"type":"PURCHASE_SUCCEEDED"}`, signed(`{"type":"PURCHASE_SUCCEEDED"}`), nil, nil, 400, webhook.OutcomeRefused, webhook.ErrBadPayload, 0},
		{"too long", sampleBody, signed(sampleBody), []webhook.Option{webhook.WithMaxBytes(100)}, nil, 413, webhook.OutcomeRefused, webhook.ErrTooLong, 0},
		{"another environment", sampleBody, signed(sampleBody), strict[:1], nil, 403, webhook.OutcomeRefused, webhook.ErrWrongEnvironment, 0},
		{"another shop", `{"type":"NEW","shopId":"a"}`, signed(`{"type":"NEW","shopId":"a"}`), strict[1:], nil, 403, webhook.OutcomeRefused, webhook.ErrWrongShop, 0},
		{"the receiver fails", sampleBody, signed(sampleBody), nil, errDown, 500, webhook.OutcomeFailed, errDown, 0},
		{"the store panics", sampleBody, signed(sampleBody), []webhook.Option{webhook.WithStore(panicking{})}, nil, 500, webhook.OutcomeFailed, nil, 0},
		{"out of time", sampleBody, signed(sampleBody), []webhook.Option{webhook.WithTimeout(time.Nanosecond)}, context.DeadlineExceeded, 503, webhook.OutcomeFailed, context.DeadlineExceeded, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var (
				logged   bytes.Buffer
				observed deliveries
				calls    int
			)
			h := newHandler(t, func(ctx context.Context, e *webhook.Event) error {
				calls++
				if tt.fails == context.DeadlineExceeded {
					<-ctx.Done()
				}
				return tt.fails
			}, append([]webhook.Option{webhook.WithObserver(observed.observe), webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil)))}, tt.opts...)...)
			judge := func(door string, status int, err error, want int) {
				t.Helper()
				told := observed.only(t)
				outcome, is := tt.outcome, tt.is
				if want != tt.status {
					outcome, is = webhook.OutcomeReceived, nil
				}
				if status != want || (err == nil) != (want == 200) || is != nil && !errors.Is(err, is) {
					t.Errorf("%s: HTTP %d and %v, want %d and %v", door, status, err, want, is)
				}
				if told.Status != want || told.Outcome != outcome || told.Err != err || told.Duration < 0 {
					t.Errorf("%s: told %+v, want status %d, %s, %v", door, told, want, outcome, err)
				}
				if known := told.Key != "" && told.Type != ""; known != strings.Contains(logged.String(), "key=") || want == 200 && !known {
					t.Errorf("%s: told of type %q and key %q, logged %s", door, told.Type, told.Key, logged.String())
				}
				if text := logged.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, fmt.Sprintf("status=%d outcome=%s duration=", want, outcome)) {
					t.Errorf("%s: logged %s", door, text)
				}
				logged.Reset()
			}
			r := delivery(tt.body)
			r.Header = tt.header
			status, before := serve(h, r).Code, observed.told[0].Err
			judge("ServeHTTP", status, before, tt.status)
			served := calls
			status, err := h.Receive(t.Context(), []byte(tt.body), tt.header)
			judge("Receive", status, err, tt.status)
			if calls != 2*served {
				t.Errorf("ServeHTTP called the receiver %d times, Receive %d", served, calls-served)
			}
			want := tt.status
			if tt.processed != 0 {
				want = tt.processed
			}
			err = h.Process(t.Context(), []byte(tt.body))
			judge("Process", want, err, want)
		})
	}
}

// TestDuplicatesAreTold delivers one event through every door: it is received once, and told as a duplicate after that.
// Without a store, and for events without a key, each delivery is received.
func TestDuplicatesAreTold(t *testing.T) {
	const view = `{"type":"VIEW_ITEM","viewItem":{}}`
	for name, tt := range map[string]struct {
		body string
		opts []webhook.Option
		then webhook.Outcome
		runs int
	}{
		"a store":  {sampleBody, []webhook.Option{webhook.WithStore(webhook.NewMemoryStore(0))}, webhook.OutcomeDuplicate, 1},
		"no store": {sampleBody, nil, webhook.OutcomeReceived, 3},
		"no key":   {view, []webhook.Option{webhook.WithStore(webhook.NewMemoryStore(0))}, webhook.OutcomeReceived, 3},
	} {
		var (
			observed, second deliveries
			runs             int
		)
		h := newHandler(t, func(context.Context, *webhook.Event) error { runs++; return nil },
			append(tt.opts, webhook.WithObserver(observed.observe), webhook.WithObserver(second.observe), webhook.WithLogger(slog.New(slog.DiscardHandler)))...)
		if err := h.Process(t.Context(), []byte(tt.body)); err != nil || observed.only(t).Outcome != webhook.OutcomeReceived {
			t.Errorf("%s: the first delivery: %v", name, err)
		}
		status, err := h.Receive(t.Context(), []byte(tt.body), webhook.Sign([]byte(tt.body), shortSecret))
		if told := observed.only(t); status != 200 || err != nil || told.Outcome != tt.then || told.Key == "" {
			t.Errorf("%s: HTTP %d, %v, told %+v", name, status, err, told)
		}
		r := delivery(tt.body)
		r.Header.Set("stash-retry-count", "2")
		if w := serve(h, r); w.Code != 200 {
			t.Errorf("%s: HTTP %d", name, w.Code)
		}
		if told := observed.only(t); told.Outcome != tt.then || told.RetryCount != 2 {
			t.Errorf("%s: told %+v", name, told)
		}
		if runs != tt.runs || len(second.told) != 3 {
			t.Errorf("%s: received %d times, want %d; the second observer was told of %d", name, runs, tt.runs, len(second.told))
		}
	}
}

// TestEmptyHandlerIsAnError checks a Handler that NewHandler did not make, and a nil context.
func TestEmptyHandlerIsAnError(t *testing.T) {
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	defer slog.SetDefault(before)
	for name, h := range map[string]*webhook.Handler{"nil": nil, "zero": {}} {
		status, err := h.Receive(t.Context(), []byte(sampleBody), webhook.Sign([]byte(sampleBody), shortSecret))
		if status != 500 || !errors.Is(err, webhook.ErrNoSecret) || !strings.Contains(err.Error(), "make it with NewHandler") {
			t.Errorf("%s: HTTP %d, %v", name, status, err)
		}
		if err := h.Process(t.Context(), []byte(sampleBody)); !errors.Is(err, webhook.ErrNoSecret) {
			t.Errorf("%s: Process: %v", name, err)
		}
		if w := serve(h, delivery(sampleBody)); w.Code != 500 || strings.Contains(w.Body.String(), "NewHandler") {
			t.Errorf("%s: HTTP %d %s", name, w.Code, w.Body)
		}
	}
	if n := strings.Count(logged.String(), "make it with NewHandler"); n != 6 {
		t.Errorf("%d lines are logged, want 6: %s", n, logged.String())
	}
	var none context.Context
	h := newHandler(t, nothing)
	status, err := h.Receive(none, []byte(sampleBody), nil)
	if status != 500 || err == nil || !strings.Contains(err.Error(), "the context is nil") {
		t.Errorf("a nil context: HTTP %d, %v", status, err)
	}
	if err := h.Process(none, []byte(sampleBody)); err == nil || !strings.Contains(err.Error(), "the context is nil") {
		t.Errorf("a nil context: %v", err)
	}
}

// TestBodyIsCopied checks that a caller may use its buffer again while a receiver that hangs still reads the event.
func TestBodyIsCopied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leave, raw := make(chan struct{}), make(chan string, 2)
		h := newHandler(t, func(_ context.Context, e *webhook.Event) error {
			<-leave
			raw <- string(e.Body)
			return nil
		}, webhook.WithLogger(slog.New(slog.DiscardHandler)))
		buffer := []byte(sampleBody)
		if status, err := h.Receive(t.Context(), buffer, webhook.Sign(buffer, shortSecret)); status != 503 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("HTTP %d, %v", status, err)
		}
		if err := h.Process(t.Context(), buffer); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		clear(buffer)
		close(leave)
		for range 2 {
			if got := <-raw; got != sampleBody {
				t.Errorf("the receiver read %q", got)
			}
		}
	})
}

// TestProcessAndCancel cancels before and in the middle: what has not begun is not done, and what has begun is finished.
func TestProcessAndCancel(t *testing.T) {
	var observed deliveries
	runs := 0
	ctx, cancel := context.WithCancel(t.Context())
	h := newHandler(t, func(ctx context.Context, _ *webhook.Event) error {
		runs++
		cancel()
		return ctx.Err()
	}, webhook.WithObserver(observed.observe), webhook.WithStore(webhook.NewMemoryStore(0)))
	if err := h.Process(ctx, []byte(sampleBody)); err != nil || observed.only(t).Outcome != webhook.OutcomeReceived {
		t.Errorf("cancelled in the middle: %v", err)
	}
	err := h.Process(ctx, []byte(`{"type":"NEW"}`))
	if told := observed.only(t); !errors.Is(err, context.Canceled) || told.Outcome != webhook.OutcomeFailed || told.Status != 503 || runs != 1 {
		t.Errorf("cancelled before: %v after %d runs, told %+v", err, runs, told)
	}
}

// TestObserverPanics checks that an observer's panic changes neither the answer nor what the other observers are told, and
// that its line shows no secret.
func TestObserverPanics(t *testing.T) {
	var (
		logged   bytes.Buffer
		observed deliveries
	)
	h := newHandler(t, nothing, webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))),
		webhook.WithObserver(func(context.Context, webhook.Delivery) { panic("no such metric: " + shortSecret) }), webhook.WithObserver(observed.observe))
	if w := serve(h, delivery(sampleBody)); w.Code != 200 || observed.only(t).Outcome != webhook.OutcomeReceived {
		t.Errorf("HTTP %d", w.Code)
	}
	if text := logged.String(); !strings.Contains(text, "WithObserver panicked: no such metric") || strings.Contains(text, shortSecret) {
		t.Errorf("logged %s", text)
	}
}

// TestObserverOfRefusedRequests checks what is told of requests whose body is not read.
func TestObserverOfRefusedRequests(t *testing.T) {
	var observed deliveries
	h := newHandler(t, nothing, webhook.WithObserver(observed.observe), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	for want, change := range map[int]func(*http.Request){
		405: func(r *http.Request) { r.Method = "GET" },
		401: func(r *http.Request) { r.Header, r.Body = http.Header{}, failingBody{} },
		413: func(r *http.Request) { r.ContentLength, r.Body = 1<<30, failingBody{} },
		400: func(r *http.Request) { r.Body = failingBody{} },
	} {
		r := delivery(sampleBody)
		change(r)
		status := serve(h, r).Code
		if told := observed.only(t); status != want || told.Status != want || told.Outcome != webhook.OutcomeRefused || told.Err == nil || told.Type != "" || told.Key != "" {
			t.Errorf("HTTP %d, want %d; told %+v", status, want, told)
		}
	}
}

type failingBody struct{ failing }

func (failingBody) Close() error { return nil }

// TestObserverAllocations compares the allocations of a delivery with and without an observer.
func TestObserverAllocations(t *testing.T) {
	allocations := func(opts ...webhook.Option) float64 {
		h := newHandler(t, nothing, append(opts, webhook.WithStore(webhook.NewMemoryStore(0)))...)
		body, header := []byte(sampleBody), webhook.Sign([]byte(sampleBody), shortSecret)
		return testing.AllocsPerRun(200, func() {
			if status, _ := h.Receive(t.Context(), body, header); status != 200 {
				t.Fatalf("HTTP %d", status)
			}
		})
	}
	without, with := allocations(), allocations(webhook.WithObserver(func(context.Context, webhook.Delivery) {}))
	if with > without+3 {
		t.Errorf("a delivery takes %.0f allocations with an observer and %.0f without", with, without)
	}
	t.Logf("allocations: %.0f with an observer, %.0f without", with, without)
}
