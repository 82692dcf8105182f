package webhook

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// The headers in http.Header's canonical spelling.
const (
	plainHeader     = "Stash-Hmac-Signature"
	versionedHeader = "X-Stash-Hmac-Signature"
)

// Verify returns nil if a delivery is from Stash, and the reason if it is not. body is the raw body as received, before
// any parsing. The secret is the one that Stash Studio shows beside the webhook; one source calls it the project's secret.
// While you replace a secret, pass both: each is accepted.
//
// The signature is in Stash-Hmac-Signature: base64 of HMAC-SHA256 over the body (source: guide). If there is an
// x-stash-hmac-signature, only that one counts (inferred): it has a time, which must be within five minutes of this
// machine's clock. Compare the error with ErrMismatch, ErrNoSignature and the others by errors.Is. If the signature would
// match with the base64-decoded secret, or without a line break that was pasted with the secret, the error says so; the
// delivery is still refused. A Verifier has options.
func Verify(body []byte, header http.Header, secrets ...string) error {
	return check(body, header, secrets, &rules{window: signature.Window})
}

// rules are a Verifier's settings.
type rules struct {
	shopID string           // empty if every shop is accepted
	window time.Duration    // in either direction
	now    func() time.Time // nil means time.Now
	base64 bool             // the keys are base64-decoded secrets
}

func check(body []byte, header http.Header, keys []string, r *rules) error {
	if len(keys) == 0 {
		return fmt.Errorf("webhook: Verify: %w: pass the secret that Stash Studio shows beside the webhook", ErrNoSecret)
	}
	for i, key := range keys {
		// Anyone can sign with an empty key, so an unset secret must never be tried.
		if strings.TrimSpace(key) == "" {
			return fmt.Errorf("webhook: Verify: %w: secret %d of %d is empty; is its environment variable set?", ErrNoSecret, i+1, len(keys))
		}
	}
	if len(body) == 0 {
		return fmt.Errorf("webhook: Verify: %w: did a middleware read it before? Pass the bytes exactly as received", ErrEmptyBody)
	}
	if text, n := find(header, versionedHeader); n > 0 {
		return checkVersioned(text, n, body, keys, r)
	}
	text, n := find(header, plainHeader)
	if n == 0 {
		return fmt.Errorf("webhook: Verify: %w: the request has neither %s nor %s; does a proxy remove them?", ErrNoSignature, plainHeader, versionedHeader)
	}
	return match(plainHeader, text, n, "", body, keys, r)
}

func checkVersioned(text string, n int, body []byte, keys []string, r *rules) error {
	parsed, encoded, err := signature.Split(text)
	if err != nil {
		return fmt.Errorf("webhook: Verify: %s: %w", versionedHeader, err)
	}
	if err := match(versionedHeader, encoded, n, strconv.FormatInt(parsed.UnixMillis, 10)+".", body, keys, r); err != nil {
		return err
	}
	if r.shopID != "" && !strings.EqualFold(parsed.ShopID, r.shopID) {
		return fmt.Errorf("webhook: Verify: %w: it is for %.60q, and this receiver is set up for %.60q", ErrWrongShop, parsed.ShopID, r.shopID)
	}
	if err := parsed.Within(r.window, r.clock()); err != nil {
		return fmt.Errorf("webhook: Verify: %w; check this machine's clock", err)
	}
	return nil
}

func match(name, encoded string, n int, prefix string, body []byte, keys []string, r *rules) error {
	if n > 1 {
		return fmt.Errorf("webhook: Verify: %w: the request has %s %d times; does a proxy add one?", ErrManySignatures, name, n)
	}
	matched := false
	for _, key := range keys {
		if signature.Matches(encoded, key, prefix, body) {
			matched = true
		}
	}
	if matched {
		return nil
	}
	return explain(name, encoded, prefix, body, keys, r)
}

func (r *rules) clock() time.Time {
	if r.now != nil {
		return r.now()
	}
	return time.Now()
}

// find returns a header's first value and the number of its values. Headers that did not pass through net/http can have
// any case.
func find(header http.Header, canonical string) (string, int) {
	values := header[canonical]
	if len(values) == 0 {
		for name, other := range header {
			if len(other) > 0 && strings.EqualFold(name, canonical) {
				values = other
			}
		}
	}
	if len(values) == 0 {
		return "", 0
	}
	return values[0], len(values)
}
