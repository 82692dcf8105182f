package stashtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// Delivery is what became of an event.
type Delivery struct {
	Body      []byte            // as it was sent
	Attempts  []DeliveryAttempt // in the order of their time
	Delivered bool              // every copy was answered exactly 200
}

// DeliveryAttempt is one request of a delivery.
type DeliveryAttempt struct {
	At         time.Time
	RetryCount int    // as in the header stash-retry-count; 0 at first
	Status     int    // 0 when there was no answer
	Answer     string // the body of the answer, at most 4 KiB
	Err        error  // why there was no answer
}

// Deliver sends an event to a webhook URL with Stash's headers, and again on its schedule (at once, then after 1, 2, 4,
// 8, 16 minutes and so on, ten attempts in all) until the answer is exactly 200. In a testing/synctest bubble the
// waits take no time. The event is a pointer to a payload, such as *webhook.PurchaseSucceeded, or a whole body as
// []byte, json.RawMessage or string. The Delivery is there beside an error too, unless nothing was sent.
func (s *Server) Deliver(ctx context.Context, url string, event any, opts ...DeliveryOption) (*Delivery, error) {
	plan := planOf(opts)
	body, err := eventBody(event, plan.environment)
	if err != nil {
		return nil, fmt.Errorf("stashtest: Deliver: %w", err)
	}
	d := s.deliver(ctx, url, body, plan)
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

// deliver sends each copy on a schedule of its own.
func (s *Server) deliver(ctx context.Context, url string, body []byte, plan deliveryPlan) *Delivery {
	d := &Delivery{Body: body, Delivered: true}
	var mu sync.Mutex
	var group sync.WaitGroup
	for range plan.copies {
		group.Go(func() {
			attempts := s.deliverOne(ctx, url, body, plan)
			mu.Lock()
			defer mu.Unlock()
			d.Attempts = append(d.Attempts, attempts...)
			d.Delivered = d.Delivered && attempts[len(attempts)-1].Status == http.StatusOK
		})
	}
	group.Wait()
	slices.SortStableFunc(d.Attempts, func(a, b DeliveryAttempt) int { return a.At.Compare(b.At) })
	return d
}

func (s *Server) deliverOne(ctx context.Context, url string, body []byte, plan deliveryPlan) (attempts []DeliveryAttempt) {
	for retry := range plan.attempts {
		if err := pause(ctx, retryWait(retry)); err != nil {
			return append(attempts, DeliveryAttempt{At: s.now(), RetryCount: retry, Err: err})
		}
		attempt := s.attempt(ctx, url, body, retry, plan)
		attempts = append(attempts, attempt)
		if attempt.Status == http.StatusOK {
			break
		}
	}
	return attempts
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
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
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
	resp, err := plan.client.Do(r)
	if err != nil {
		result.Err = err
		return result
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	result.Status, result.Answer, result.Err = resp.StatusCode, string(answer), err
	return result
}
