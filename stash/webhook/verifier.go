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

// Verifier is Verify with options. It is safe for concurrent use, and prints without its secrets.
type Verifier struct {
	rules rules
	keys  func() []string // a closure, which no printer looks into
}

// VerifyOption sets up a Verifier. NewHandler takes it as well.
type VerifyOption interface {
	Option
	applyToVerifier(*Verifier) error
}

type verifyOption func(*Verifier) error

func (o verifyOption) applyToVerifier(v *Verifier) error { return o(v) }
func (o verifyOption) applyToHandler(h *handler) error   { return o(h.verifier) }

// WithShopID accepts deliveries for one shop alone: those whose versioned signature or body names another one are
// refused. Those that name none are accepted, because the plain signature has no shop. It is the shop's UUID.
func WithShopID(id string) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if id == "" {
			return errors.New("WithShopID: the shop id is empty; leave the option out to accept any")
		}
		v.rules.shopID = id
		return nil
	})
}

// WithClock replaces the clock that the time of versioned signatures is compared with.
func WithClock(now func() time.Time) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		v.rules.now = now
		return nil
	})
}

// WithWindow sets how far the time of versioned signatures may be from the clock, either way. It is five minutes, as
// Stash has it, unless set.
func WithWindow(window time.Duration) VerifyOption {
	return verifyOption(func(v *Verifier) error {
		if window <= 0 {
			return fmt.Errorf("WithWindow: the window is %v; it must be more than zero", window)
		}
		v.rules.window = window
		return nil
	})
}

// WithBase64Secrets takes the secrets for base64, in either alphabet, and uses the bytes that they stand for. No
// source says which is right for webhooks; the secret's own bytes are right for the API, and are the default.
func WithBase64Secrets() VerifyOption {
	return verifyOption(func(v *Verifier) error {
		v.rules.base64 = true
		return nil
	})
}

// NewVerifier makes a Verifier of the secrets that Verify takes. An empty secret, and one with white space or a line
// break in it, is refused.
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
		return fmt.Errorf("%w: pass the one that Stash Studio shows beside the webhook", ErrNoSecret)
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

// Verify reports why a delivery is not Stash's, or nil, as the function Verify does.
func (v *Verifier) Verify(body []byte, header http.Header) error {
	if v.keys == nil {
		return fmt.Errorf("webhook: Verify: %w: make the Verifier with NewVerifier", ErrNoSecret)
	}
	return check(body, header, v.keys(), &v.rules)
}

// Format prints the type's name alone under every verb.
func (v Verifier) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "webhook.Verifier") }
