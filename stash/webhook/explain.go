package webhook

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// explain returns the error for a signature that did not match. It only finds the reason; the refusal is already decided.
func explain(name, encoded, prefix string, body []byte, keys []string, r *rules) error {
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	switch {
	case encoded == "":
		return fmt.Errorf("webhook: Verify: %w: %s is empty", ErrNoSignature, name)
	case err != nil || strings.ContainsAny(encoded, "\r\n"):
		return fmt.Errorf("webhook: Verify: %w: %s must be standard base64 with padding", ErrBadBase64, name)
	case len(raw) != signature.Size:
		return fmt.Errorf("webhook: Verify: %w: %s has %d bytes after decoding, and HMAC-SHA256 has %d", ErrBadLength, name, len(raw), signature.Size)
	}
	return fmt.Errorf("webhook: Verify: %w: %s is not HMAC-SHA256 of this body with %s; %s",
		ErrMismatch, name, plural(len(keys)), hint(encoded, prefix, body, keys, r))
}

func plural(n int) string {
	if n == 1 {
		return "the secret"
	}
	return fmt.Sprintf("any of the %d secrets", n)
}

// hint tries the most frequent mistakes. A match here never makes the delivery accepted.
func hint(encoded, prefix string, body []byte, keys []string, r *rules) string {
	for _, key := range keys {
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
