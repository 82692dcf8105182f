package stashtest

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// authenticate checks the first of the operation's security alternatives whose header the request has. It
// returns the name of the scheme.
func (s *Server) authenticate(x *contract.Exchange, r *http.Request, body []byte) (string, *status) {
	schemes := x.Schemes()
	if len(schemes) == 0 {
		return "", nil
	}
	var wanted []string
	for _, scheme := range schemes {
		value := r.Header.Get(scheme.Header)
		if value == "" {
			wanted = append(wanted, scheme.Header)
			continue
		}
		if why := s.verify(scheme.ID, value, body); why != "" {
			return scheme.ID, failure(http.StatusUnauthorized, codeUnauthenticated, why)
		}
		return scheme.ID, nil
	}
	return "", failure(http.StatusUnauthorized, codeUnauthenticated, "no credential: send one of the headers "+strings.Join(wanted, ", "))
}

// verify says why a credential is wrong, or nothing.
func (s *Server) verify(scheme, value string, _ []byte) string {
	switch scheme {
	case "apiKey":
		if subtle.ConstantTimeCompare([]byte(value), []byte(s.APIKey)) != 1 {
			return "the API key is not one of this shop"
		}
		return ""
	}
	return "the emulator does not know the security scheme " + scheme
}
