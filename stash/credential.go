package stash

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Credential proves to Stash who is calling. Make one with [APIKey]. It prints as its kind, never as its secret.
type Credential struct {
	kind string
	sign func(ctx context.Context, req *http.Request, now time.Time) error
	err  error // why it cannot be used; New and With report it
}

// APIKey is the project's ingress key, sent in the X-Stash-Api-Key header. Stash says that shops whose keys were
// made after 2026-08-15 must use HMAC instead.
func APIKey(key string) Credential {
	if err := secret.Check(key); err != nil {
		return broken("APIKey", "the API key", err)
	}
	value := []string{key} // one slice for every request, so that a call need not make its own
	return Credential{kind: "APIKey", sign: func(_ context.Context, req *http.Request, _ time.Time) error {
		req.Header["X-Stash-Api-Key"] = value
		return nil
	}}
}

// APIKeyEditor adds an API key to the requests of a bare gen client, or to a single call.
func APIKeyEditor(key string) gen.RequestEditorFn { return APIKey(key).editor() }

// editor is the credential as a request editor, which reports a mistake at the first call.
func (c Credential) editor() gen.RequestEditorFn {
	return func(ctx context.Context, req *http.Request) error {
		if err := c.check(); err != nil {
			return err
		}
		return c.sign(ctx, req, time.Now())
	}
}

func (c Credential) check() error {
	switch {
	case c.err != nil:
		return c.err
	case c.sign == nil:
		return &wire.Problem{Field: "credential", What: "is missing; make one with stash.APIKey(key)"}
	}
	return nil
}

func broken(kind, what string, err error) Credential {
	return Credential{kind: kind, err: &wire.Problem{Field: what, What: err.Error()}}
}

// String returns the credential's kind, such as "APIKey [redacted]".
func (c Credential) String() string {
	if c.kind == "" {
		return "no credential"
	}
	return c.kind + " [redacted]"
}

// Format prints what String returns, under every verb.
func (c Credential) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// MarshalText encodes what String returns, in JSON too.
func (c Credential) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// LogValue logs what String returns.
func (c Credential) LogValue() slog.Value { return slog.StringValue(c.String()) }
