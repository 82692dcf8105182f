package stashtest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// mostPerCheckout is what a checkout may take in memory, in bytes. Checkouts are kept for good, because any of them may
// be asked for, or made again under its transaction id.
const mostPerCheckout = 1600

// TestMemoryIsFlat holds that calls leave nothing behind but what they have made: nine in ten read or set what is
// there, one makes a checkout. STASH_CALLS says how many calls are made, and 200000 is the full test.
func TestMemoryIsFlat(t *testing.T) {
	calls := 8000
	if text := os.Getenv("STASH_CALLS"); text != "" {
		calls = must(strconv.Atoi(text))
	}
	for name, opts := range map[string][]stashtest.Option{
		"memory": nil, "state": {stashtest.WithState(filepath.Join(t.TempDir(), "state"))},
	} {
		t.Run(name, func(t *testing.T) {
			srv := stashtest.New(t, opts...)
			stashtest.KeepRequests(srv, calls/10)
			began := time.Now()
			heap := []uint64{0, 0, 0}
			for i, upTo := range []int{calls / 4, calls / 2, calls} {
				mixed(t, srv, []int{0, calls / 4, calls / 2}[i], upTo)
				heap[i] = heapInUse()
			}
			grown := int64(heap[2]) - int64(heap[1])
			made := int64(calls / 2 / 10)
			t.Logf("%d calls, %.0f a second; heap %d, %d, %d KiB after a quarter, half, all; %d bytes for each of %d checkouts",
				calls, float64(calls)/time.Since(began).Seconds(), heap[0]>>10, heap[1]>>10, heap[2]>>10, grown/made, made)
			if most := made*mostPerCheckout + 256<<10; grown > most {
				t.Errorf("the heap has grown by %d bytes in the second half, more than %d", grown, most)
			}
		})
	}
}

// mixed makes calls that are numbered, by 16 callers.
func mixed(t *testing.T, srv *stashtest.Server, from, to int) {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	defer transport.CloseIdleConnections()
	client := srv.Client(stash.WithRetries(0), stash.WithHTTPClient(&http.Client{Transport: transport}))
	numbers := make(chan int)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			id := ""
			for n := range numbers {
				player := fmt.Sprint("player-", n%100)
				var err error
				switch {
				case n%10 == 0:
					var link *stash.GenerateQuickPayURLResponse
					if link, err = client.GenerateQuickPayURL(t.Context(), numbered(int64(n))); err == nil {
						id = link.ID
					}
				case n%10 == 1:
					_, err = client.SetUserPreferences(t.Context(), player, stash.SetUserPreferencesRequest{PaymentChannel: stash.PaymentChannelStashPay})
				case n%10 == 2:
					_, err = client.ListPlans(t.Context(), stash.ListPlansParams{})
				case id != "":
					_, err = client.GetPaymentEvent(t.Context(), id)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := from; n < to; n++ {
		numbers <- n
	}
	close(numbers)
	group.Wait()
}

// heapInUse is what is left after everything was collected that can be.
func heapInUse() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // what a pool holds goes with the second
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestJournalIsBoundedByBytes sends calls whose bodies are long, and holds that older ones fall out, and the latest do
// not.
func TestJournalIsBoundedByBytes(t *testing.T) {
	srv := stashtest.New(t)
	const each, kept = 1 << 20, 64 // MiB
	body := `{"x":"` + strings.Repeat("x", each-100) + `"}`
	last := ""
	for n := range kept * 3 / 2 {
		last = fmt.Sprint("/nowhere/", n)
		resp := must(http.Post(srv.URL+last, "application/json", strings.NewReader(body)))
		check(t, resp.Body.Close())
	}
	sum, requests := 0, srv.Requests()
	for _, r := range requests {
		sum += len(r.Body)
	}
	if sum > kept<<20 || len(requests) < kept/4 || requests[len(requests)-1].Path != last {
		t.Errorf("%d calls with %d bytes are kept, the last one at %s", len(requests), sum, requests[len(requests)-1].Path)
	}
}
