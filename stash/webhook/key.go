package webhook

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// maxID is the length in bytes of the longest id that a key contains unchanged. Database indexes refuse long texts.
const maxID = 128

// digest is what begins a key that is a hash. An id that begins with it is hashed too.
const digest = "sha256:"

// key makes an event's key from the id in its payload, or from the whole body if there is no id.
func key(e *Event, id string) string {
	switch {
	// A decoder replaces broken characters, so two ids that have them may look the same.
	case id == "" || strings.ContainsRune(id, utf8.RuneError):
		sum := sha256.Sum256(e.Body)
		return digest + base64.RawURLEncoding.EncodeToString(sum[:])
	case len(id) > maxID || !plain([]byte(id)) || strings.HasPrefix(id, digest):
		sum := sha256.Sum256([]byte(id))
		id = digest + base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return string(e.Type) + ":" + id
}
