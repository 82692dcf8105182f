package secret

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
)

// Scrub replaces secrets in a text that comes from elsewhere, such as a server's response or the text of a panic. It finds
// them in other cases, with white space between their characters, escaped for JSON, a URL or HTML, in base64, and cut off by
// the end of the text.
func Scrub(text string, secrets ...string) string {
	found := find(text, secrets)
	for _, secret := range secrets {
		if encoded := encodings(text, secret); encoded != nil {
			found = append(found, find(text, encoded)...)
		}
	}
	if len(found) == 0 {
		return text
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var clean strings.Builder
	end := 0
	for _, s := range found {
		if s.from >= end {
			clean.WriteString(text[end:s.from])
			clean.WriteString(redacted)
		}
		end = max(end, s.to)
	}
	clean.WriteString(text[end:])
	return clean.String()
}

// MayContain is a quick check that needs no memory: it reports whether Scrub may find a secret in a text.
func MayContain[T string | []byte](text T, secrets []string) bool {
	if mayContain(text, secrets) {
		return true
	}
	for _, secret := range secrets {
		if hasEncoded(text, secret, base64.RawStdEncoding) || hasEncoded(text, secret, base64.RawURLEncoding) {
			return true
		}
	}
	return false
}

// encodings returns the base64 spellings of a secret, without padding, that a text may have.
func encodings(text, secret string) (list []string) {
	for _, encoding := range [...]*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if hasEncoded(text, secret, encoding) {
			list = append(list, encoding.EncodeToString([]byte(secret)))
		}
	}
	return list
}

// hasEncoded reports whether a text has the first four characters of the base64 of a secret.
func hasEncoded[T string | []byte](text T, secret string, encoding *base64.Encoding) bool {
	if len(secret) < partial {
		return false
	}
	var head [4]byte
	encoding.Encode(head[:], []byte(secret[:3]))
	for i := 0; i+len(head) <= len(text); i++ {
		if text[i] == head[0] && text[i+1] == head[1] && text[i+2] == head[2] && text[i+3] == head[3] {
			return true
		}
	}
	return false
}
