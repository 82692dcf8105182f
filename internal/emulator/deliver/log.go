package deliver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kept is the number of ended deliveries in the log: it drops older ones.
const Kept = 5_000

// Delivery is an event and its attempts.
type Delivery struct {
	ID        string    // counted from the server's first start; empty for Deliver
	Type      string    // the event's type, such as PURCHASE_SUCCEEDED; empty when the body has none
	URL       string    // the webhook URL
	Body      []byte    // as it was sent
	Attempts  []Attempt // oldest first
	Delivered bool      // every copy got HTTP 200
	Ended     bool      // nothing more will be sent
	Next      time.Time // time of the next attempt; zero during an attempt, and at the end

	Bad    bool   // forged or corrupted, so that a receiver must refuse it with 401
	Copies int    // sent at the same time
	Again  string // the id of the delivery whose event is sent again; empty for none
}

// Attempt is one request of a delivery.
type Attempt struct {
	At         time.Time
	RetryCount int    // as in the header stash-retry-count; 0 at first
	Status     int    // 0 if there was no response
	Answer     string // the response body, at most 4 KiB
	Err        error  // set if there was no response
}

// delivery is an event on its way. The lock of the Deliveries guards its fields.
type delivery struct {
	Delivery
	plan  Plan
	copy  []copyState   // the state of each copy
	end   int           // its number among the ended deliveries, from 1
	ended chan struct{} // closed at the end
	moved chan struct{} // closed when the time of the next attempt may have changed
}

// copyState is the state of one copy of an event.
type copyState struct {
	delivered bool
	tries     int
	next      time.Time // time of the next attempt; zero when none is scheduled
}

func newDelivery(id, url string, body []byte, plan Plan) *delivery {
	return &delivery{
		Delivery: Delivery{ID: id, Type: typeOf(body), URL: url, Body: body, Bad: plan.Forged || plan.Corrupted, Copies: plan.Copies},
		plan:     plan, copy: make([]copyState, plan.Copies), ended: make(chan struct{}), moved: make(chan struct{}),
	}
}

// typeOf reads an event's type from its envelope.
func typeOf(body []byte) string {
	var envelope struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(body, &envelope) // a test may send any bytes
	return envelope.Type
}

// waits sets the time of a copy's next attempt.
func (d *delivery) waits(copy int, until time.Time) {
	d.copy[copy].next = until
	d.Next = time.Time{}
	for _, each := range d.copy {
		if !each.next.IsZero() && (d.Next.IsZero() || each.next.Before(d.Next)) {
			d.Next = each.next
		}
	}
}

// tried records an attempt. The attempts of all copies are sorted by time.
func (d *delivery) tried(copy int, attempt Attempt) {
	d.copy[copy].delivered, d.copy[copy].tries = attempt.Status == http.StatusOK, attempt.RetryCount+1
	d.Attempts = append(d.Attempts, attempt)
	slices.SortStableFunc(d.Attempts, func(a, b Attempt) int { return a.At.Compare(b.At) })
}

// finish ends the delivery.
func (d *delivery) finish() {
	d.Ended, d.Next = true, time.Time{}
	d.Delivered = !slices.ContainsFunc(d.copy, func(c copyState) bool { return !c.delivered })
	close(d.ended)
}

// snapshot returns a copy that shares no changing data.
func (d *delivery) snapshot() Delivery {
	copied := d.Delivery
	copied.Attempts = slices.Clone(d.Attempts)
	return copied
}

// add puts a delivery into the log under a new id. Callers hold mu.
func (d *Deliveries) add(url string, body []byte, plan Plan) *delivery {
	id := fmt.Sprintf("delivery-%06d", d.log.Last()+1)
	d.log.Set(id, *newDelivery(id, url, body, plan))
	if excess := d.log.Len() - Kept; excess > Kept/4 {
		for _, each := range d.log.All() {
			if each.Value.Ended && excess > 0 {
				d.log.Delete(each.Key)
				excess--
			}
		}
	}
	return d.log.Get(id)
}

// Ended returns the latest ended deliveries of the server's own events, in the order of their end.
func (d *Deliveries) Ended() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ended []*delivery
	for _, each := range d.log.All() {
		if each.Value.Ended {
			ended = append(ended, &each.Value)
		}
	}
	slices.SortFunc(ended, func(a, b *delivery) int { return a.end - b.end })
	all := make([]Delivery, len(ended))
	for i, each := range ended {
		all[i] = each.snapshot()
	}
	return all
}

// Newest returns at most n deliveries, running ones too, newest first.
func (d *Deliveries) Newest(n int) []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	log := d.log.All()
	first := max(0, len(log)-n)
	all := make([]Delivery, 0, len(log)-first)
	for _, each := range slices.Backward(log[first:]) {
		all = append(all, each.Value.snapshot())
	}
	return all
}

// Redeliver sends the event of an earlier delivery again, as a new delivery, to the current webhook URL. It accepts the
// deliveries in the log. Change may adapt the plan.
func (d *Deliveries) Redeliver(id string, change func(*Plan)) (err error) {
	defer func() {
		if failed := d.around.Keep(); err == nil {
			err = failed
		}
	}()
	d.mu.Lock()
	defer d.mu.Unlock()
	earlier := d.log.Get(id)
	switch {
	case earlier == nil:
		return fmt.Errorf("stashtest: Redeliver: there is no delivery %.60q; Deliveries tells the ids of the latest", strings.ToValidUTF8(id, "?"))
	case d.url == "":
		return fmt.Errorf("stashtest: Redeliver: the server sends no webhooks now; call SendWebhooks with a URL first")
	}
	plan := d.plan
	change(&plan)
	again := d.add(d.url, earlier.Body, plan)
	again.Again = id
	d.log.Touch(again.ID)
	d.start(again, nil)
	return nil
}

// Find returns a delivery of the log.
func (d *Deliveries) Find(id string) (found Delivery, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	kept := d.log.Get(id)
	if kept == nil {
		return found, false
	}
	return kept.snapshot(), true
}

// Count returns the number of deliveries of the server's own events since its first start.
func (d *Deliveries) Count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return int(d.log.Last())
}

// Receiver returns the webhook URL; empty when no events are sent.
func (d *Deliveries) Receiver() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.url
}
