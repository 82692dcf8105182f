package stash_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// notes is what an observer was told, in order.
type notes struct {
	mu   sync.Mutex
	told []string
	errs []error
}

func (n *notes) add(format string, values ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.told = append(n.told, fmt.Sprintf(format, values...))
}

func (n *notes) keep(err error) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.errs = append(n.errs, err)
	return word(err)
}

// word shortens an error to what the tests compare.
func word(err error) string {
	var e *stash.Error
	switch {
	case err == nil:
		return "ok"
	case !errors.As(err, &e):
		return "no *Error: " + err.Error()
	case e.HTTPStatus != 0:
		return fmt.Sprintf("HTTP %d sent %d", e.HTTPStatus, e.Attempts)
	}
	return fmt.Sprintf("%s sent %d", e.Message, e.Attempts)
}

type mark string

// observer notes all that it is told, and marks the contexts.
func (n *notes) observer(name string) stash.Option {
	return stash.WithObserver(stash.Observer{
		Call: func(ctx context.Context, c stash.CallInfo) (context.Context, func(stash.CallResult)) {
			n.add("%s: call %s %s %s", name, c.Operation, c.Method, c.Route)
			return context.WithValue(ctx, mark(name), "call"), func(r stash.CallResult) {
				n.add("%s: called %d, %d attempts, id %q, %v, %s", name, r.Status, r.Attempts, r.RequestID, r.Duration, n.keep(r.Err))
			}
		},
		Attempt: func(ctx context.Context, a stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
			c, ok := stash.OperationFrom(ctx)
			n.add("%s: attempt %d of %s %v after %v, because %s, in the %v", name, a.Number, c.Operation, ok, a.Waited, n.keep(a.Because), ctx.Value(mark(name)))
			return context.WithValue(ctx, mark(name), "attempt"), func(r stash.AttemptResult) {
				n.add("%s: attempted %d, id %q, %v, %s", name, r.Status, r.RequestID, r.Duration, n.keep(r.Err))
			}
		},
	})
}

func (n *notes) compare(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(n.told, want) {
		t.Errorf("told\n\t%s\nwant\n\t%s", strings.Join(n.told, "\n\t"), strings.Join(want, "\n\t"))
	}
	n.told = nil
}

// taking answers after a time, with a request id.
func taking(pause time.Duration, id string, handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(pause)
		w.Header().Set("X-Request-Id", id)
		handle(w, r)
	}
}

// TestObserver checks all that two observers are told of a call that is repeated, its order, and its times.
func TestObserver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n notes
		busy := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "2")
			answer(503, "text/plain", "busy")(w, r)
		}
		client, _ := inMemory(t, []http.HandlerFunc{taking(time.Second, "first", busy), taking(3*time.Second, "second "+fakeKey, answer(200, "application/json", eventAnswer))},
			n.observer("a"), n.observer("b"), stash.WithRequestEditor(func(ctx context.Context, r *http.Request) error {
				c, ok := stash.OperationFrom(ctx)
				n.add("editor: %s %v %v %v", c.Route, ok, ctx.Value(mark("a")), r.Context().Value(mark("b")))
				return nil
			}))
		if err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		n.compare(t,
			"a: call GetPaymentEvent GET /sdk/server/payment/{id}", "b: call GetPaymentEvent GET /sdk/server/payment/{id}",
			"a: attempt 1 of GetPaymentEvent true after 0s, because ok, in the call", "b: attempt 1 of GetPaymentEvent true after 0s, because ok, in the call",
			"editor: /sdk/server/payment/{id} true attempt attempt",
			`b: attempted 503, id "first", 1s, HTTP 503 sent 1`, `a: attempted 503, id "first", 1s, HTTP 503 sent 1`,
			"a: attempt 2 of GetPaymentEvent true after 2s, because HTTP 503 sent 1, in the call", "b: attempt 2 of GetPaymentEvent true after 2s, because HTTP 503 sent 1, in the call",
			"editor: /sdk/server/payment/{id} true attempt attempt",
			`b: attempted 200, id "second [redacted]", 3s, ok`, `a: attempted 200, id "second [redacted]", 3s, ok`,
			`b: called 200, 2 attempts, id "second [redacted]", 6s, ok`, `a: called 200, 2 attempts, id "second [redacted]", 6s, ok`,
		)
	})
}

