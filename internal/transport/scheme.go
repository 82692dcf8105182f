package transport

import (
	"net/http"
	"strings"
)

// Schemes is a set of security schemes.
type Schemes uint8

// The security schemes of the document.
const (
	SchemeAPIKey Schemes = 1 << iota
	SchemeHMAC
	SchemeLegacyHMAC
	SchemePlayerToken
)

// schemes is in the order in which an error names them: the one to prefer first. A test compares the headers
// with the document.
var schemes = [...]struct {
	set    Schemes
	header string // in canonical form, as http.Header keeps it
	name   string // as users know it
}{
	{SchemeHMAC, "X-Stash-Hmac-Signature", "HMAC"},
	{SchemeAPIKey, "X-Stash-Api-Key", "APIKey"},
	{SchemeLegacyHMAC, "Stash-Hmac-Signature", "LegacyHMAC"},
	{SchemePlayerToken, "Authorization", "PlayerToken"},
}

// SchemeHeaders returns the header that carries a credential, by the scheme's name.
func SchemeHeaders() map[string]string {
	headers := make(map[string]string, len(schemes))
	for _, scheme := range schemes {
		headers[scheme.name] = scheme.header
	}
	return headers
}

// String lists the set's names: "HMAC, APIKey or LegacyHMAC".
func (s Schemes) String() string {
	var names []string
	for _, scheme := range schemes {
		if s&scheme.set != 0 {
			names = append(names, scheme.name)
		}
	}
	switch n := len(names); n {
	case 0:
		return "no credential"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
}

// dropCredentials takes the credentials of some schemes out of a request.
func dropCredentials(h http.Header, unwanted Schemes) {
	for _, scheme := range schemes {
		if unwanted&scheme.set != 0 {
			delete(h, scheme.header)
		}
	}
}

// credentials tells which schemes a request carries a credential of.
func credentials(h http.Header) Schemes {
	var found Schemes
	for _, scheme := range schemes {
		if len(h[scheme.header]) > 0 {
			found |= scheme.set
		}
	}
	return found
}
