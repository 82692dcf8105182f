package flows_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// metrics counts calls by operation and status, and attempts by why they are made again. Prometheus or OpenTelemetry would
// have counters and a histogram in place of the maps.
type metrics struct {
	mu       sync.Mutex
	inFlight int
	calls    map[string]int
	repeated map[string]int
}

func (m *metrics) observer() stash.Observer {
	return stash.Observer{
		Call: func(ctx context.Context, c stash.CallInfo) (context.Context, func(stash.CallResult)) {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.inFlight++
			return ctx, func(r stash.CallResult) { // r.Duration has the time of the whole call
				m.mu.Lock()
				defer m.mu.Unlock()
				m.inFlight--
				m.calls[fmt.Sprint(c.Operation, " ", r.Status)]++
			}
		},
		Attempt: func(ctx context.Context, a stash.AttemptInfo) (context.Context, func(stash.AttemptResult)) {
			if c, ok := stash.OperationFrom(ctx); ok && a.Number > 1 {
				m.mu.Lock()
				defer m.mu.Unlock()
				m.repeated[c.Operation]++ // a.Because says why, and a.Waited how long it took
			}
			return ctx, nil
		},
	}
}

// A call succeeds at its second attempt, and another finds nothing.
func Example_metrics() {
	srv, err := stashtest.Start()
	check(err)
	defer srv.Close()
	ctx := context.Background()
	m := &metrics{calls: map[string]int{}, repeated: map[string]int{}}
	client := srv.Client(stash.WithObserver(m.observer()))

	srv.Inject(stashtest.Fault{Operation: "ListPlans", Status: http.StatusServiceUnavailable, Times: 1})
	_, err = client.ListPlans(ctx, stash.ListPlansParams{})
	check(err)
	_, _ = client.GetPaymentEvent(ctx, "no-such-checkout")
	fmt.Println(m.calls, m.repeated, m.inFlight)
	// Output: map[GetPaymentEvent 404:1 ListPlans 200:1] map[ListPlans:1] 0
}
