package webhook

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// Verifier is Verify with options. It is safe for concurrent use, and printing it shows no secret.
type Verifier struct {
	rules rules
	keys  func() []string // a closure, because fmt does not print what is inside one
}

// VerifyOption is a setting of a Verifier. NewHandler accepts it too.
type VerifyOption interface {
	Option
	applyToVerifier(*Verifier) error
}

type verifyOption func(*Verifier) error

func (o verifyOption) applyToVerifier(v *Verifier) error { return o(v) }
func (o verifyOption) applyToHandler(h *Handler) error   { return o(h.verifier) }

// WithShopID refuses deliveries whose versioned signature or body names another shop. Deliveries that name no shop are
// accepted, because the plain signature has none. id is the shop's UUID. The shop in the versioned header is not signed
// (that is Stash's scheme), so the option finds a wrong URL, not a forgery: the secret has to be the shop's own.
func WithShopID(id string) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if id == "" {
			return errors.New("WithShopID: the shop id is empty; remove the option to accept every shop")
		}
		v.rules.shopID = id
		return nil
	})
}

// WithClock replaces the clock that checks the time of versioned signatures.
func WithClock(now func() time.Time) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		v.rules.now = now
		return nil
	})
}

// WithWindow sets how far the time of a versioned signature may differ from the clock, in either direction. The default is
// five minutes, which is Stash's own value.
func WithWindow(window time.Duration) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if window <= 0 {
			return fmt.Errorf("WithWindow: the window is %v; it must be more than zero", window)
		}
		v.rules.window = window
		return nil
	})
}

// WithBase64Secrets base64-decodes the secrets, in either alphabet, and uses the decoded bytes as keys. No source says
// whether webhooks need that. The default is the secret's own bytes, which is right for the API.
func WithBase64Secrets() VerifyOption {
	return verifyOption(func(v *Verifier) error {
		v.rules.base64 = true
		return nil
	})
}

// NewVerifier makes a Verifier from the secrets that Verify takes. It refuses an empty secret, and a secret with white
// space or a line break in it.
func NewVerifier(secrets []string, opts ...VerifyOption) (*Verifier, error) {
	v := &Verifier{rules: rules{window: signature.Window}}
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("webhook: NewVerifier: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		if err := opt.applyToVerifier(v); err != nil {
			return nil, fmt.Errorf("webhook: NewVerifier: %w", err)
		}
	}
	if err := v.setSecrets(secrets); err != nil {
		return nil, fmt.Errorf("webhook: NewVerifier: %w", err)
	}
	return v, nil
}

func (v *Verifier) setSecrets(secrets []string) error {
	if len(secrets) == 0 {
		return fmt.Errorf("%w: pass the secret that Stash Studio shows beside the webhook", ErrNoSecret)
	}
	keys := make([]string, len(secrets))
	for i, text := range secrets {
		if text == "" {
			return fmt.Errorf("%w: secret %d of %d is empty; is its environment variable set?", ErrNoSecret, i+1, len(secrets))
		}
		if err := secret.Check(text); err != nil {
			return fmt.Errorf("secret %d of %d %w", i+1, len(secrets), err)
		}
		keys[i] = text
		if v.rules.base64 {
			key, err := signature.DecodeSecret(text)
			if err != nil {
				return fmt.Errorf("WithBase64Secrets: secret %d of %d %w", i+1, len(secrets), err)
			}
			keys[i] = string(key)
		}
	}
	v.keys = func() []string { return keys }
	return nil
}

// Verify returns nil if a delivery is from Stash, and the reason if it is not. See the function Verify.
func (v *Verifier) Verify(body []byte, header http.Header) error {
	if v.keys == nil {
		return fmt.Errorf("webhook: Verify: %w: make the Verifier with NewVerifier", ErrNoSecret)
	}
	return check(body, header, v.keys(), &v.rules)
}

// Format prints only the type's name, with every verb. The fields are not printed because they contain secrets.
func (v Verifier) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "webhook.Verifier") }
