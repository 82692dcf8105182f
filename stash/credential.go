package stash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/transport"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Credential proves to Stash who is calling. Make one with [HMAC], [APIKey], [LegacyHMAC], [PlayerToken] or
// [CredentialFunc]. It prints as its kind, never as its secret.
type Credential struct {
	kind string
	sign func(ctx context.Context, req *http.Request, clock func() time.Time) error
	err  error // why it cannot be used
}

// APIKey is the project's ingress key, sent in the X-Stash-Api-Key header. Stash says that shops whose keys were
// made after 2026-08-15 must use [HMAC] instead.
func APIKey(key string) Credential {
	return withSecret("APIKey", "the API key", key, func() Credential {
		value := []string{key} // one slice for every request, so that a call need not make its own
		return Credential{sign: func(_ context.Context, req *http.Request, _ func() time.Time) error {
			req.Header["X-Stash-Api-Key"] = value
			return nil
		}}
	})
}

// PlayerToken is a player's own identity token, sent as Authorization: Bearer. The operations that act in a
// player's name take it; Stash wants it to be no older than an hour for linking accounts.
func PlayerToken(jwt string) Credential {
	return withSecret("PlayerToken", "the player token", jwt, func() Credential {
		value := []string{"Bearer " + jwt}
		return Credential{sign: func(_ context.Context, req *http.Request, _ func() time.Time) error {
			req.Header["Authorization"] = value
			return nil
		}}
	})
}

// CredentialFunc asks for a credential once per attempt, so that a rotated secret is used from the next attempt
// on. It is called by several goroutines at once, and its context is the attempt's.
func CredentialFunc(current func(context.Context) (Credential, error)) Credential {
	if current == nil {
		return Credential{kind: "CredentialFunc", err: errors.New("CredentialFunc: the function is nil")}
	}
	return Credential{kind: "CredentialFunc", sign: func(ctx context.Context, req *http.Request, clock func() time.Time) error {
		credential, err := current(ctx)
		if err != nil {
			return fmt.Errorf("the credential function failed: %w", err)
		}
		return credential.apply(ctx, req, clock)
	}}
}

// APIKeyEditor adds an API key to the requests of a bare gen client, or to a single call.
func APIKeyEditor(key string) gen.RequestEditorFn { return APIKey(key).editor() }

// PlayerTokenEditor adds a player's token to the requests of a bare gen client, or to a single call, where it
// replaces the client's own credential.
func PlayerTokenEditor(jwt string) gen.RequestEditorFn { return PlayerToken(jwt).editor() }

// editor is the credential as a request editor, which reports a mistake at the first call.
func (c Credential) editor() gen.RequestEditorFn {
	return func(ctx context.Context, req *http.Request) error { return c.apply(ctx, req, transport.Clock(ctx)) }
}

// apply adds the credential to a request.
func (c Credential) apply(ctx context.Context, req *http.Request, clock func() time.Time) error {
	if err := c.check(); err != nil {
		return err
	}
	return c.sign(ctx, req, clock)
}

func (c Credential) check() error {
	switch {
	case c.err != nil:
		return c.err
	case c.sign == nil:
		return &wire.Problem{Field: "the credential", What: "is missing; make one with stash.HMAC(shopID, secret) or stash.APIKey(key)"}
	}
	return nil
}

// withSecret makes a credential of a secret that could be one.
func withSecret(kind, what, text string, build func() Credential) Credential {
	if err := secret.Check(text); err != nil {
		return broken(kind, what, err)
	}
	c := build()
	c.kind = kind
	return c
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
