package stashtest_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// BenchmarkLoadEmulator is how many calls the emulator answers in a second, over HTTP and with each request and answer held
// against the document: nine reads to a checkout that is kept, or checkouts alone, by 32 callers at once.
func BenchmarkLoadEmulator(b *testing.B) {
	for _, mode := range []string{"memory", "state"} {
		for _, share := range []int64{10, 1} {
			b.Run(fmt.Sprintf("%s/1in%d", mode, share), func(b *testing.B) {
				var opts []stashtest.Option
				if mode == "state" {
					opts = append(opts, stashtest.WithState(filepath.Join(b.TempDir(), "state")))
				}
				srv := must(stashtest.Start(opts...))
				defer srv.Close()
				client := srv.Client(stash.WithRetries(0), stash.WithHTTPClient(&http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}))
				var count atomic.Int64
				b.SetParallelism(16)
				b.RunParallel(func(pb *testing.PB) {
					id := ""
					for pb.Next() {
						n := count.Add(1)
						if n%share == 0 || id == "" {
							link, err := client.GenerateQuickPayURL(b.Context(), numbered(n))
							if err != nil {
								b.Error(err)
								return
							}
							id = link.ID
						} else if _, err := client.GetPaymentEvent(b.Context(), id); err != nil {
							b.Error(err)
							return
						}
					}
				})
				b.StopTimer() // closing is not part of it
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
			})
		}
	}
}

// numbered is a checkout of its own for each number.
func numbered(n int64) stash.GenerateQuickPayURLRequest {
	body := purchase(fmt.Sprint("order-", n))
	body.User.ID = fmt.Sprint("player-", n%1000)
	return body
}
