// Package ids makes the ids, keys and codes of the emulated Stash.
package ids

import (
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Text returns random text of the URL-safe alphabet that Stash's keys are made of.
func Text(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// UUID returns a random version 4 UUID, as Stash's ids are.
func UUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return format(b[:], 4)
}

// Derived returns the version 5 UUID of a name in the namespace of another UUID: the same name always gives the same
// UUID. Stash derives such ids for offers without an id. No source says from which values; the emulator uses the shop id
// and the SKU.
func Derived(namespace, name string) string {
	space, _ := hex.DecodeString(strings.ReplaceAll(namespace, "-", ""))
	sum := sha1.Sum(append(space, name...))
	return format(sum[:16], 5)
}

func format(b []byte, version byte) string {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
