package transport

import (
	"errors"
	"log/slog"
	"net/http"
	"time"
	"unicode"
)

// Config configures a Transport. The zero value of a field selects its default.
type Config struct {
	BaseURL          string
	InsecureHTTP     bool   // plain http is accepted for all hosts
	Environment      string // used only in error messages
	HTTPClient       *http.Client
	Wrap             []func(base http.RoundTripper) http.RoundTripper
	Credential       Credential
	Editors          []Editor
	UserAgent        string // prepended to the SDK's own
	MaxResponseBytes int64
	Attempts         int
	AttemptTimeout   time.Duration
	Timeout          time.Duration
	Logger           *slog.Logger
	Observers        []Observer
	Limiter          Limiter
	Now              func() time.Time
}

// Defaults of Config.
const (
	DefaultMaxResponseBytes = 8 << 20
	DefaultAttempts         = 3
	DefaultAttemptTimeout   = 20 * time.Second
	DefaultTimeout          = 60 * time.Second
)

// New makes a Transport. It copies Config.HTTPClient and never changes the original.
func New(c Config) (*Transport, error) {
	base, err := parseBase(c.BaseURL, c.InsecureHTTP)
	if err != nil {
		return nil, err
	}
	for _, r := range c.UserAgent {
		if r > unicode.MaxASCII || !unicode.IsPrint(r) {
			return nil, errors.New("user agent must be printable ASCII, because it is sent as a header")
		}
	}
	t := &Transport{
		base:        base,
		environment: c.Environment,
		credential:  c.Credential,
		editors:     c.Editors,
		headers:     newHeaders(userAgent(c.UserAgent)),
		maxResponse: or(c.MaxResponseBytes, DefaultMaxResponseBytes),
		attempts:    or(c.Attempts, DefaultAttempts),
		timeouts: timeouts{
			attempt: or(c.AttemptTimeout, DefaultAttemptTimeout),
			total:   or(c.Timeout, DefaultTimeout),
		},
		observers: c.Observers,
		limiter:   c.Limiter,
		now:       c.Now,
		clocked:   c.Now != nil,
	}
	if c.Logger != nil { // last, so that a line has the context of the others, such as their trace
		t.observers = append(t.observers[:len(t.observers):len(t.observers)], logged(c.Logger.Handler()))
	}
	if c.HTTPClient != nil && c.HTTPClient.Timeout > 0 {
		t.timeouts.attempt = min(t.timeouts.attempt, c.HTTPClient.Timeout)
	}
	if t.send, err = sender(c.HTTPClient, c.Wrap, base, t.timeouts.attempt); err != nil {
		return nil, err
	}
	if t.now == nil {
		t.now = time.Now
	}
	return t, nil
}

// WithCredential returns a Transport with the same connections and settings and another credential. Without a
// Transport there is nothing to copy.
func (t *Transport) WithCredential(credential Credential) *Transport {
	if t == nil {
		return nil
	}
	c := *t
	c.credential = credential
	return &c
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
