package stashtest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// Deliver sends an event to a webhook URL with Stash's headers, and again on its schedule (at once, then after 1, 2, 4,
// 8, 16 minutes and so on, ten attempts in all) until the answer is exactly 200. A redirect is not followed, and a
// receiver that has not answered after 30 seconds is given up until the next attempt; how long Stash waits is not
// documented, so that is inferred. In a testing/synctest bubble the waits take no time. The event is a pointer to a payload, such as *webhook.PurchaseSucceeded, or a whole body as
// []byte, json.RawMessage or string. The Delivery is there beside an error too, unless nothing was sent.
func (s *Server) Deliver(ctx context.Context, url string, event any, opts ...DeliveryOption) (*Delivery, error) {
	plan := planOf(opts)
	body, err := eventBody(event, plan.environment)
	if err != nil {
		return nil, fmt.Errorf("stashtest: Deliver: %w", err)
	}
	sent := newDelivery("", url, body, plan)
	s.deliver(ctx, sent)
	d := &sent.Delivery
	if d.Delivered {
		return d, nil
	}
	last := d.Attempts[len(d.Attempts)-1]
	why := "HTTP " + strconv.Itoa(last.Status)
	if last.Err != nil {
		why = last.Err.Error()
	}
	return d, fmt.Errorf("stashtest: Deliver: the receiver did not answer exactly 200 in %d attempts; the last one gave %s", len(d.Attempts), why)
}

// deliver sends each copy on a schedule of its own, and notes what becomes of it.
func (s *Server) deliver(ctx context.Context, d *delivery) {
	var group sync.WaitGroup
	for copy := range d.plan.copies {
		group.Go(func() { s.deliverCopy(ctx, d, copy) })
	}
	group.Wait()
	s.note(d, func() {
		d.finish()
		s.webhooks.endings++
		d.end = s.webhooks.endings
	})
}

func (s *Server) deliverCopy(ctx context.Context, d *delivery, copy int) {
	var at copyState
	s.note(d, func() { at = d.copy[copy] })
	for retry := at.tries; retry < d.plan.attempts && !at.delivered; retry++ {
		if !at.next.IsZero() {
			err := pause(ctx, min(at.next.Sub(s.now()), retryWait(retry))) // of a delivery from before a restart, some time has passed
			s.note(d, func() { d.waits(copy, time.Time{}) })
			if err != nil {
				s.note(d, func() { d.tried(copy, DeliveryAttempt{At: s.now(), RetryCount: retry, Err: err}) })
				return
			}
		}
		attempt := s.attempt(ctx, d.URL, d.Body, retry, d.plan)
		s.note(d, func() {
			if d.tried(copy, attempt); attempt.Status != http.StatusOK && retry+1 < d.plan.attempts {
				d.waits(copy, s.now().Add(retryWait(retry+1)))
			}
			at = d.copy[copy]
		})
	}
}

// note changes what is known of a delivery, and keeps it. Where that fails, an attempt may be made again, as after a
// crash; the next call tells why.
func (s *Server) note(d *delivery, change func()) {
	w := &s.webhooks
	w.mu.Lock()
	change()
	if d.ID != "" {
		w.log.touch(d.ID)
	}
	w.mu.Unlock()
	s.changes.ring()
	_ = s.keeper.flush()
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s *Server) attempt(ctx context.Context, url string, body []byte, retry int, plan deliveryPlan) DeliveryAttempt {
	result := DeliveryAttempt{At: s.now(), RetryCount: retry}
	carried := body
	if plan.corrupted && len(body) > 0 {
		carried = bytes.Clone(body)
		carried[len(carried)/2] ^= 1
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(carried))
	if err != nil {
		result.Err = err
		return result
	}
	secret := s.WebhookSecret
	if plan.forged {
		secret = "fake-forger-" + randomText(16)
	}
	key := signature.NewKey([]byte(secret))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Stash-Hmac-Signature", signature.Encode(key.Legacy(body)))
	r.Header.Set("stash-retry-count", strconv.Itoa(retry))
	if plan.versioned {
		r.Header.Set("x-stash-hmac-signature", key.Header(s.ShopID, s.now().UnixMilli(), body))
	}
	resp, err := cmp.Or(plan.client, deliveryClient).Do(r)
	if err != nil {
		result.Err = err
		return result
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil { // half an answer is none: its receiver may have died
		result.Err = err
		return result
	}
	result.Status, result.Answer = resp.StatusCode, string(answer)
	return result
}
