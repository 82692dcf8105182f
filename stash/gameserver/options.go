package gameserver

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Option sets up a handler. A mistake in one is reported by NewHandler.
type Option func(*handler) error

// WithPath makes the handler serve a call, such as [GetCatalog], at another path than the usual one: set the same
// path in Stash Studio.
func WithPath(call, path string) Option {
	return func(h *handler) error {
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?# ") {
			return fmt.Errorf("WithPath: the path %.60q of %s must begin with a slash, and have no query, fragment or blank", path, call)
		}
		for i := range h.routes {
			if h.routes[i].ID == call {
				h.routes[i].Path = path
				return nil
			}
		}
		return fmt.Errorf("WithPath: there is no call %.60q; the package has a constant for each", call)
	}
}

// WithEnvironment makes the handler refuse requests of another environment, so that test money buys nothing on a
// production server: with HTTP 403, or for register and cancel with a failed status. Requests that name none are served.
func WithEnvironment(environment PaymentEnvironment) Option {
	return func(h *handler) error {
		if environment != PaymentEnvironmentTest && environment != PaymentEnvironmentProduction {
			return fmt.Errorf("WithEnvironment: %.60q is neither PaymentEnvironmentTest nor PaymentEnvironmentProduction", environment)
		}
		h.environment = environment
		return nil
	}
}

// WithTimeout limits how long a Server's method may take; 10 seconds without the option. When the time is up its
// context ends and the call is answered as failed, so a method must not grant anything after that.
func WithTimeout(limit time.Duration) Option {
	return func(h *handler) error {
		if limit <= 0 {
			return fmt.Errorf("WithTimeout: %v is not a time to wait", limit)
		}
		h.timeout = limit
		return nil
	}
}

// WithMaxRequestBytes limits the length of a request's body; 1 MiB without the option. A longer one is answered with
// HTTP 413.
func WithMaxRequestBytes(limit int64) Option {
	return func(h *handler) error {
		if limit <= 0 {
			return fmt.Errorf("WithMaxRequestBytes: %d is not a length", limit)
		}
		h.maxBytes = limit
		return nil
	}
}

// WithReplayMemory limits how many signed requests the handler remembers, to answer a copy of one as the first was;
// 65,536 without the option. They are forgotten when their signatures are too old, or the oldest when there are more;
// and at once when a failure settles nothing, so that the copy runs.
func WithReplayMemory(requests int) Option {
	return func(h *handler) error {
		if requests < 1 {
			return fmt.Errorf("WithReplayMemory: %d is not a number of requests", requests)
		}
		h.replays.limit = requests
		return nil
	}
}

// WithNumericEnums writes enums by number instead of name, which Stash's own notes advise for names that are new.
func WithNumericEnums() Option {
	return func(h *handler) error {
		h.numericEnums = true
		return nil
	}
}

// WithoutValidation sends catalogs, offers and players as they are. Stash hides what breaks its rules without
// telling anybody, so leave validation on at least while you test.
func WithoutValidation() Option {
	return func(h *handler) error {
		h.unchecked = true
		return nil
	}
}

// WithLegacySignatures accepts the deprecated header stash-hmac-signature too, on requests that have no
// x-stash-hmac-signature. It has no time and no shop, and on a GET it never changes, so whoever has seen one can
// read with it for ever.
func WithLegacySignatures() Option {
	return func(h *handler) error {
		h.legacy = true
		return nil
	}
}

// WithDecodedSecrets makes the secrets' base64-decoded bytes the keys. Stash's newest notes use a secret's own bytes;
// an older guide speaks of a base64-encoded one.
func WithDecodedSecrets() Option {
	return func(h *handler) error {
		h.decode = true
		return nil
	}
}

// WithLogger sets where failed calls are logged, a line each: the call (or method and path, where they are none of
// Stash's), the status, how long it took, and why. Bodies, signatures and secrets are not in it. Without the option it
// is slog.Default.
func WithLogger(logger *slog.Logger) Option {
	return func(h *handler) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; slog.DiscardHandler makes a silent one")
		}
		h.logger = logger
		return nil
	}
}

// WithClock replaces the clock that signatures are held against.
func WithClock(now func() time.Time) Option {
	return func(h *handler) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		h.now = now
		return nil
	}
}
