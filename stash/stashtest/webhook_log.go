package stashtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// keptDeliveries bounds the log: of deliveries that have ended, older ones fall out.
const keptDeliveries = 5_000

// Delivery is what became of an event.
type Delivery struct {
	ID        string            // counted from the server's first start; empty for those of Deliver
	Type      string            // the event's, such as PURCHASE_SUCCEEDED; empty when the body has none
	URL       string            // where it goes
	Body      []byte            // as it was sent
	Attempts  []DeliveryAttempt // in the order of their time
	Delivered bool              // every copy was answered exactly 200
	Ended     bool              // nothing more will be sent
	Next      time.Time         // when it is tried again; zero while an attempt is under way, and at the end
}

// DeliveryAttempt is one request of a delivery.
type DeliveryAttempt struct {
	At         time.Time
	RetryCount int    // as in the header stash-retry-count; 0 at first
	Status     int    // 0 when there was no answer
	Answer     string // the body of the answer, at most 4 KiB
	Err        error  // why there was no answer
}

// delivery is an event on its way. The lock of the server's webhooks guards what is in it.
type delivery struct {
	Delivery
	plan  deliveryPlan
	copy  []copyState   // of each copy, where it stands
	end   int           // its place among those that have ended, from 1
	ended chan struct{} // closed at the end
}

// copyState is where one copy of an event stands.
type copyState struct {
	delivered bool
	tries     int
	next      time.Time // when it is tried again; zero when it is not waiting for that
}

func newDelivery(id, url string, body []byte, plan deliveryPlan) *delivery {
	return &delivery{
		Delivery: Delivery{ID: id, Type: typeOf(body), URL: url, Body: body},
		plan:     plan, copy: make([]copyState, plan.copies), ended: make(chan struct{}),
	}
}

// typeOf reads an event's type from its envelope.
func typeOf(body []byte) string {
	var envelope struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(body, &envelope) // whatever bytes a test sends
	return envelope.Type
}

// waits notes when a copy is tried again.
func (d *delivery) waits(copy int, until time.Time) {
	d.copy[copy].next = until
	d.Next = time.Time{}
	for _, each := range d.copy {
		if !each.next.IsZero() && (d.Next.IsZero() || each.next.Before(d.Next)) {
			d.Next = each.next
		}
	}
}

// tried notes an attempt. Those of several copies are kept in the order of their time.
func (d *delivery) tried(copy int, attempt DeliveryAttempt) {
	d.copy[copy].delivered, d.copy[copy].tries = attempt.Status == http.StatusOK, attempt.RetryCount+1
	d.Attempts = append(d.Attempts, attempt)
	slices.SortStableFunc(d.Attempts, func(a, b DeliveryAttempt) int { return a.At.Compare(b.At) })
}

// finish ends the delivery.
func (d *delivery) finish() {
	d.Ended, d.Next = true, time.Time{}
	d.Delivered = !slices.ContainsFunc(d.copy, func(c copyState) bool { return !c.delivered })
	close(d.ended)
}

// snapshot shares nothing that changes.
func (d *delivery) snapshot() Delivery {
	copied := d.Delivery
	copied.Attempts = slices.Clone(d.Attempts)
	return copied
}

// add takes a delivery into the log, under an id of its own. mu must be held.
func (w *webhooks) add(url string, body []byte, plan deliveryPlan) *delivery {
	id := fmt.Sprintf("delivery-%06d", w.log.last+1)
	w.log.set(id, *newDelivery(id, url, body, plan))
	if excess := len(w.log.rows) - keptDeliveries; excess > keptDeliveries/4 {
		for _, each := range w.log.all() {
			if each.value.Ended && excess > 0 {
				w.log.delete(each.key)
				excess--
			}
		}
	}
	return w.log.get(id)
}

// Deliveries returns the deliveries that the server has made by itself and that have ended, in the order of their end;
// of very many, the latest.
func (s *Server) Deliveries() []Delivery {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	var ended []*delivery
	for _, each := range w.log.all() {
		if d := &each.value; d.Ended {
			ended = append(ended, d)
		}
	}
	slices.SortFunc(ended, func(a, b *delivery) int { return a.end - b.end })
	all := make([]Delivery, len(ended))
	for i, d := range ended {
		all[i] = d.snapshot()
	}
	return all
}

// allDeliveries are those under way too, newest first, at most n.
func (s *Server) allDeliveries(n int) []Delivery {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	log := w.log.all()
	first := max(0, len(log)-n)
	all := make([]Delivery, 0, len(log)-first)
	for _, each := range slices.Backward(log[first:]) {
		all = append(all, each.value.snapshot())
	}
	return all
}

// Redeliver sends the event of an earlier delivery again, as a delivery of its own, to the URL that the server sends
// to now. It is for deliveries that the server has made by itself. Options may change how, as in SendWebhooks.
func (s *Server) Redeliver(id string, opts ...DeliveryOption) (err error) {
	defer s.keep(&err)
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	earlier := w.log.get(id)
	switch {
	case earlier == nil:
		return fmt.Errorf("stashtest: Redeliver: there is no delivery %.60q; Deliveries tells the ids of the latest", strings.ToValidUTF8(id, "?"))
	case w.url == "":
		return fmt.Errorf("stashtest: Redeliver: the server sends no webhooks now; call SendWebhooks with a URL first")
	}
	plan := w.plan
	for _, opt := range opts {
		opt(&plan)
	}
	s.start(w.add(w.url, earlier.Body, plan), nil)
	return nil
}
