package stash

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// Option sets up a [Client]. New reports an option's mistake.
type Option func(*settings) error

// settings are what options write into.
type settings struct {
	transport      transport.Config
	environmentURL string // of WithEnvironment; WithBaseURL's goes into transport
	shopHandle     string
}

// WithEnvironment chooses the host by environment; the last one counts. It or WithBaseURL must be given: a client
// that guessed could charge real money in a test, or none after launch.
func WithEnvironment(environment Environment) Option {
	return func(s *settings) error {
		url, err := environment.BaseURL()
		if err != nil {
			return fmt.Errorf("WithEnvironment: %w", err)
		}
		s.transport.Environment = string(environment)
		s.environmentURL = url
		return nil
	}
}

// WithBaseURL sends calls to another address, such as an emulator's or a proxy's; its path is kept. It wins over
// WithEnvironment, but must not be the other environment's own host. Plain http is accepted for loopback addresses alone.
func WithBaseURL(url string) Option {
	return func(s *settings) error {
		if url == "" {
			return errors.New("WithBaseURL: the base URL is empty; give one such as https://test-api.stash.gg")
		}
		s.transport.BaseURL = url
		return nil
	}
}

// WithHTTPClient sends with a copy of the given client: its transport, timeout and cookie jar are used, and
// redirects are not followed whatever it says of them.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("WithHTTPClient: the http.Client is nil; leave the option out to use the default")
		}
		s.transport.HTTPClient = client
		return nil
	}
}

// WithTimeout limits a whole call, its repetitions and waits included. The default is 60 seconds. A context's
// earlier deadline holds too.
func WithTimeout(limit time.Duration) Option {
	return positive("WithTimeout", limit, func(s *settings) { s.transport.Timeout = limit })
}

// WithAttemptTimeout limits each attempt of a call. The default is 20 seconds.
func WithAttemptTimeout(limit time.Duration) Option {
	return positive("WithAttemptTimeout", limit, func(s *settings) { s.transport.AttemptTimeout = limit })
}

// WithRetries sets how often a call may be sent again after its first attempt, from 0 to 10. The default is 2, so
// three attempts. Only calls that cannot double their effect are sent again.
func WithRetries(n int) Option {
	return func(s *settings) error {
		if n < 0 || n > 10 {
			return fmt.Errorf("WithRetries: %d retries; give 0 to 10", n)
		}
		s.transport.Attempts = n + 1
		return nil
	}
}

// WithShopHandle sets the shop_handle that [Client.Call] adds to its data.
func WithShopHandle(handle string) Option {
	return func(s *settings) error {
		if handle == "" {
			return errors.New("WithShopHandle: the shop handle is empty; it stands in Stash Studio under Project Settings")
		}
		s.shopHandle = handle
		return nil
	}
}

// WithLogger writes one line per call: operation, route template, status, attempts, duration and outcome; at level
// Info for a success and Warn for a failure. Bodies, keys, signatures and the caller's ids are never in it.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; leave the option out to log nothing")
		}
		s.transport.Logger = logger
		return nil
	}
}

// WithUserAgent puts a product name, such as "my-game/1.4", in front of the SDK's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(s *settings) error {
		if product == "" {
			return errors.New("WithUserAgent: the product is empty; leave the option out to send the SDK's own name")
		}
		s.transport.UserAgent = product
		return nil
	}
}

// WithRequestEditor adds an editor that runs on every request, before the credential is added.
func WithRequestEditor(editor gen.RequestEditorFn) Option {
	return func(s *settings) error {
		if editor == nil {
			return errors.New("WithRequestEditor: the editor is nil")
		}
		s.transport.Editors = append(s.transport.Editors, editor)
		return nil
	}
}

// WithMaxResponseBytes limits the body of a success. The default is 8 MiB.
func WithMaxResponseBytes(limit int64) Option {
	return positive("WithMaxResponseBytes", limit, func(s *settings) { s.transport.MaxResponseBytes = limit })
}

// WithClock replaces the clock that signatures and Retry-After dates are reckoned by, for tests and for machines
// whose clock is known to be off.
func WithClock(now func() time.Time) Option {
	return func(s *settings) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		s.transport.Now = now
		return nil
	}
}

func positive[T ~int64](option string, value T, apply func(*settings)) Option {
	return func(s *settings) error {
		if value <= 0 {
			return fmt.Errorf("%s: the limit is %v; it must be greater than zero", option, value)
		}
		apply(s)
		return nil
	}
}
