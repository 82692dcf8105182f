package keylock

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Scoped puts shop and environment before a key, as "shop/environment/key". Two shops, or test and production, can
// share a store then although their ids repeat. A part that is not known is empty.
func Scoped(shop, environment, key string) string {
	return part(shop) + "/" + part(environment) + "/" + key
}

// part returns a text in lower case if it is a usual name or UUID, and its digest if it is not, so that it has no slash and
// a bounded length.
func part(text string) string {
	text = strings.ToLower(text)
	usual := len(text) <= 40
	for _, c := range []byte(text) {
		usual = usual && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')
	}
	if usual {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return "#" + base64.RawURLEncoding.EncodeToString(sum[:24])
}
