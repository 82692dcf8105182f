package webhook

import (
	"crypto/sha256"
	"encoding/base64"
)

// maxID is the longest id that a key holds as it is: indexes of databases refuse long texts.
const maxID = 128

// key makes an event's key of the id in its payload, or of the whole body when it has none.
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
