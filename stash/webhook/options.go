package webhook

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"time"
)

// Option is a setting of a handler.
type Option interface {
	applyToHandler(*Handler) error
}

type option func(*Handler) error

func (o option) applyToHandler(h *Handler) error { return o(h) }

// WithStore receives each event once, for as long as the store remembers it. Events with Repeats set are the exception,
// such as FREE_ITEM_REDEEMED: nothing in them distinguishes a second event from a repeated delivery of the first, so they
// are received at every delivery, unless WithKey gives them a key. Without a store, an event that is delivered twice is
// received twice.
//
// A key in the store is "shop/environment/type:id": the shop of WithShopID, or else of the event; the environment of
// WithEnvironment, or else of the event; and [Event.Key]. A part that nobody names is empty. Use both options, so that the
// key of an event stays the same if Stash adds the shop or the environment to its envelopes.
func WithStore(store Store) Option {
	return option(func(h *Handler) error {
		if store == nil {
			return errors.New("WithStore: the store is nil")
		}
		if v := reflect.ValueOf(store); (v.Kind() == reflect.Pointer || v.Kind() == reflect.Func) && v.IsNil() {
			return fmt.Errorf("WithStore: the store is a nil %T; make one, or remove the option", store)
		}
		h.store = store
		return nil
	})
}

// WithKey gives a key in the store to events with Repeats set, which have none otherwise. The function is called only for
// them; other events have Event.Key. An empty key means that the event is received at every delivery. If a player can take
// a free item once a day, return event.Key + today's date to receive one a day. A delivery that Stash repeats after
// midnight counts for the new day, because the event does not say when it happened.
func WithKey(key func(event *Event) string) Option {
	return option(func(h *Handler) error {
		if key == nil {
			return errors.New("WithKey: the function is nil")
		}
		h.key = key
		return nil
	})
}

// WithUnreadable sets the receiver of events whose type is known and whose payload cannot be read. Stash may have changed
// the payload, and the fields of refunds and subscriptions are inferred. Payload is then an *Unknown, whose Err says which
// field cannot be read, and Key is a hash of the body. On with a function for *Unknown receives these events; On with a
// function for the payload's own type ignores them. Checks, store and time limit are the same as for other events.
//
// Without the option such an event is answered 400, the log names the field, and Stash repeats the event for about a day.
// With it, a nil error is answered 200 and Stash does not repeat the event. So store Event.Raw before you return nil, or
// return an error if you cannot read it either.
func WithUnreadable(receive Receiver) Option {
	return option(func(h *Handler) error {
		if receive == nil {
			return errors.New("WithUnreadable: receive is nil, or a function passed to On or All is nil; remove the option to answer 400")
		}
		h.unreadable = receive
		return nil
	})
}

// WithEnvironment refuses events of the other environment with HTTP 403. So a test purchase grants nothing in production,
// and a wrong URL shows in Stash Studio. Events that name no environment are accepted. Events whose environment this SDK
// does not know are refused.
func WithEnvironment(environment Environment) Option {
	return option(func(h *Handler) error {
		if environment != EnvironmentProduction && environment != EnvironmentTest {
			return fmt.Errorf("WithEnvironment: it is %.20q; it must be %q or %q", environment, EnvironmentProduction, EnvironmentTest)
		}
		h.environment = environment
		return nil
	})
}

// WithMaxBytes sets the maximum length of a body in bytes. The default is 1 MiB (1048576).
func WithMaxBytes(n int64) Option {
	return option(func(h *Handler) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxBytes: the limit is %d; it must be more than zero", n)
		}
		h.maxBytes = n
		return nil
	})
}

// WithTimeout sets the time limit of a receiver's context. The default is 30 seconds, because no source says how long
// Stash waits. When the time is over, the delivery is answered 503, even if the receiver has not returned. The time also
// limits how long a body may take to arrive.
//
// The context does not end when Stash hangs up: the player has paid already, so the receiver finishes its work, and Stash's
// next delivery finds it done. (In package gameserver it does end: there the player is not charged then.)
func WithTimeout(timeout time.Duration) Option {
	return option(func(h *Handler) error {
		if timeout <= 0 {
			return fmt.Errorf("WithTimeout: the time is %v; it must be more than zero", timeout)
		}
		h.timeout = timeout
		return nil
	})
}

// WithLogger logs one line for each delivery: status, outcome, duration, type, key, and the error if there is one. It logs
// no other text of the body, no signature and no secret, unless an error of your receiver contains it. Without the option,
// slog.Default gets a line for each delivery that was refused or failed.
func WithLogger(logger *slog.Logger) Option {
	return option(func(h *Handler) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil")
		}
		h.logger, h.logAll = logger, true
		return nil
	})
}
