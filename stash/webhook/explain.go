package webhook

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// wellFormed refuses a text that cannot be base64 of a SHA-256, as signature.Encode writes it.
func (c claim) wellFormed() error {
	text := c.encoded
	good := len(text) == base64.StdEncoding.EncodedLen(signature.Size) && text[len(text)-1] == '='
	for i := 0; good && i < len(text)-1; i++ {
		b := text[i]
		good = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '/'
	}
	if good {
		return nil
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	switch {
	case text == "":
		return fmt.Errorf("webhook: Verify: %w: %s is empty", ErrNoSignature, c.name)
	case err != nil || len(raw) == signature.Size: // the decoder ignores line breaks
		return fmt.Errorf("webhook: Verify: %w: %s must be standard base64 with padding%s", ErrBadBase64, c.name, inbound.Joined(text))
	}
	return fmt.Errorf("webhook: Verify: %w: %s has %d bytes after decoding, and HMAC-SHA256 has %d", ErrBadLength, c.name, len(raw), signature.Size)
}

// explain returns the error for a signature that did not match. It only finds the reason; the refusal is already decided.
func (c claim) explain(header http.Header, body []byte, keys []string, r *rules) error {
	if _, err := base64.StdEncoding.Strict().DecodeString(c.encoded); err != nil {
		return fmt.Errorf("webhook: Verify: %w: %s must be standard base64 with padding", ErrBadBase64, c.name)
	}
	return fmt.Errorf("webhook: Verify: %w: %s is not HMAC-SHA256 of this body with %s; %s%s",
		ErrMismatch, c.name, plural(len(keys)), c.hint(body, keys, r), inbound.Changed(header, body))
}

func plural(n int) string {
	if n == 1 {
		return "the secret"
	}
	return fmt.Sprintf("any of the %d secrets", n)
}

// Anyone can send a delivery with a wrong signature, so the search for its reason must cost little.
const (
	maxHintBytes = 64 << 10
	maxHintKeys  = 3
)

// hint tries the most frequent mistakes. A match here never makes the delivery accepted.
func (c claim) hint(body []byte, keys []string, r *rules) string {
	encoded, prefix := c.encoded, c.prefix
	if len(body) > maxHintBytes {
		keys = nil
	}
	for _, key := range keys[:min(len(keys), maxHintKeys)] {
		trimmed := strings.TrimSpace(key)
		switch {
		case trimmed != key && signature.Matches(encoded, trimmed, prefix, body):
			return "it would match without the white space or line break around the secret: remove it"
		case !r.base64 && decodedMatches(encoded, trimmed, prefix, body):
			return "it would match with the secret base64-decoded: use the option WithBase64Secrets"
		case r.base64 && signature.Matches(encoded, base64.StdEncoding.EncodeToString([]byte(key)), prefix, body):
			return "it would match with the secret's own bytes: remove the option WithBase64Secrets"
		case signature.Matches(encoded, key, prefix, bytes.TrimRight(body, "\r\n")):
			return "it would match without the line break at the end of the body: pass the bytes exactly as received"
		case signature.Matches(encoded, key, prefix, append(bytes.Clone(body), '\n')):
			return "it would match with a line break at the end of the body: pass the bytes exactly as received"
		}
	}
	return "use the secret that Stash Studio shows beside this webhook, and the body exactly as received, not parsed and encoded again"
}

func decodedMatches(encoded, secret, prefix string, body []byte) bool {
	key, err := signature.DecodeSecret(secret)
	return err == nil && signature.Matches(encoded, string(key), prefix, body)
}
