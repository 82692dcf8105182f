package deliver

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// answers is a network that answers with the statuses of a list.
type answers struct{ left []int }

func (a *answers) RoundTrip(*http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteHeader(a.left[0])
	a.left = a.left[1:]
	return w.Result(), nil
}

func around(faults *[]string) Around {
	who := shop.RandomIdentity()
	return Around{
		Now: time.Now, Signed: time.Now, Who: func() shop.Identity { return who }, Keep: func() error { return nil }, Changed: func() {},
		Fault: func(text string) { *faults = append(*faults, text) },
	}
}

// TestScheduleUntil200 holds that an event is sent again after 1 and 2 minutes until the answer is exactly 200.
func TestScheduleUntil200(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var faults []string
		d := New(around(&faults))
		plan := NewPlan()
		plan.Client = &http.Client{Transport: &answers{[]int{500, 204, 200}}}
		d.Send("http://game.invalid/webhook", plan)
		began := time.Now()
		d.Announce(&webhook.ViewItem{ItemID: "i"})
		d.Announce(42)
		if err := d.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		ended := d.Ended()
		if len(ended) != 1 || !ended[0].Delivered || len(ended[0].Attempts) != 3 || time.Since(began) != 3*time.Minute {
			t.Errorf("after %s the deliveries are %+v", time.Since(began), ended)
		}
		if len(faults) != 1 {
			t.Errorf("what is no event is told as %q", faults)
		}
		d.Stop()
	})
}

// TestDeliveriesAreKept holds that a delivery reads back from the state file as it was.
func TestDeliveriesAreKept(t *testing.T) {
	plan := NewPlan()
	plan.Copies, plan.Forged, plan.Attempts = 2, true, 3
	was := newDelivery("delivery-000001", "http://game.invalid", []byte(`{"type":"X"}`), plan)
	was.tried(1, Attempt{At: time.Unix(1, 0), Status: 500, Answer: "\xff"})
	was.waits(1, time.Unix(60, 0))
	data, err := was.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var is delivery
	if err := is.UnmarshalJSON(data); err != nil {
		t.Fatal(err)
	}
	if is.ID != was.ID || is.Type != "X" || is.plan.Copies != 2 || !is.plan.Forged || is.plan.Attempts != 3 ||
		is.copy[1].tries != 1 || !is.Next.Equal(was.Next) || is.Delivery.Attempts[0].Answer != "\xff" {
		t.Errorf("it was %+v and is %+v", was, is)
	}
}
