package webhook

import (
	"crypto/sha256"
	"encoding/base64"
)

// maxID is the length in bytes of the longest id that a key contains unchanged. Database indexes refuse long texts.
const maxID = 128

// key makes an event's key from the id in its payload, or from the whole body if there is no id.
func key(e *Event, id string) string {
	switch {
	case id == "":
		sum := sha256.Sum256(e.Body)
		return "sha256:" + base64.RawURLEncoding.EncodeToString(sum[:])
	case len(id) > maxID || !plain([]byte(id)):
		sum := sha256.Sum256([]byte(id))
		id = "sha256:" + base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return string(e.Type) + ":" + id
}
