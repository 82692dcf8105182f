package stash

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// Option configures a [Client]. If its argument is invalid, [New] returns the error.
type Option func(*settings) error

// settings are what options write into.
type settings struct {
	transport      transport.Config
	environmentURL string // from WithEnvironment; the URL from WithBaseURL is in transport
	shopHandle     string
}

// WithEnvironment selects the environment to call. If it is given twice, the last one counts. It or [WithBaseURL] is
// required: a default could charge real money in a test, or no money after launch.
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

// WithBaseURL sends calls to another address, such as an emulator or a proxy. The path of the URL is kept. It overrides
// [WithEnvironment], but must not be the host of the other environment. Plain http is accepted only for loopback
// addresses, and with [WithInsecureHTTP].
func WithBaseURL(url string) Option {
	return func(s *settings) error {
		if url == "" {
			return errors.New("WithBaseURL: the base URL is empty; give one such as https://test-api.stash.gg")
		}
		s.transport.BaseURL = url
		return nil
	}
}

// WithInsecureHTTP accepts plain http also beyond loopback addresses, for an emulator in another container. Whoever can read
// the network can then read the credential, so use it with fake credentials only. It does not apply to Stash's own hosts:
// plain http to them is refused. It does not change calls over https.
func WithInsecureHTTP() Option {
	return func(s *settings) error {
		s.transport.InsecureHTTP = true
		return nil
	}
}

// WithHTTPClient sends with the transport, timeout and cookie jar of the given client, which is copied and not changed.
// Its Timeout limits each attempt. Its CheckRedirect is ignored: redirects are never followed. If its Transport is nil, the
// SDK's own transport is used.
//
// A Transport must not send a request again by itself, as a retrying RoundTripper does: it does not know which calls Stash
// may carry out twice, and its retries are not counted in Attempts. The SDK's own transport keeps up to 128 idle
// connections and pings HTTP/2 connections, so that it leaves one that has gone silent within an attempt. A Transport of
// your own gives that up, unless it sets MaxIdleConnsPerHost and HTTP2.SendPingTimeout: use [WithTransport] to trace calls, or
// to set a proxy or certificates. In plain http the Proxy of an http.Transport is not used.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("WithHTTPClient: the http.Client is nil; remove the option to use the default")
		}
		s.transport.HTTPClient = client
		return nil
	}
}

// WithTransport wraps or changes the SDK's own transport, which keeps its pool of connections: to trace or count attempts, and
// to set a proxy, certificates or how to dial. [New] calls the function once. base belongs to this client alone. It is an
// *http.Transport, unless the program has replaced [http.DefaultTransport]:
//
//	stash.WithTransport(func(base http.RoundTripper) http.RoundTripper { return otelhttp.NewTransport(base) })
//
// With [WithHTTPClient], base is the Transport of that client, if it has one. Given several times, each function gets what the
// one before it returned, so the last one sees a request first. The result must not send a request again by itself; see
// [WithHTTPClient].
func WithTransport(wrap func(base http.RoundTripper) http.RoundTripper) Option {
	return func(s *settings) error {
		if wrap == nil {
			return errors.New("WithTransport: the function is nil; remove the option to use the SDK's own transport")
		}
		s.transport.Wrap = append(s.transport.Wrap, wrap)
		return nil
	}
}

// WithLimiter lets each attempt wait for its turn, for example by a rate.Limiter of golang.org/x/time/rate. The wait comes
// before the attempt and does not count for its time limit. Its context has the deadline of the call, and [OperationFrom] works
// with it. An error of Wait ends the call: the attempt is not sent, and no other follows. A call that is refused because of its
// arguments does not wait. If the option is given twice, the last one counts.
func WithLimiter(l interface{ Wait(context.Context) error }) Option {
	return func(s *settings) error {
		if v := reflect.ValueOf(l); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
			return errors.New("WithLimiter: the limiter is nil; remove the option to send without one")
		}
		s.transport.Limiter = l
		return nil
	}
}

// WithTimeout limits a whole call, including retries and the waits between them. The default is 60 seconds. An earlier
// deadline of the context still applies.
func WithTimeout(limit time.Duration) Option {
	return positive("WithTimeout", limit, func(s *settings) { s.transport.Timeout = limit })
}

// WithAttemptTimeout limits each attempt of a call. The default is 20 seconds.
func WithAttemptTimeout(limit time.Duration) Option {
	return positive("WithAttemptTimeout", limit, func(s *settings) { s.transport.AttemptTimeout = limit })
}

// WithRetries sets how often a call may be sent again after its first attempt, from 0 to 10. The default is 2, which
// makes three attempts. A call is sent again only if that cannot double its effect. It waits for a Retry-After of up to 30 seconds;
// a longer one ends the call, and [Error] has it in RetryAfter.
func WithRetries(n int) Option {
	return func(s *settings) error {
		if n < 0 || n > 10 {
			return fmt.Errorf("WithRetries: the number of retries is %d; it must be 0 to 10", n)
		}
		s.transport.Attempts = n + 1
		return nil
	}
}

// WithShopHandle sets the shop_handle that [Client.Call] adds to its data.
func WithShopHandle(handle string) Option {
	return func(s *settings) error {
		if handle == "" {
			return errors.New("WithShopHandle: the shop handle is empty; find it in Stash Studio under Project Settings")
		}
		s.shopHandle = handle
		return nil
	}
}

// WithLogger writes one line per call, with the message "stash call" and the attributes operation, method, route, status,
// attempts, outcome, duration and, if the server sent one, request_id. The level is Info for a success and Warn for a
// failure. A GET that Stash answers with 404 and NOT_FOUND is at Info too, because polling makes many of them; its outcome is
// NOT_FOUND. Lines never contain bodies, keys, signatures or the caller's ids.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; remove the option to log nothing")
		}
		s.transport.Logger = logger
		return nil
	}
}

// WithUserAgent adds a product name, such as "my-game/1.4", before the SDK's own name in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(s *settings) error {
		if product == "" {
			return errors.New("WithUserAgent: the product is empty; remove the option to send only the SDK's own name")
		}
		s.transport.UserAgent = product
		return nil
	}
}

// WithRequestEditor adds an editor that runs on every attempt, before the credential is added. It may set headers, add to
// the query and replace the body. If it changes the method, the host, the path or the transaction id, the call is not
// sent.
func WithRequestEditor(editor gen.RequestEditorFn) Option {
	return func(s *settings) error {
		if editor == nil {
			return errors.New("WithRequestEditor: the editor is nil")
		}
		s.transport.Editors = append(s.transport.Editors, editor)
		return nil
	}
}

// WithMaxResponseBytes limits the body of a successful response, in bytes. The default is 8 MiB. If a body is longer,
// the call returns an error.
func WithMaxResponseBytes(limit int64) Option {
	return positive("WithMaxResponseBytes", limit, func(s *settings) { s.transport.MaxResponseBytes = limit })
}

// WithClock replaces the clock for signatures and Retry-After dates, for tests and for machines whose clock is known to
// be wrong.
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
