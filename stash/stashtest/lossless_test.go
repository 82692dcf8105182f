package stashtest_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// everyFault is every way to fail that the emulator knows, before and after a call has had its effect.
func everyFault() []stashtest.Fault {
	faults := []stashtest.Fault{
		{Reset: true}, {Reset: true, AfterEffect: true}, {Truncate: true}, {HTML: true}, {HTML: true, AfterEffect: true},
		{HTML: true, Status: http.StatusOK, AfterEffect: true}, {Body: `{"url":`, AfterEffect: true}, {Body: `[]`},
		{Delay: time.Minute}, {Delay: time.Minute, Status: http.StatusServiceUnavailable, AfterEffect: true},
		{Status: http.StatusServiceUnavailable, RetryAfter: "2"},
		{Truncate: true, Status: http.StatusServiceUnavailable}, {Drip: 10 * time.Millisecond}, {Drip: 10 * time.Second, AfterEffect: true},
		{Length: 50, AfterEffect: true}, {Length: -20, AfterEffect: true}, {Length: -1000, AfterEffect: true},
	}
	for _, status := range []int{429, 500, 502, 503, 504} {
		faults = append(faults, stashtest.Fault{Status: status}, stashtest.Fault{Status: status, AfterEffect: true})
	}
	return faults
}

// TestNothingLostNothingDoubled makes 10,000 checkouts by transaction id through an emulator that fails three times
// in ten in every way it knows. What the SDK does not repeat by itself, the caller does, with the same transaction
// id, as the error tells it. In the end each checkout exists exactly once.
func TestNothingLostNothingDoubled(t *testing.T) {
	const checkouts, callers, failing = 10_000, 64, 0.3
	srv := stashtest.New(t)
	var repeated, attempts atomic.Int64
	var mu sync.Mutex
	ids := make(map[string]string, checkouts) // transaction by checkout
	synctest.Test(t, func(t *testing.T) {
		b, stop := inBubble(srv)
		defer stop()
		client := b.client(t)
		faults := everyFault()
		// Tried one after another, so that each takes an equal part of what the ones before have left.
		left := 1.0
		for _, fault := range faults {
			fault.Times = -1
			fault.Share = failing / float64(len(faults)) / left
			left -= failing / float64(len(faults))
			srv.Inject(fault)
		}
		work := make(chan string)
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				for transaction := range work {
					var link *stash.GenerateQuickPayURLResponse
					for try := 0; link == nil; try++ {
						if try == 20 {
							t.Errorf("%s failed 20 times", transaction)
							break
						}
						got, err := client.GenerateQuickPayURL(t.Context(), purchase(transaction))
						if err != nil {
							repeated.Add(1)
							continue
						}
						link = got
					}
					if link == nil {
						continue
					}
					mu.Lock()
					if other, taken := ids[link.ID]; taken {
						t.Errorf("%s and %s got the same checkout", transaction, other)
					}
					ids[link.ID] = transaction
					mu.Unlock()
				}
			})
		}
		for i := range checkouts {
			work <- fmt.Sprintf("transaction-%d", i)
		}
		close(work)
		group.Wait()
		srv.ClearFaults()
		for id, transaction := range ids {
			if link, err := client.GenerateQuickPayURL(t.Context(), purchase(transaction)); err != nil || link.ID != id {
				t.Errorf("%s has checkout %v now, was %s: %v", transaction, link, id, err)
				break
			}
		}
	})
	for range srv.Requests() {
		attempts.Add(1)
	}
	same(t, "checkouts that callers hold", len(ids), checkouts)
	same(t, "checkouts that exist", len(srv.Checkouts()), checkouts)
	t.Logf("callers repeated %d calls after an error", repeated.Load())
	if repeated.Load() == 0 {
		t.Error("no call failed: the faults did not bite")
	}
}

// TestManyGoroutinesOneClient shares one client among 64 goroutines, for the race detector.
func TestManyGoroutinesOneClient(t *testing.T) {
	srv := stashtest.New(t)
	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(srv.URL), stash.WithShopHandle(srv.ShopHandle))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			mine := client
			if i%2 == 0 {
				mine = client.With(stash.APIKey(srv.APIKey))
			}
			for n := range 10 {
				transaction := fmt.Sprintf("%d-%d", i, n)
				body := purchase(transaction)
				body.User.ID = fmt.Sprintf("player-%d", i)
				body.Item.ID = "item-" + transaction
				link, err := mine.GenerateQuickPayURL(t.Context(), body)
				if err != nil {
					t.Error(err)
					return
				}
				event, err := mine.GetPaymentEvent(t.Context(), link.ID)
				if err != nil || event.Items[0].ID != body.Item.ID {
					t.Errorf("%s: event %+v, %v", transaction, event, err)
					return
				}
			}
		})
	}
	group.Wait()
	same(t, "checkouts", len(srv.Checkouts()), 640)
}
