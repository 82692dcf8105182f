package webhook

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/stash-sdk/stash-go/internal/inbound"
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
		if strings.TrimFunc(key, invisible) == "" {
			return fmt.Errorf("webhook: Verify: %w: secret %d of %d is empty; is its environment variable set?", ErrNoSecret, i+1, len(keys))
		}
	}
	if len(body) == 0 {
		return fmt.Errorf("webhook: Verify: %w: did a middleware read it before? Pass the bytes exactly as received", ErrEmptyBody)
	}
	c, err := claimOf(header)
	if err != nil {
		return err
	}
	matched := false
	for _, key := range keys {
		if signature.Matches(c.encoded, key, c.prefix, body) {
			matched = true
		}
	}
	if !matched {
		return c.explain(header, body, keys, r)
	}
	return c.check(r)
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// claim is the signature in the headers, before it is compared with a body.
type claim struct {
	name, encoded string
	prefix        string            // what is signed before the body
	versioned     *signature.Parsed // nil for the plain header
}

// claimOf reads the signature's header and refuses what cannot be a signature.
func claimOf(header http.Header) (claim, error) {
	c := claim{name: versionedHeader}
	text, n := inbound.Find(header, versionedHeader)
	if n == 0 {
		c.name = plainHeader
		text, n = inbound.Find(header, plainHeader)
	}
	switch {
	case n == 0:
		return c, fmt.Errorf("webhook: Verify: %w: the request has neither %s nor %s; does a proxy remove them?", ErrNoSignature, plainHeader, versionedHeader)
	case n > 1:
		return c, fmt.Errorf("webhook: Verify: %w: the request has %s %d times; does a proxy add one?", ErrManySignatures, c.name, n)
	}
	c.encoded = text
	if c.name == versionedHeader {
		parsed, encoded, err := signature.Split(text)
		if err != nil {
			return c, fmt.Errorf("webhook: Verify: %s: %w%s", versionedHeader, err, inbound.Joined(text))
		}
		c.versioned, c.encoded, c.prefix = &parsed, encoded, strconv.FormatInt(parsed.UnixMillis, 10)+"."
	}
	return c, c.wellFormed()
}

// check checks the versioned header's shop and time.
func (c claim) check(r *rules) error {
	if c.versioned == nil {
		return nil
	}
	if r.shopID != "" && !strings.EqualFold(c.versioned.ShopID, r.shopID) {
		return fmt.Errorf("webhook: Verify: %w: the signature names %.60q, and this receiver is set up for %.60q", ErrWrongShop, c.versioned.ShopID, r.shopID)
	}
	if err := c.versioned.Within(r.window, r.clock()); err != nil {
		return fmt.Errorf("webhook: Verify: %w; check this machine's clock", err)
	}
	return nil
}

func (r *rules) clock() time.Time {
	if r.now != nil {
		return r.now()
	}
	return time.Now()
}
