package signature

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"hash"
	"sync"
)

const encodedSize = (Size + 2) / 3 * 4

// Matches reports whether encoded is the signature of prefix and body with a key. It compares in constant time. Only the text
// that Stash would write matches, so no two texts are the same signature. Matches allocates nothing: the caller passes a key
// with each call, so there is no Key that could keep hashes, and Matches keeps its buffers instead.
func Matches(encoded, key, prefix string, body []byte) bool {
	m := rooms.Get().(*room)
	m.sign(key, prefix, body)
	base64.StdEncoding.Encode(m.want[:], m.sum[:])
	copy(m.given[:], encoded)
	same := subtle.ConstantTimeCompare(m.want[:], m.given[:]) == 1 && len(encoded) == len(m.given)
	m.block, m.sum, m.want = [sha256.BlockSize]byte{}, [Size]byte{}, [encodedSize]byte{} // leave nothing of the key in the pool
	rooms.Put(m)
	return same
}

var rooms = sync.Pool{New: func() any { return &room{hash: sha256.New()} }}

// room contains the buffers for HMAC-SHA256 as in RFC 2104.
type room struct {
	hash  hash.Hash
	block [sha256.BlockSize]byte
	sum   [Size]byte
	want  [encodedSize]byte
	given [encodedSize]byte
}

func (m *room) sign(key, prefix string, body []byte) {
	m.start(key, 0x36)
	m.write(prefix)
	m.hash.Write(body)
	m.hash.Sum(m.sum[:0])
	inner := m.sum
	m.start(key, 0x5c)
	m.sum = inner
	m.hash.Write(m.sum[:])
	m.hash.Sum(m.sum[:0])
}

// start begins a hash with the key, padded to one block and XORed with pad.
func (m *room) start(key string, pad byte) {
	m.hash.Reset()
	n := len(key)
	if n > len(m.block) {
		m.write(key)
		m.hash.Sum(m.sum[:0])
		m.hash.Reset()
		n = copy(m.block[:], m.sum[:])
	} else {
		copy(m.block[:], key)
	}
	clear(m.block[n:])
	for i := range m.block {
		m.block[i] ^= pad
	}
	m.hash.Write(m.block[:])
}

// write hashes a text in pieces, because converting it to bytes would allocate.
func (m *room) write(text string) {
	for len(text) > 0 {
		n := copy(m.block[:], text)
		m.hash.Write(m.block[:n])
		text = text[n:]
	}
}
