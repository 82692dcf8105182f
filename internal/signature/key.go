// Package signature makes and checks the HMAC signatures that Stash uses in every direction.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"hash"
	"strconv"
	"strings"
	"sync"
)

// Size is the length of a signature before it is encoded.
const Size = sha256.Size

// Key is an HMAC-SHA256 key. Its hashes are kept between signatures, because setting one up costs more than
// signing a small body.
type Key struct {
	hashes sync.Pool // of *hashing
}

// hashing is a hash with room for what goes through its interface, which would be allocated otherwise.
type hashing struct {
	hash.Hash
	prefix [24]byte
	sum    [Size]byte
}

// NewKey makes a key of a secret's bytes.
func NewKey(secret []byte) *Key {
	secret = append([]byte(nil), secret...)
	return &Key{hashes: sync.Pool{New: func() any { return &hashing{Hash: hmac.New(sha256.New, secret)} }}}
}

// Legacy signs the body alone, as stash-hmac-signature and webhooks do.
func (k *Key) Legacy(body []byte) [Size]byte {
	h := k.hashes.Get().(*hashing)
	defer k.hashes.Put(h)
	h.Reset()
	return h.finish(body)
}

// Versioned signs "{unixMillis}." and the body, as x-stash-hmac-signature does. There is no body in a GET, and the
// dot stays.
func (k *Key) Versioned(unixMillis int64, body []byte) [Size]byte {
	h := k.hashes.Get().(*hashing)
	defer k.hashes.Put(h)
	h.Reset()
	h.Write(append(strconv.AppendInt(h.prefix[:0], unixMillis, 10), '.'))
	return h.finish(body)
}

func (h *hashing) finish(body []byte) [Size]byte {
	h.Write(body)
	h.Sum(h.sum[:0])
	return h.sum
}

// Encode writes a signature as Stash does: standard base64 with padding.
func Encode(sum [Size]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }

// Header is the value of x-stash-hmac-signature: v1;{shopId};{unixMillis};{signature}.
func (k *Key) Header(shopID string, unixMillis int64, body []byte) string {
	sum := k.Versioned(unixMillis, body)
	var room [128]byte // for a UUID, a time and a signature
	b := append(room[:0], "v1;"...)
	b = append(b, shopID...)
	b = append(b, ';')
	b = strconv.AppendInt(b, unixMillis, 10)
	b = append(b, ';')
	b = base64.StdEncoding.AppendEncode(b, sum[:])
	return string(b)
}

// DecodeSecret reads a secret that stands for base64-encoded key bytes, in either alphabet, with or without padding.
func DecodeSecret(secret string) ([]byte, error) {
	text := strings.TrimRight(secret, "=")
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(text, "-_") {
		encoding = base64.RawURLEncoding
	}
	key, err := encoding.DecodeString(text)
	if err != nil || len(key) == 0 {
		return nil, errors.New("is not base64; leave the option out to use the secret's own bytes as the key")
	}
	return key, nil
}
