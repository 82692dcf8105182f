package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"
)

// grace is how long run waits after the time limit for the store's own reason.
const grace = 100 * time.Millisecond

// run calls the receiver, through the store if there is one, and answers in time even if the receiver hangs. The context
// does not end when the sender hangs up: the player has paid, so the work is finished once it has begun. Otherwise a
// sender that is less patient than the work would never get it done.
func (h *handler) run(ctx context.Context, event *Event, receive Receiver) *refusal {
	ctx, cancel := context.WithTimeout(withEvent(context.WithoutCancel(ctx), event), h.timeout)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		err := errors.New("receive ended its goroutine")
		defer func() { done <- err }()
		err = h.once(ctx, event, receive)
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case err = <-done:
		case <-late.C:
			err = fmt.Errorf("receive has not returned after %v: %w", h.timeout, ctx.Err())
		}
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &refusal{http.StatusServiceUnavailable, "it was not done in time", err}
	}
	return &refusal{http.StatusInternalServerError, "the event could not be received", err}
}

func (h *handler) once(ctx context.Context, event *Event, receive Receiver) error {
	// A receiver's panic becomes an error before the store sees it, so that no store can take it for success.
	do := func(ctx context.Context) error {
		return guard("receive", func() error { return receive(ctx, event) })
	}
	return guard("the store or the function of WithKey", func() error {
		if h.store == nil {
			return do(ctx)
		}
		return h.store.Once(ctx, h.keyOf(event), do)
	})
}

// guard turns a panic into an error.
func guard(what string, call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s panicked: %v\n%s", what, p, debug.Stack())
		}
	}()
	return call()
}
