package webhook

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"time"
)

// Option sets up a handler.
type Option interface {
	applyToHandler(*handler) error
}

type option func(*handler) error

func (o option) applyToHandler(h *handler) error { return o(h) }

// WithStore runs each event once, as far as the store remembers. Events whose Repeats is set are excepted, such as
// FREE_ITEM_REDEEMED, which gives something away: nothing in them tells a second one from a repetition of the first, so
// they are received each time that they come, unless WithKey gives them a key. Without a store an event that comes twice
// is received twice.
func WithStore(store Store) Option {
	return option(func(h *handler) error {
		if store == nil {
			return errors.New("WithStore: the store is nil")
		}
		if v := reflect.ValueOf(store); (v.Kind() == reflect.Pointer || v.Kind() == reflect.Func) && v.IsNil() {
			return fmt.Errorf("WithStore: the store is a nil %T; make one, or leave the option out", store)
		}
		h.store = store
		return nil
	})
}

// WithKey gives a key in the store to events whose Repeats is set, which have none otherwise. The function is called for
// them alone; all others are known by Event.Key. An empty key means that the event is received each time. Where a player
// can take a free item once a day, event.Key + today's date lets one through a day; one that Stash sends again after
// midnight counts for the new day, because the event does not say when it was.
func WithKey(key func(event *Event) string) Option {
	return option(func(h *handler) error {
		if key == nil {
			return errors.New("WithKey: the function is nil")
		}
		h.key = key
		return nil
	})
}

// WithUnreadable sets what receives the events of a known type whose payload cannot be read: Stash may have changed it,
// and what this SDK expects of refunds and subscriptions is a guess. Payload is an *Unknown, whose Err says what could
// not be read, and Key is a hash of the body; On for *Unknown will do, and On for a payload's own type passes them over.
// Checks, store and time are those of all events.
//
// Without it such an event is answered 400, the log says which field it was, and Stash sends it again for about a day.
// With it a nil error is answered 200, and Stash does not send it again: so keep Event.Raw before you return nil, or
// return an error for what you cannot read either.
func WithUnreadable(receive Receiver) Option {
	return option(func(h *handler) error {
		if receive == nil {
			return errors.New("WithUnreadable: receive is nil, or a function given to On or All is; leave the option out to answer 400")
		}
		h.unreadable = receive
		return nil
	})
}

// WithEnvironment refuses events of the other environment with HTTP 403, so that a wrong URL shows in Stash Studio and
// a test purchase grants nothing in production. Events that name no environment are accepted; those that name it in a
// way that this SDK does not know are refused.
func WithEnvironment(environment Environment) Option {
	return option(func(h *handler) error {
		if environment != EnvironmentProduction && environment != EnvironmentTest {
			return fmt.Errorf("WithEnvironment: it is %.20q; it must be %q or %q", environment, EnvironmentProduction, EnvironmentTest)
		}
		h.environment = environment
		return nil
	})
}

// WithMaxBytes sets how long a body may be, in bytes; 1 MiB (1048576) unless set.
func WithMaxBytes(n int64) Option {
	return option(func(h *handler) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxBytes: the limit is %d; it must be more than zero", n)
		}
		h.maxBytes = n
		return nil
	})
}

// WithTimeout sets how long a receiver's context lasts; 30 seconds unless set, because no source says how long Stash
// waits.
func WithTimeout(timeout time.Duration) Option {
	return option(func(h *handler) error {
		if timeout <= 0 {
			return fmt.Errorf("WithTimeout: the time is %v; it must be more than zero", timeout)
		}
		h.timeout = timeout
		return nil
	})
}

// WithLogger logs a line for each delivery: its type, key, status and what went wrong; never other text of the body, a
// signature or a secret, unless an error of your receiver has it. Without it, slog.Default gets the refused and failed
// ones.
func WithLogger(logger *slog.Logger) Option {
	return option(func(h *handler) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil")
		}
		h.logger, h.logAll = logger, true
		return nil
	})
}
