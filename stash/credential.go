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

// Credential authenticates calls to Stash. Make one with [HMAC], [APIKey], [LegacyHMAC], [PlayerToken] or
// [CredentialFunc]. It prints as its kind and never shows its secret.
type Credential struct {
	kind string
	sign func(ctx context.Context, req *http.Request, clock func() time.Time) error
	err  error // why the credential is invalid; nil if it is valid
}

// APIKey authenticates with the project's ingress key in the X-Stash-Api-Key header. According to Stash, shops whose
// keys were created after 2026-08-15 must use [HMAC] instead.
func APIKey(key string) Credential {
	return withSecret("APIKey", "the API key", key, func() Credential {
		value := []string{key} // shared by all requests to save an allocation per call
		return Credential{sign: func(_ context.Context, req *http.Request, _ func() time.Time) error {
			req.Header["X-Stash-Api-Key"] = value
			return nil
		}}
	})
}

// PlayerToken authenticates with a player's own identity token, sent as Authorization: Bearer. Operations on behalf of a
// player accept it. For linking accounts, Stash requires a token that is at most one hour old.
func PlayerToken(jwt string) Credential {
	return withSecret("PlayerToken", "the player token", jwt, func() Credential {
		value := []string{"Bearer " + jwt}
		return Credential{sign: func(_ context.Context, req *http.Request, _ func() time.Time) error {
			req.Header["Authorization"] = value
			return nil
		}}
	})
}

// CredentialFunc calls a function for the credential once per attempt, so a rotated secret is used from the next attempt
// on. Several goroutines may call the function at the same time. Its context is the context of the attempt.
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

// APIKeyEditor adds an API key to the requests of a [gen.Client], or to a single call, where it replaces the client's
// own credential.
func APIKeyEditor(key string) gen.RequestEditorFn { return APIKey(key).editor() }

// PlayerTokenEditor adds a player's token to the requests of a [gen.Client], or to a single call, where it replaces the
// client's own credential.
func PlayerTokenEditor(jwt string) gen.RequestEditorFn { return PlayerToken(jwt).editor() }

// editor returns the credential as a request editor. If the credential is invalid, the editor returns the error.
func (c Credential) editor() gen.RequestEditorFn {
	sign := func(ctx context.Context, req *http.Request) error { return c.apply(ctx, req, transport.Clock(ctx)) }
	return func(ctx context.Context, req *http.Request) error {
		transport.Signed(ctx, sign)
		return sign(ctx, req)
	}
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

// withSecret makes a credential if the secret passes the basic checks.
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
