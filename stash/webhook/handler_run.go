package webhook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/keylock"
)

// grace is how long run waits after the time limit for the store's own reason.
const grace = 100 * time.Millisecond

// run calls the receiver, through the store if there is one, and answers in time even if the receiver hangs. The context
// does not end when the sender hangs up: the player has paid, so the work is finished once it has begun. Otherwise a
// sender that is less patient than the work would never get it done.
func (h *Handler) run(ctx context.Context, event *Event, receive Receiver) result {
	ctx, cancel := context.WithTimeout(withEvent(context.WithoutCancel(ctx), event), h.timeout)
	defer cancel()
	done := make(chan end, 1)
	go func() {
		last := end{err: errors.New("receive ended its goroutine")}
		defer func() { done <- last }()
		last = h.once(ctx, event, receive)
	}()
	var last end
	select {
	case last = <-done:
	case <-ctx.Done():
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case last = <-done:
		case <-late.C:
			last.err = fmt.Errorf("receive has not returned after %v: %w", h.timeout, ctx.Err())
		}
	}
	switch {
	case last.err == nil:
		return result{event: event, duplicate: last.duplicate}
	case ctx.Err() != nil:
		return result{event: event, refused: &refusal{http.StatusServiceUnavailable, "it was not done in time", last.err}}
	}
	return result{event: event, refused: &refusal{http.StatusInternalServerError, "the event could not be received", last.err}}
}

// end is how a receiver ended.
type end struct {
	err       error
	duplicate bool // the store did not call the receiver
}

func (h *Handler) once(ctx context.Context, event *Event, receive Receiver) (last end) {
	// A receiver's panic becomes an error before the store sees it, so that no store can take it for success.
	do := func(ctx context.Context) error {
		return inbound.Guard("receive", func() error { return receive(ctx, event) })
	}
	last.err = inbound.Guard("the store or the function of WithKey", func() error {
		switch {
		case h.store == nil:
			return do(ctx)
		case !h.logAll && len(h.observers) == 0: // nobody asks for duplicates, and counting them costs memory
			return h.store.Once(ctx, h.keyOf(event), do)
		}
		called := false
		err := h.store.Once(ctx, h.keyOf(event), func(ctx context.Context) error {
			called = true
			return do(ctx)
		})
		last.duplicate = err == nil && !called
		return err
	})
	return last
}

// keyOf returns the key in the store. WithKey is called only for events that repeat: for a purchase, a key with the date
// in it would let the purchase through a second time after midnight.
func (h *Handler) keyOf(event *Event) string {
	key := event.Key
	if event.Repeats {
		if h.key == nil {
			return ""
		}
		if key = h.key(event); key == "" {
			return ""
		}
	}
	// The handler's own settings come first: they are the same for every delivery, also if the envelope changes.
	return keylock.Scoped(cmp.Or(h.verifier.rules.shopID, event.ShopID), string(cmp.Or(h.environment, event.Environment)), key)
}
