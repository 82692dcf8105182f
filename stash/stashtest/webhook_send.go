package stashtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// webhooks are the events that the server sends by itself.
type webhooks struct {
	mu      sync.Mutex
	url     string // empty while nothing is sent
	plan    deliveryPlan
	ctx     context.Context
	cancel  context.CancelFunc
	held    []any           // events that wait for others
	pending []chan struct{} // closed when a delivery has ended
	ended   []*Delivery
}

// SendWebhooks makes the server deliver its events to a URL, by itself and on Stash's schedule: PURCHASE_SUCCEEDED
// after Pay, PURCHASE_REFUNDED after Refund, and those of subscriptions. An empty URL ends that, for events to come.
func (s *Server) SendWebhooks(url string, opts ...DeliveryOption) {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	w.url, w.plan = url, planOf(opts)
	// The context is made here, so that in a testing/synctest bubble it belongs to the bubble.
	w.ctx, w.cancel = context.WithCancel(context.Background())
}

// WaitWebhooks sends what Reversed holds back, and waits until each delivery has ended, well or not.
func (s *Server) WaitWebhooks(ctx context.Context) error {
	w := &s.webhooks
	w.mu.Lock()
	s.release()
	pending := slices.Clone(w.pending)
	w.mu.Unlock()
	for i, done := range pending {
		select {
		case <-done:
		case <-ctx.Done():
			return fmt.Errorf("stashtest: WaitWebhooks: %d of %d deliveries have not ended: %w", len(pending)-i, len(pending), context.Cause(ctx))
		}
	}
	return nil
}

// Deliveries returns the deliveries that the server has made by itself and that have ended, in the order of their end.
func (s *Server) Deliveries() []Delivery {
	s.webhooks.mu.Lock()
	defer s.webhooks.mu.Unlock()
	all := make([]Delivery, len(s.webhooks.ended))
	for i, d := range s.webhooks.ended {
		all[i] = *d
	}
	return all
}

// announce sends an event in the background, if the server sends any.
func (s *Server) announce(event any) {
	w := &s.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.url == "" {
		return
	}
	w.held = append(w.held, event)
	if len(w.held) >= w.plan.hold {
		s.release()
	}
}

// release sends the events that are held back, newest first. webhooks.mu must be held.
func (s *Server) release() {
	w := &s.webhooks
	slices.Reverse(w.held)
	var before chan struct{} // reversed deliveries follow each other, or the network would order them anew
	for _, event := range w.held {
		body, err := eventBody(event, w.plan.environment)
		if err != nil {
			s.journal.fault(err.Error())
			continue
		}
		wait, done := before, make(chan struct{})
		before = done
		w.pending = append(w.pending, done)
		go func(ctx context.Context, url string, plan deliveryPlan) {
			defer close(done)
			if plan.hold > 1 && wait != nil {
				<-wait
			}
			d := s.deliver(ctx, url, body, plan)
			w.mu.Lock()
			defer w.mu.Unlock()
			w.ended = append(w.ended, d)
		}(w.ctx, w.url, w.plan)
	}
	w.held = nil
}

// stop ends deliveries that are still tried, when the server closes.
func (w *webhooks) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.ended) < len(w.pending) {
		w.cancel()
	}
}