// TestObserverOfRefusedCalls checks that calls which are not sent are told of too, and that a context from an observer
// does not turn a call without one into a good one.
func TestObserverOfRefusedCalls(t *testing.T) {
	var n notes
	client, f := inMemory(t, []http.HandlerFunc{answer(200, "application/json", eventAnswer)}, n.observer("a"))
	_, err := client.GetPaymentEvent(t.Context(), "")
	var noContext context.Context
	_, none := client.GetPaymentEvent(noContext, "1")
	if err == nil || none == nil || len(f.seen) > 0 {
		t.Errorf("%v, %v, %d requests", err, none, len(f.seen))
	}
	for i, told := range n.told {
		n.told[i] = strings.Split(told, ", id")[0]
	}
	n.compare(t,
		"a: call GetPaymentEvent GET /sdk/server/payment/{id}", "a: called 0, 0 attempts",
		"a: call GetPaymentEvent GET /sdk/server/payment/{id}", "a: called 0, 0 attempts")
	if len(n.errs) != 2 || n.errs[0] != err || n.errs[1] != none {
		t.Errorf("the observer got %v; the caller got %v and %v", n.errs, err, none)
	}
}

// TestObserversErrorsDoNotChange checks that an error which an observer keeps, for a span that is exported later, is not
// changed by what happens afterwards: two goroutines would then use it at the same time.
func TestObserversErrorsDoNotChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		texts := map[error]string{}
		keep := func(err error) {
			if err != nil {
				texts[err] = err.Error()
			}
		}
		client, _ := inMemory(t, []http.HandlerFunc{answer(503, "text/plain", "busy")}, stash.WithObserver(stash.Observer{
			Attempt: func(_ context.Context, a stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
				keep(a.Because)
				return nil, func(r stash.AttemptResult) { keep(r.Err) }
			},
		}))
		_, err := client.GenerateQuickPayURL(t.Context(), benchRequest())
		var e *stash.Error
		if !errors.As(err, &e) || e.Attempts != 3 || !strings.Contains(err.Error(), "may have carried out") {
			t.Fatal(err)
		}
		if len(texts) != 3 {
			t.Errorf("three attempts gave the errors %v", texts)
		}
		for err, text := range texts {
			if err.Error() != text || !errors.Is(err, stash.ErrUnavailable) {
				t.Errorf("%q became %q", text, err)
			}
		}
	})
}

// TestObserversContext checks that the context of an observer is the call's.
func TestObserversContext(t *testing.T) {
	limited := func(limit time.Duration) stash.Observer {
		return stash.Observer{Call: func(ctx context.Context, _ stash.CallInfo) (context.Context, func(stash.CallResult)) {
			ctx, cancel := context.WithTimeout(ctx, limit)
			return ctx, func(stash.CallResult) { cancel() }
		}}
	}
	for name, tt := range map[string]struct {
		o     stash.Observer
		alive bool
		want  time.Duration
	}{
		"deadline of the observer": {limited(time.Second), true, time.Second},
		"cancelled by the caller":  {limited(time.Hour), false, 0},
		"nothing returned": {stash.Observer{
			Call: func(context.Context, stash.CallInfo) (context.Context, func(stash.CallResult)) { return nil, nil },
			Attempt: func(context.Context, stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
				return nil, nil
			},
		}, true, time.Minute},
		"no functions": {stash.Observer{}, true, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("https://stash.example.com"), stash.WithObserver(tt.o), stash.WithAttemptTimeout(time.Hour),
					stash.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
						<-r.Context().Done()
						return nil, r.Context().Err()
					})}))
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if !tt.alive {
					cancel()
				}
				started := time.Now()
				err = get(ctx, client)
				if took := time.Since(started); took != tt.want || errors.Is(err, context.Canceled) == tt.alive {
					t.Errorf("after %v: %v", took, err)
				}
			})
		})
	}
}

