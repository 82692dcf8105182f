package deliver

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// Deliver sends an event to a webhook URL by a plan, until the response is HTTP 200. The event is a pointer to a
// payload, such as *webhook.PurchaseSucceeded, or a whole body as []byte, json.RawMessage or string. Deliver returns the
// Delivery with an error too, unless nothing was sent.
func (d *Deliveries) Deliver(ctx context.Context, url string, event any, plan Plan) (*Delivery, error) {
	body, err := eventBody(event, plan.Environment)
	if err != nil {
		return nil, fmt.Errorf("stashtest: Deliver: %w", err)
	}
	sent := newDelivery("", url, body, plan)
	d.deliver(ctx, sent)
	result := &sent.Delivery
	if result.Delivered {
		return result, nil
	}
	last := result.Attempts[len(result.Attempts)-1]
	why := "HTTP " + strconv.Itoa(last.Status)
	if last.Err != nil {
		why = last.Err.Error()
	}
	return result, fmt.Errorf("stashtest: Deliver: the receiver did not answer exactly 200 in %d attempts; the last one gave %s", len(result.Attempts), why)
}

// deliver sends each copy on its own schedule, and records the attempts.
func (d *Deliveries) deliver(ctx context.Context, event *delivery) {
	var group sync.WaitGroup
	for copy := range event.plan.Copies {
		group.Go(func() { d.deliverCopy(ctx, event, copy) })
	}
	group.Wait()
	d.note(event, func() {
		event.finish()
		d.endings++
		event.end = d.endings
	})
}

func (d *Deliveries) deliverCopy(ctx context.Context, event *delivery, copy int) {
	now := d.around.Now
	var at copyState
	d.note(event, func() { at = event.copy[copy] })
	for retry := at.tries; retry < event.plan.Attempts && !at.delivered; retry++ {
		if !at.next.IsZero() {
			err := d.until(ctx, event, copy, retryWait(retry))
			d.note(event, func() { event.waits(copy, time.Time{}) })
			if err != nil {
				d.note(event, func() { event.tried(copy, Attempt{At: now(), RetryCount: retry, Err: err}) })
				return
			}
		}
		attempt := d.attempt(ctx, event.URL, event.Body, retry, event.plan)
		d.note(event, func() {
			if event.tried(copy, attempt); attempt.Status != http.StatusOK && retry+1 < event.plan.Attempts {
				event.waits(copy, now().Add(retryWait(retry+1)))
			}
			at = event.copy[copy]
		})
	}
}

// note changes a delivery and writes it to the state file. If writing fails, an attempt may be repeated, as after a
// crash; the next call returns the error.
func (d *Deliveries) note(event *delivery, change func()) {
	d.mu.Lock()
	change()
	if event.ID != "" && d.log.Get(event.ID) == event { // or else Forget has dropped it
		d.log.Touch(event.ID)
	}
	d.mu.Unlock()
	d.around.Changed()
	_ = d.around.Keep()
}

// until waits for a copy's next attempt. Wake makes it look again, because the clock or the time has changed. After a
// restart, part of the wait has passed.
func (d *Deliveries) until(ctx context.Context, event *delivery, copy int, most time.Duration) error {
	for {
		d.mu.Lock()
		left, moved := min(event.copy[copy].next.Sub(d.around.Now()), most), event.moved
		d.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
			return ctx.Err()
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		case <-moved:
			timer.Stop()
		}
	}
}

// Wake makes each delivery look at the clock again.
func (d *Deliveries) Wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, each := range d.log.All() {
		each.Value.wake()
	}
}

func (d *delivery) wake() {
	close(d.moved)
	d.moved = make(chan struct{})
}

// RetryNow makes the next attempt of a running delivery without a wait.
func (d *Deliveries) RetryNow(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	event := d.log.Get(id)
	switch {
	case event == nil:
		return fmt.Errorf("stashtest: Retry: there is no delivery %.60q", strings.ToValidUTF8(id, "?"))
	case event.Ended:
		return fmt.Errorf("stashtest: Retry: the delivery %s has ended; send its event again instead", id)
	}
	for i := range event.copy {
		if !event.copy[i].next.IsZero() {
			event.waits(i, d.around.Now())
		}
	}
	event.wake()
	return nil
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

func (d *Deliveries) attempt(ctx context.Context, url string, body []byte, retry int, plan Plan) Attempt {
	result := Attempt{At: d.around.Now(), RetryCount: retry}
	carried := body
	if plan.Corrupted && len(body) > 0 {
		carried = bytes.Clone(body)
		carried[len(carried)/2] ^= 1
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(carried))
	if err != nil {
		result.Err = err
		return result
	}
	secret := d.around.Who().WebhookSecret
	if plan.Forged {
		secret = "fake-forger-" + ids.Text(16)
	}
	r.Header.Set("Content-Type", "application/json")
	maps.Copy(r.Header, webhook.Sign(body, secret))
	r.Header.Set("stash-retry-count", strconv.Itoa(retry))
	if plan.Versioned {
		r.Header.Set("x-stash-hmac-signature", signature.NewKey([]byte(secret)).Header(d.around.Who().ShopID, d.around.Signed().UnixMilli(), body))
	}
	resp, err := cmp.Or(plan.Client, d.client).Do(r)
	if err != nil {
		result.Err = err
		return result
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil { // the receiver may have crashed during its response, so the attempt failed
		result.Err = err
		return result
	}
	result.Status, result.Answer = resp.StatusCode, string(answer)
	return result
}
