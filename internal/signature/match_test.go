package signature_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// TestMatchesAsCryptoHMAC compares our HMAC with the standard library's, for keys shorter and longer than a block.
func TestMatchesAsCryptoHMAC(t *testing.T) {
	for size := range 200 {
		key := strings.Repeat("k", size)
		for _, prefix := range []string{"", "1760000000000.", strings.Repeat("p", 130)} {
			body := bytes.Repeat([]byte("b"), size*7)
			want := hmac.New(sha256.New, []byte(key))
			want.Write([]byte(prefix))
			want.Write(body)
			encoded := base64.StdEncoding.EncodeToString(want.Sum(nil))
			if !signature.Matches(encoded, key, prefix, body) {
				t.Fatalf("a key of %d bytes and a prefix of %d do not match crypto/hmac", size, len(prefix))
			}
			for _, other := range []string{"", encoded[1:], encoded + "=", encoded + "A", strings.TrimRight(encoded, "="), "A" + encoded[1:43] + "B"} {
				if signature.Matches(other, key, prefix, body) {
					t.Fatalf("%q matches beside %q", other, encoded)
				}
			}
			if signature.Matches(encoded, key+"x", prefix, body) || signature.Matches(encoded, key, prefix+"x", body) || signature.Matches(encoded, key, prefix, append(body, 'x')) {
				t.Fatal("another key, prefix or body matches")
			}
		}
	}
}
