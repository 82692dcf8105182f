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

// schemes lists the preferred scheme first; errors name them in this order. A test compares the headers with the
// document.
var schemes = [...]struct {
	set    Schemes
	header string // in canonical form, as http.Header stores it
	name   string // of the function in package stash
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

// together returns the first of several sets that a request carries whole.
func (s Schemes) together(sets []Schemes) (Schemes, bool) {
	for _, set := range sets {
		if s&set == set {
			return set, true
		}
	}
	return 0, false
}

// inWords lists sets of which one is needed: "HMAC and APIKey, or PlayerToken".
func inWords(sets []Schemes) string {
	var all []string
	for _, set := range sets {
		all = append(all, strings.ReplaceAll(strings.ReplaceAll(set.String(), ", ", " and "), " or ", " and "))
	}
	return strings.Join(all, ", or ")
}

// dropCredentials removes the headers of the unwanted schemes.
func dropCredentials(h http.Header, unwanted Schemes) {
	for _, scheme := range schemes {
		if unwanted&scheme.set != 0 {
			delete(h, scheme.header)
		}
	}
}

// credentials returns the schemes whose headers a request has.
func credentials(h http.Header) Schemes {
	var found Schemes
	for _, scheme := range schemes {
		if len(h[scheme.header]) > 0 {
			found |= scheme.set
		}
	}
	return found
}

// isScheme reports whether a header, in canonical form, carries the credential of a scheme.
func isScheme(header string) bool {
	for _, scheme := range schemes {
		if scheme.header == header {
			return true
		}
	}
	return false
}
