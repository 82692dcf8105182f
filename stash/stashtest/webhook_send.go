package stashtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// webhooks are the events that the server sends by itself.
type webhooks struct {
	mu      sync.Mutex
	url     string // empty while nothing is sent
	plan    deliveryPlan
	ctx     context.Context
	cancel  context.CancelFunc
	held    []*delivery     // those that wait for other events
	log     table[delivery] // by id, oldest first
	endings int             // of deliveries that have ended
}

// SendWebhooks makes the server deliver its events to a URL, by itself and on Stash's schedule: PURCHASE_SUCCEEDED
// after Pay, PURCHASE_REFUNDED after Refund, and those of subscriptions. An empty URL ends that, for events to come.
func (s *Server) SendWebhooks(url string, opts ...DeliveryOption) {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	w.url, w.plan = url, planOf(opts)
	w.renew()
}

// renew makes the context of deliveries to come. It is made when they are asked for, so that in a testing/synctest
// bubble it belongs to the bubble. Deliveries that are under way keep theirs, and end with the server too. mu must be
// held.
func (w *webhooks) renew() {
	earlier := w.cancel
	ctx, cancel := context.WithCancel(context.Background())
	w.ctx, w.cancel = ctx, func() {
		if earlier != nil {
			earlier()
		}
		cancel()
	}
}

// WaitWebhooks sends what Reversed holds back, and waits until each delivery has ended, well or not.
func (s *Server) WaitWebhooks(ctx context.Context) error {
	w := &s.webhooks
	w.mu.Lock()
	s.release()
	var running []*delivery
	for _, each := range w.log.all() {
		if d := &each.value; !d.Ended {
			running = append(running, d)
		}
	}
	w.mu.Unlock()
	for i, d := range running {
		select {
		case <-d.ended:
		case <-ctx.Done():
			return fmt.Errorf("stashtest: WaitWebhooks: %d of %d deliveries have not ended: %w", len(running)-i, len(running), context.Cause(ctx))
		}
	}
	return nil
}

// announce sends an event in the background, if the server sends any.
func (s *Server) announce(event any) {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.url == "" {
		return
	}
	body, err := eventBody(event, w.plan.environment)
	if err != nil {
		s.journal.fault(err.Error())
		return
	}
	w.held = append(w.held, w.add(w.url, body, w.plan))
	if len(w.held) >= w.plan.hold {
		s.release()
	}
}

// release sends the events that are held back, newest first. webhooks.mu must be held.
func (s *Server) release() {
	w := &s.webhooks
	slices.Reverse(w.held)
	var before *delivery // reversed deliveries follow each other, or the network would order them anew
	for _, d := range w.held {
		if d.plan.hold > 1 && before != nil {
			s.start(d, before.ended)
		} else {
			s.start(d, nil)
		}
		before = d
	}
	w.held = nil
}

// start sends an event in the background, after something else has happened if that is given. webhooks.mu must be held.
// With a state file, nothing is sent before what it tells of is in the file, so that no crash takes that back.
func (s *Server) start(d *delivery, after <-chan struct{}) {
	ctx := s.webhooks.ctx
	go func() {
		if after != nil {
			<-after
		}
		for s.keeper.flush() != nil && pause(ctx, time.Second) == nil {
			continue // the call that has caused it tells why
		}
		s.deliver(ctx, d)
	}()
	s.changes.ring()
}

// stop ends deliveries that are still tried, when the server closes.
func (w *webhooks) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cancel != nil {
		w.cancel()
	}
}