// TestPanickingObserver checks that a panic in an observer, an editor or a RoundTripper reaches the caller, that observers
// which have begun learn of the end, and that neither a connection nor the client is lost.
func TestPanickingObserver(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(answer(200, "application/json", eventAnswer))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	srv := &recorder{Server: server}
	var at string
	fail := func(here string) {
		switch at {
		case here:
			panic(here)
		case here + " exits":
			runtime.Goexit()
		}
	}
	begun := map[string]int{}
	count := stash.Observer{
		Call: func(context.Context, stash.CallInfo) (context.Context, func(stash.CallResult)) {
			begun["calls"]++
			return nil, func(r stash.CallResult) {
				begun["calls"]--
				if r.Err == nil && at != "" && !strings.HasPrefix(at, "end") {
					t.Errorf("%s: the call is told as a success", at)
				}
			}
		},
		Attempt: func(context.Context, stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
			begun["attempts"]++
			return nil, func(stash.AttemptResult) { begun["attempts"]-- }
		},
	}
	client := srv.client(t, stash.WithObserver(count), stash.WithObserver(stash.Observer{
		Call: func(ctx context.Context, _ stash.CallInfo) (context.Context, func(stash.CallResult)) {
			fail("call")
			return ctx, func(stash.CallResult) { fail("end of call") }
		},
		Attempt: func(ctx context.Context, _ stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
			fail("attempt")
			return ctx, func(stash.AttemptResult) { fail("end of attempt") }
		},
	}), stash.WithRequestEditor(func(context.Context, *http.Request) error { fail("editor"); return nil }))
	for _, at = range []string{"call", "attempt", "editor", "end of attempt", "end of call", "end of attempt exits", "editor exits"} {
		var recovered any
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() { recovered = recover() }()
			_ = get(t.Context(), client)
		}()
		<-done
		if recovered != at && !strings.HasSuffix(at, "exits") {
			t.Errorf("%s: the caller recovers %v", at, recovered)
		}
		if begun["calls"] != 0 || begun["attempts"] != 0 {
			t.Errorf("%s: not ended: %v", at, begun)
		}
	}
	at = ""
	if err := get(t.Context(), client); err != nil || opened.Load() != 1 {
		t.Errorf("%v; %d connections", err, opened.Load())
	}
}

// TestOperationFrom checks that the call can be asked for wherever code of the program runs, without an observer.
func TestOperationFrom(t *testing.T) {
	want := stash.CallInfo{Operation: "GetPaymentEvent", Method: "GET", Route: "/sdk/server/payment/{id}"}
	asked := 0
	ask := func(where string, ctx context.Context) {
		asked++
		if c, ok := stash.OperationFrom(ctx); !ok || c != want {
			t.Errorf("%s: %+v, %v", where, c, ok)
		}
	}
	client, err := stash.New(stash.CredentialFunc(func(ctx context.Context) (stash.Credential, error) {
		ask("credential", ctx)
		return stash.APIKey(fakeKey), nil
	}), stash.WithBaseURL("https://stash.example.com"), stash.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		ask("RoundTripper", r.Context())
		return canned{200, []byte(eventAnswer)}.RoundTrip(r)
	})}), stash.WithRequestEditor(func(ctx context.Context, r *http.Request) error {
		ask("editor", ctx)
		ask("request", r.Context())
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := get(context.WithValue(t.Context(), mark("x"), 1), client); err != nil || asked != 4 {
		t.Errorf("%v; asked %d times", err, asked)
	}
	for _, ctx := range []context.Context{nil, t.Context()} {
		if c, ok := stash.OperationFrom(ctx); ok || c != (stash.CallInfo{}) {
			t.Errorf("outside of a call: %+v, %v", c, ok)
		}
	}
}

// TestAllocationsObserved bounds what an observer costs.
func TestAllocationsObserved(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector allocates; make allocations checks the figures without it")
		return
	}
	httpClient := &http.Client{Transport: canned{200, []byte(linkAnswer)}}
	count := func(opts ...stash.Option) float64 {
		client := benchClient(t, httpClient, stash.APIKey(fakeKey), opts...)
		return testing.AllocsPerRun(200, func() {
			if _, err := client.GenerateQuickPayURL(t.Context(), benchRequest()); err != nil {
				t.Fatal(err)
			}
		})
	}
	without, with := count(), count(stash.WithObserver(stash.Observer{
		Call: func(ctx context.Context, _ stash.CallInfo) (context.Context, func(stash.CallResult)) {
			return ctx, func(stash.CallResult) {}
		},
		Attempt: func(ctx context.Context, _ stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
			return ctx, func(stash.AttemptResult) {}
		},
	}))
	t.Logf("allocations of a POST: without an observer %v, with one %v", without, with)
	if with > without+2 {
		t.Errorf("an observer adds %v allocations; it was 2", with-without)
	}
}
