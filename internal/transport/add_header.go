package transport

import (
	"context"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// AddHeader returns an editor that sets a header.
func AddHeader(name, value string) Editor {
	name = http.CanonicalHeaderKey(name)
	wrong := checkHeader(name)
	if wrong == nil {
		wrong = new(Header).Set(name, value)
	}
	return func(_ context.Context, req *http.Request) error {
		if wrong == nil {
			req.Header[name] = []string{value}
		}
		return wrong
	}
}

// checkHeader refuses a name in canonical form that a call must not set. Its errors show no name that HTTP does not allow,
// because it may be a secret in the wrong place.
func checkHeader(name string) error {
	if name == "" || strings.ContainsFunc(name, notInHeaderName) {
		return &wire.Problem{Field: "the name of the extra header", What: "is not one that HTTP allows; write letters, digits and dashes"}
	}
	why := ""
	switch name {
	case "Host", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Upgrade":
		why = "is set by net/http; leave it out"
	case "Idempotency-Key", "X-Idempotency-Key":
		why = "is not documented by Stash and makes no call safe to repeat; if Stash asks for it, set it in a request editor of your own"
	}
	if isScheme(name) {
		why = "carries a credential; add one with stash.APIKeyEditor, HMACEditor, LegacyHMACEditor or PlayerTokenEditor"
	}
	if why != "" {
		return &wire.Problem{Field: "the extra header " + name, What: why}
	}
	return nil
}

func notInHeaderName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
