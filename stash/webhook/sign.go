package webhook

import (
	"net/http"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// Sign returns the header with which Stash would send a body, for tests of your receiver: Stash-Hmac-Signature, base64 of
// HMAC-SHA256 over the body (source: guide). The key is the secret's own bytes, as for a handler without WithBase64Secrets.
func Sign(body []byte, secret string) http.Header {
	return http.Header{plainHeader: {signature.Encode(signature.NewKey([]byte(secret)).Legacy(body))}}
}
