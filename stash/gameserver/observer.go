package gameserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/secret"
)

// Outcome is how a call of Stash ended.
type Outcome string

// The outcomes of a call.
const (
	// OutcomeReceived says that the Server's method succeeded.
	OutcomeReceived Outcome = "received"
	// OutcomeDuplicate says that an earlier call had done it: this one is a copy of its request, or [Purchases] found the
	// purchase registered or confirmed.
	OutcomeDuplicate Outcome = "duplicate"
	// OutcomeRefused says that the rules or your code refused the call: a wrong signature, a mistake in the request,
	// [Decline], [Refuse] with a status below 500, an error of this package.
	OutcomeRefused Outcome = "refused"
	// OutcomeFailed says that your code or its infrastructure failed: any other error, a panic, a time-out.
	OutcomeFailed Outcome = "failed"
)

// Call is what a function of WithObserver is told.
type Call struct {
	Operation string        // such as ConfirmPayment; empty if no call of Stash has this path and method
	Key       string        // the transaction id of a purchase's call; empty for other calls, and if the request was not read
	Outcome   Outcome       // of register and cancel, what the body reports: their HTTP status is 200 in any case
	Status    int           // the HTTP status of the answer
	Duration  time.Duration // from the request's headers to the end of the answer
	Err       error         // why the call was refused or failed; nil for the other outcomes
}

// WithObserver tells a function of each call, once, whatever its outcome, also if its body was not read. Use it for metrics
// and traces. The function gets the context of the request, and the answer is complete when it returns, so it must be
// quick; several may run at once. A panic in it is logged and changes nothing else. With the option several times, each
// function is told.
//
// Use Operation, Outcome and Status as labels of a metric, not Key. Err may contain what an error of your code contains.
func WithObserver(observe func(ctx context.Context, c Call)) Option {
	return func(h *Handler) error {
		if observe == nil {
			return errors.New("WithObserver: the function is nil")
		}
		h.observers = append(h.observers, observe)
		return nil
	}
}

// tell logs a call that was refused or failed, and tells each call to the observers.
func (h *Handler) tell(route *gen.Operation, r *http.Request, reply reply, took time.Duration) {
	if h == nil {
		h = &Handler{}
	}
	c := Call{Key: reply.key, Outcome: reply.outcome(), Status: reply.status, Duration: took, Err: reply.reason}
	if route != nil {
		c.Operation = route.ID
	}
	h.log(r, c)
	for _, observe := range h.observers {
		if err := inbound.Guard("a function of WithObserver", func() error { observe(r.Context(), c); return nil }); err != nil {
			h.logger.LogAttrs(r.Context(), slog.LevelError, "gameserver: an observer failed", slog.String("reason", h.scrub(err.Error())))
		}
	}
}

// outcome says whose fault a failure is. The status alone does not: register and cancel report failures in the body.
func (r reply) outcome() Outcome {
	switch {
	case r.reason == nil && r.duplicate:
		return OutcomeDuplicate
	case r.reason == nil:
		return OutcomeReceived
	}
	for _, fault := range []error{errPanic, errTimeout, errNoAnswer} {
		if errors.Is(r.reason, fault) {
			return OutcomeFailed
		}
	}
	status := r.status
	if status == http.StatusOK {
		status, _, _ = verdict(r.reason)
	}
	if status >= http.StatusInternalServerError && !declines(r.reason) {
		return OutcomeFailed
	}
	return OutcomeRefused
}

// log writes the line of a call that was refused or failed.
func (h *Handler) log(r *http.Request, c Call) {
	level := slog.LevelWarn
	switch c.Outcome {
	case OutcomeReceived, OutcomeDuplicate:
		return
	case OutcomeFailed:
		level = slog.LevelError
	}
	name := c.Operation
	if name == "" { // the path can have any text, so it is logged escaped
		name = fmt.Sprintf("%.100s", h.scrub(r.Method+" "+r.URL.EscapedPath()))
	}
	cmp.Or(h.logger, slog.Default()).LogAttrs(r.Context(), level, "gameserver: a call of Stash failed", slog.String("call", name),
		slog.Int("status", c.Status), slog.Duration("duration", c.Duration), slog.String("reason", h.scrub(c.Err.Error())))
}

// scrub removes the secrets from a text. A panic's text, for example, can contain anything.
func (h *Handler) scrub(text string) string {
	for _, s := range h.secrets {
		text = secret.Scrub(text, s.Reveal())
	}
	return text
}
