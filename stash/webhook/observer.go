package webhook

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/secret"
)

// Outcome is how a delivery ended.
type Outcome string

// The outcomes of a delivery.
const (
	OutcomeReceived  Outcome = "received"  // HTTP 200: the receiver returned nil
	OutcomeDuplicate Outcome = "duplicate" // HTTP 200: the store had it from an earlier delivery, and no receiver was called
	OutcomeRefused   Outcome = "refused"   // HTTP 4xx: it is not from Stash, not for this receiver, or cannot be read
	OutcomeFailed    Outcome = "failed"    // HTTP 5xx: the receiver or the store failed, or was not done in time
)

// Delivery is what a function of WithObserver is told.
type Delivery struct {
	Type       EventType     // empty if the signature is wrong or the body is not an event
	Key        string        // Event.Key, without shop and environment; empty if Type is
	RetryCount int           // how often Stash has sent the event before, as its header says
	Outcome    Outcome       // what became of the event
	Status     int           // the HTTP status of the answer; for Process, the one that Receive would return
	Duration   time.Duration // from the beginning of the call, with reading the body, to the end of the receiver
	Err        error         // why it was refused or failed, as Receive returns it; otherwise nil
}

// WithObserver tells a function of each delivery, once, whatever its outcome, also if its body was not read. Use it for
// metrics and traces. The function gets the context of the request, and is called before the answer is sent, so it must be
// quick; several may run at once. A panic in it is logged and changes nothing else. With the option several times, each
// function is told.
//
// Use Type, Outcome and Status as labels of a metric, not Key. Err may contain what an error of your receiver contains.
func WithObserver(observe func(ctx context.Context, d Delivery)) Option {
	return option(func(h *Handler) error {
		if observe == nil {
			return errors.New("WithObserver: the function is nil")
		}
		h.observers = append(h.observers, observe)
		return nil
	})
}

// tell logs a delivery and tells it to the observers. It returns what Receive does.
func (h *Handler) tell(ctx context.Context, began time.Time, r result) (status int, err error) {
	d := Delivery{Outcome: OutcomeReceived, Status: http.StatusOK, Duration: time.Since(began)}
	if r.event != nil {
		d.Type, d.Key, d.RetryCount = r.event.Type, r.event.Key, r.event.RetryCount
	}
	switch {
	case r.refused != nil:
		d.Outcome, d.Status, d.Err = OutcomeRefused, r.refused.status, r.refused.err
		if d.Status >= http.StatusInternalServerError {
			d.Outcome = OutcomeFailed
		}
	case r.duplicate:
		d.Outcome = OutcomeDuplicate
	}
	if h == nil {
		h = &Handler{}
	}
	if ctx == nil {
		ctx = context.Background()
	}
	h.log(ctx, d)
	for _, observe := range h.observers {
		if err := inbound.Guard("a function of WithObserver", func() error { observe(ctx, d); return nil }); err != nil {
			h.logger.LogAttrs(ctx, slog.LevelError, "stash webhook", slog.String("error", h.scrub(err.Error())))
		}
	}
	return d.Status, d.Err
}

// log writes a delivery's line.
func (h *Handler) log(ctx context.Context, d Delivery) {
	level := slog.LevelInfo
	switch {
	case d.Err == nil && !h.logAll:
		return
	case d.Outcome == OutcomeFailed:
		level = slog.LevelError
	case d.Outcome == OutcomeRefused:
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{slog.Int("status", d.Status), slog.String("outcome", string(d.Outcome)), slog.Duration("duration", d.Duration)}
	if d.Key != "" {
		attrs = append(attrs, slog.String("type", shown(string(d.Type))), slog.String("key", d.Key), slog.Int("retry", d.RetryCount))
	}
	if d.Err != nil {
		attrs = append(attrs, slog.String("error", h.scrub(d.Err.Error())))
	}
	cmp.Or(h.logger, slog.Default()).LogAttrs(ctx, level, "stash webhook", attrs...)
}

// scrub removes the secrets from a text. A panic's text, for example, can contain anything.
func (h *Handler) scrub(text string) string {
	if h.verifier == nil {
		return text
	}
	return secret.Scrub(text, h.verifier.keys()...)
}

// shown returns a text of the body if it looks like a name, so that the log shows no other text of the body.
func shown(text string) string {
	if len(text) > 60 {
		return "[not a name]"
	}
	for _, c := range []byte(text) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-') {
			return "[not a name]"
		}
	}
	return text
}
