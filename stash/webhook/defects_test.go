package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// These tests are named after defects that other SDKs had in receiving webhooks. They check that this one does not have
// them. The tests for the client's defects are in package stash.

// signed makes a delivery with a signature by any key, even an empty one.
func signed(body, key string) *http.Request {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body))
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("Stash-Hmac-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return r
}

// refuses checks that the handler refuses a delivery with a status, that Verify returns an error, and that no receiver is
// called.
func refuses(t *testing.T, r *http.Request, body string, status int, want error) {
	t.Helper()
	if err := webhook.Verify([]byte(body), r.Header, shortSecret); !errors.Is(err, want) {
		t.Errorf("Verify: %v, want %v", err, want)
	}
	h := newHandler(t, func(context.Context, *webhook.Event) error {
		t.Error("the delivery was received")
		return nil
	})
	if w := serve(h, r); w.Code != status {
		t.Errorf("HTTP %d %s, want %d", w.Code, w.Body, status)
	}
}

// Square's check accepts an empty body with the right signature for it.
func TestSquare_EmptyBodyIsRefused(t *testing.T) {
	refuses(t, signed("", shortSecret), "", http.StatusBadRequest, webhook.ErrEmptyBody)
}

// Paddle's check of the signature's age is off by default. Here every signature with a time is checked, and a plain
// signature beside it does not make an old delivery accepted.
func TestPaddle_ReplayCheckIsOn(t *testing.T) {
	old := signed(sampleBody, longSecret)
	old.Header.Set("X-Stash-Hmac-Signature", versionedHeader)
	if err := webhook.Verify([]byte(sampleBody), old.Header, longSecret); !errors.Is(err, webhook.ErrStale) {
		t.Errorf("Verify: %v", err)
	}
	h, err := webhook.NewHandler([]string{longSecret}, func(context.Context, *webhook.Event) error {
		t.Error("the delivery was received")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if w := serve(h, old); w.Code != http.StatusUnauthorized {
		t.Errorf("HTTP %d %s", w.Code, w.Body)
	}
}

// A plain signature has no time, so only the event tells a copy from a new delivery. With a store it is received once.
func TestPaddle_CopyIsReceivedOnce(t *testing.T) {
	received := 0
	h := newHandler(t, func(context.Context, *webhook.Event) error { received++; return nil }, webhook.WithStore(webhook.NewMemoryStore(0)))
	for range 3 {
		if w := serve(h, signed(sampleBody, shortSecret)); w.Code != http.StatusOK {
			t.Errorf("HTTP %d %s", w.Code, w.Body)
		}
	}
	if received != 1 {
		t.Errorf("received %d times", received)
	}
}

// basecamp's client skips the check if the secret is empty, as it is if an environment variable is not set.
func TestBasecamp_EmptySecretIsRefused(t *testing.T) {
	r := signed(sampleBody, "") // anyone can make it
	for _, secrets := range [][]string{nil, {}, {""}, {" "}, {shortSecret, ""}, {"", shortSecret}} {
		if err := webhook.Verify([]byte(sampleBody), r.Header, secrets...); !errors.Is(err, webhook.ErrNoSecret) {
			t.Errorf("Verify with %q: %v", secrets, err)
		}
		if v, err := webhook.NewVerifier(secrets); err == nil {
			t.Errorf("NewVerifier with %q: %v", secrets, v)
		}
		if h, err := webhook.NewHandler(secrets, func(context.Context, *webhook.Event) error { return nil }); err == nil {
			t.Errorf("NewHandler with %q: %v", secrets, h)
		}
	}
	refuses(t, signed(sampleBody, ""), sampleBody, http.StatusUnauthorized, webhook.ErrMismatch)
}

// go-github's check accepts a delivery without a signature if there is no secret.
func TestGoGitHub_NoSecretAndNoSignature(t *testing.T) {
	unsigned := func() *http.Request {
		r := signed(sampleBody, shortSecret)
		r.Header.Del("Stash-Hmac-Signature")
		return r
	}
	if err := webhook.Verify([]byte(sampleBody), unsigned().Header); !errors.Is(err, webhook.ErrNoSecret) {
		t.Errorf("Verify: %v", err)
	}
	if err := new(webhook.Verifier).Verify([]byte(sampleBody), unsigned().Header); !errors.Is(err, webhook.ErrNoSecret) {
		t.Errorf("a zero Verifier: %v", err)
	}
	refuses(t, unsigned(), sampleBody, http.StatusUnauthorized, webhook.ErrNoSignature)
}
