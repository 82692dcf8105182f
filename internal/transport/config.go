package transport

import (
	"errors"
	"log/slog"
	"net/http"
	"time"
	"unicode"
)

// Config is what a Transport is made of. The zero value of a field means its default.
type Config struct {
	BaseURL          string
	Environment      string // for messages
	HTTPClient       *http.Client
	Credential       Credential
	Editors          []Editor
	UserAgent        string // put in front of the SDK's own
	MaxResponseBytes int64
	Attempts         int
	AttemptTimeout   time.Duration
	Timeout          time.Duration
	Logger           *slog.Logger
	Now              func() time.Time
}

// Defaults of Config.
const (
	DefaultMaxResponseBytes = 8 << 20
	DefaultAttempts         = 3
	DefaultAttemptTimeout   = 20 * time.Second
	DefaultTimeout          = 60 * time.Second
)

// New makes a Transport. The configuration's http.Client is copied, never changed.
func New(c Config) (*Transport, error) {
	base, err := parseBase(c.BaseURL)
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
		send:        sender(c.HTTPClient),
		credential:  c.Credential,
		editors:     c.Editors,
		headers:     newHeaders(userAgent(c.UserAgent)),
		maxResponse: or(c.MaxResponseBytes, DefaultMaxResponseBytes),
		limits: limits{
			attempts: or(c.Attempts, DefaultAttempts),
			attempt:  or(c.AttemptTimeout, DefaultAttemptTimeout),
			total:    or(c.Timeout, DefaultTimeout),
		},
		calls:   newCallLog(c.Logger),
		now:     c.Now,
		clocked: c.Now != nil,
	}
	if c.HTTPClient != nil && c.HTTPClient.Timeout > 0 {
		t.limits.attempt = min(t.limits.attempt, c.HTTPClient.Timeout)
	}
	if t.now == nil {
		t.now = time.Now
	}
	return t, nil
}

// WithCredential returns a Transport that shares the connections and settings but not the credential.
func (t *Transport) WithCredential(credential Credential) *Transport {
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
