package stashtest_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestDeliveriesGoOnAfterARestart crashes or stops a server in the middle of a delivery's schedule, and holds that the
// next one keeps to the rest of it, on the virtual clock.
func TestDeliveriesGoOnAfterARestart(t *testing.T) {
	for _, tt := range []struct {
		name   string
		crash  bool
		down   time.Duration // from 90 seconds after the first attempt on
		resume time.Duration // of the next attempt, since the first
	}{
		{"crash", true, 0, 3 * time.Minute},
		{"stop", false, 0, 3 * time.Minute},
		{"crash past the next attempt", true, time.Hour, time.Hour + 90*time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "state")
				srv := stashtest.New(t, stashtest.WithState(path), stashtest.WithWebhookSecret("fake-webhook-secret"))
				in := newInbox(t, srv)
				in.fail = 3
				began := time.Now()
				srv.SendWebhooks("http://game.invalid/webhook", in.client(), stashtest.VersionedSignature())
				stashtest.Announce(srv, &webhook.PurchaseSucceeded{OrderID: "o"})
				time.Sleep(90 * time.Second)
				synctest.Wait()
				from := path
				if tt.crash {
					from = copied(t, path)
				}
				check(t, srv.Close())
				synctest.Wait() // what is under way is cut off
				time.Sleep(tt.down)
				in.fail = 1
				var at []time.Duration
				again := stashtest.New(t, stashtest.WithState(from), stashtest.WithWebhook("http://other.invalid/webhook", stashtest.Through(&http.Client{
					Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
						at = append(at, time.Since(began))
						if r.URL.Host != "game.invalid" || r.Header.Get("x-stash-hmac-signature") == "" {
							t.Errorf("the attempt goes to %s with %v", r.URL, r.Header)
						}
						return in.RoundTrip(r)
					}),
				})))
				check(t, again.WaitWebhooks(t.Context()))
				d := again.Deliveries()[0]
				var counts []int
				for _, attempt := range d.Attempts {
					counts = append(counts, attempt.RetryCount)
				}
				if !d.Delivered || !slices.Equal(counts, []int{0, 1, 2, 3}) || len(in.events) != 1 {
					t.Errorf("attempts %v, received %d times: %+v", counts, len(in.events), d)
				}
				if want := []time.Duration{tt.resume, tt.resume + 4*time.Minute}; !slices.Equal(at, want) {
					t.Errorf("attempts after %v, want %v", at, want)
				}
				// The log goes on too: what has ended is known, and ids are not given again.
				last := again
				for range 2 {
					check(t, last.Close())
					last = stashtest.New(t, stashtest.WithState(from), stashtest.WithWebhook("http://game.invalid/webhook", in.client()))
				}
				check(t, last.Redeliver(d.ID))
				check(t, last.WaitWebhooks(t.Context()))
				all := last.Deliveries()
				if len(all) != 2 || len(all[0].Attempts) != 4 || all[0].Type != d.Type || all[1].ID == d.ID {
					t.Errorf("deliveries are %+v", all)
				}
			})
		})
	}
}

// TestDeliveryUnderWayIsMadeAgain crashes a server while the receiver has not answered, and while Reversed holds an
// event back: both are sent after it.
func TestDeliveryUnderWayIsMadeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "state")
		srv := stashtest.New(t, stashtest.WithState(path))
		in := newInbox(t, srv)
		srv.SendWebhooks("http://game.invalid/webhook", stashtest.Copies(2), stashtest.Through(&http.Client{
			Transport: roundTrip(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() }),
		}))
		stashtest.Announce(srv, &webhook.PurchaseSucceeded{OrderID: "under way"})
		srv.SendWebhooks("http://game.invalid/webhook", stashtest.Reversed(2))
		stashtest.Announce(srv, &webhook.PurchaseSucceeded{OrderID: "held back"})
		if err := srv.Pay("none"); err == nil { // whatever waits for the file
			t.Error("it was paid")
		}
		synctest.Wait()
		crashed := copied(t, path)
		check(t, srv.Close())
		again := stashtest.New(t, stashtest.WithState(crashed), stashtest.WithWebhook("http://game.invalid/webhook", in.client()))
		check(t, again.WaitWebhooks(t.Context()))
		var attempts []int
		for _, d := range again.Deliveries() {
			attempts = append(attempts, len(d.Attempts))
		}
		slices.Sort(attempts)
		if !slices.Equal(attempts, []int{1, 2}) || len(in.events) != 2 {
			t.Errorf("attempts %v, %d events received, want one and two copies of 2", attempts, len(in.events))
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
