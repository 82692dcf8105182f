package stashtest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestRedeliver sends an event again in the ways that the console offers, and holds what the receiver makes of each.
func TestRedeliver(t *testing.T) {
	srv := stashtest.New(t)
	in := newInbox(t, srv)
	if err := srv.Redeliver("delivery-000001"); err == nil || !strings.Contains(err.Error(), `no delivery "delivery-000001"`) {
		t.Errorf("an unknown delivery: %v", err)
	}
	srv.SendWebhooks("http://game.invalid/webhook", in.client())
	if err := srv.Pay(checkout(t, srv, 1)); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitWebhooks(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := srv.Deliveries()[0]
	if first.Type != string(webhook.EventTypePurchaseSucceeded) || first.URL != "http://game.invalid/webhook" || !first.Ended {
		t.Errorf("the first delivery is %+v", first)
	}
	for _, tt := range []struct {
		how      string
		opts     []stashtest.DeliveryOption
		attempts int
		status   int
	}{
		{"again", nil, 1, 200},
		{"as two copies", []stashtest.DeliveryOption{stashtest.Copies(2)}, 2, 200},
		{"with another body", []stashtest.DeliveryOption{stashtest.CorruptBody()}, 1, 401},
		{"with another secret", []stashtest.DeliveryOption{stashtest.BadSignature()}, 1, 401},
	} {
		if err := srv.Redeliver(first.ID, tt.opts...); err != nil {
			t.Fatal(err)
		}
		if err := srv.WaitWebhooks(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := srv.Deliveries()
		last := all[len(all)-1]
		if len(last.Attempts) != tt.attempts || last.Attempts[0].Status != tt.status || last.Delivered != (tt.status == 200) ||
			last.ID == first.ID || string(last.Body) != string(first.Body) {
			t.Errorf("%s: %+v", tt.how, last)
		}
	}
	if len(in.events) != 1 {
		t.Errorf("the purchase was received %d times, want once", len(in.events))
	}
	srv.SendWebhooks("")
	if err := srv.Redeliver(first.ID); err == nil || !strings.Contains(err.Error(), "call SendWebhooks") {
		t.Errorf("without a URL: %v", err)
	}
}

// TestDeliveriesUnderWay holds what is seen of a delivery while it waits for its retries, on the virtual clock.
func TestDeliveriesUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := stashtest.New(t)
		in := newInbox(t, srv)
		in.fail = 3 // both copies fail at first, and one of them again
		began := time.Now()
		srv.SendWebhooks("http://game.invalid/webhook", in.client(), stashtest.Copies(2))
		stashtest.Announce(srv, &webhook.PurchaseSucceeded{OrderID: "o"})
		for _, want := range []struct {
			at       time.Duration
			attempts int
			next     time.Duration // zero when nothing is waited for
		}{
			{30 * time.Second, 2, time.Minute},
			{90 * time.Second, 4, 3 * time.Minute},
			{4 * time.Minute, 5, 0},
		} {
			time.Sleep(time.Until(began.Add(want.at)))
			synctest.Wait()
			got := stashtest.AllDeliveries(srv, 10)[0]
			next := time.Duration(0)
			if !got.Next.IsZero() {
				next = got.Next.Sub(began)
			}
			if len(got.Attempts) != want.attempts || next != want.next || got.Ended != (want.next == 0) || got.Delivered != got.Ended {
				t.Errorf("after %v: %d attempts, next after %v, want %d and %v: %+v", want.at, len(got.Attempts), next, want.attempts, want.next, got)
			}
		}
	})
}

// TestDeliveryLogIsBounded holds that ended deliveries fall out, and those under way do not.
func TestDeliveryLogIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := stashtest.New(t)
		in := newInbox(t, srv)
		in.fail = 1 // so that the first one waits
		srv.SendWebhooks("http://game.invalid/webhook", in.client())
		for i := range 2 * stashtest.KeptDeliveries {
			stashtest.Announce(srv, &webhook.PurchaseSucceeded{OrderID: fmt.Sprint(i)})
			synctest.Wait()
		}
		all := stashtest.AllDeliveries(srv, 10*stashtest.KeptDeliveries)
		if most := stashtest.KeptDeliveries * 5 / 4; len(all) > most || len(all) < stashtest.KeptDeliveries {
			t.Errorf("%d deliveries are kept, want at most %d", len(all), most)
		}
		if oldest := all[len(all)-1]; oldest.ID != "delivery-000001" || oldest.Ended {
			t.Errorf("the one under way has fallen out; the oldest is %s", oldest.ID)
		}
		time.Sleep(time.Hour)
	})
}
