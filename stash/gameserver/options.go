package gameserver

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Option is a setting of a handler. NewHandler returns an error for a wrong value.
type Option func(*Handler) error

// WithPath serves a call, such as [GetCatalog], at a path of your choice. Set the same path in Stash Studio.
func WithPath(call, path string) Option {
	return func(h *Handler) error {
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?# ") {
			return fmt.Errorf("WithPath: the path %.60q of %s must begin with a slash, and must not have a query, a fragment or a space", path, call)
		}
		for i := range h.routes {
			if h.routes[i].ID == call {
				h.routes[i].Path = path
				return nil
			}
		}
		return fmt.Errorf("WithPath: %.60q is not a call of Stash; use one of the package's constants, such as GetCatalog", call)
	}
}

// WithEnvironment refuses requests of the other environment, so that test money buys nothing on a production server. The
// answer is HTTP 403, or a failed status for register and cancel. Requests that name no environment are accepted.
func WithEnvironment(environment PaymentEnvironment) Option {
	return func(h *Handler) error {
		if environment != PaymentEnvironmentTest && environment != PaymentEnvironmentProduction {
			return fmt.Errorf("WithEnvironment: %.60q is neither PaymentEnvironmentTest nor PaymentEnvironmentProduction", environment)
		}
		h.environment = environment
		return nil
	}
}

// WithTimeout sets the time limit of a Server's method. The default is 10 seconds. When the time is over or Stash hangs up,
// the method's context ends and the call is answered as failed, so the method must not grant anything after that: the
// player is not charged. [Purchases] with package sqlstore rolls the grant back then, even if the method has not returned.
// (In package webhook the work goes on after a hang-up: there the player has paid already.) The time also limits how long
// a body may take to arrive.
func WithTimeout(limit time.Duration) Option {
	return func(h *Handler) error {
		if limit <= 0 {
			return fmt.Errorf("WithTimeout: the time is %v; it must be more than zero", limit)
		}
		h.timeout = limit
		return nil
	}
}

// WithMaxRequestBytes sets the maximum length of a request's body in bytes. The default is 1 MiB (1048576). A longer body
// is answered with HTTP 413.
func WithMaxRequestBytes(limit int64) Option {
	return func(h *Handler) error {
		if limit <= 0 {
			return fmt.Errorf("WithMaxRequestBytes: the limit is %d; it must be more than zero", limit)
		}
		h.maxBytes = limit
		return nil
	}
}

// WithReplayMemory sets how many signed requests the handler remembers. A copy of a remembered request gets the first
// one's answer. The default is 65,536. A request is forgotten when its signature is too old, and the oldest when the memory
// is full. A request whose failure settles nothing is forgotten at once, so that its copy runs.
func WithReplayMemory(requests int) Option {
	return func(h *Handler) error {
		if requests < 1 {
			return fmt.Errorf("WithReplayMemory: the number is %d; it must be more than zero", requests)
		}
		h.replays.limit = requests
		return nil
	}
}

// WithNumericEnums writes enums as numbers instead of names. Stash's notes advise it for new values.
func WithNumericEnums() Option {
	return func(h *Handler) error {
		h.numericEnums = true
		return nil
	}
}

// WithoutValidation sends catalogs, offers and players unchecked. Stash hides entries that break its rules and reports no
// error, so keep validation on at least while you test.
func WithoutValidation() Option {
	return func(h *Handler) error {
		h.unchecked = true
		return nil
	}
}

// WithLegacySignatures also accepts the deprecated header stash-hmac-signature, on requests that have no
// x-stash-hmac-signature. It has no time and no shop, and it is the same for every GET. So whoever has seen one GET can
// make any other, for as long as the secret is valid.
func WithLegacySignatures() Option {
	return func(h *Handler) error {
		h.legacy = true
		return nil
	}
}

// WithDecodedSecrets base64-decodes the secrets and uses the decoded bytes as keys. Stash's newest notes use the secret's
// own bytes, which is the default; an older guide describes the secret as base64.
func WithDecodedSecrets() Option {
	return func(h *Handler) error {
		h.decode = true
		return nil
	}
}

// WithLogger sets the logger of failed calls. The default is slog.Default. There is one line for each: the call (or method
// and path, if it is not a call of Stash), the status, the duration and the reason. No body, signature or secret is
// logged.
func WithLogger(logger *slog.Logger) Option {
	return func(h *Handler) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; use slog.New(slog.DiscardHandler) to log nothing")
		}
		h.logger = logger
		return nil
	}
}

// WithClock replaces the clock that checks the time of signatures.
func WithClock(now func() time.Time) Option {
	return func(h *Handler) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		h.now = now
		return nil
	}
}
