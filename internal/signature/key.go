// Package signature makes and checks the HMAC signatures of calls to Stash, calls to game servers, and webhooks.
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

// Key is an HMAC-SHA256 key. It keeps its hashes between signatures, because making a hash takes longer than signing a small
// body.
type Key struct {
	hashes sync.Pool // of *hashing
}

// hashing is a hash with buffers for its input and output. Without them, each call through the interface would allocate.
type hashing struct {
	hash.Hash
	prefix [24]byte
	sum    [Size]byte
}

// NewKey makes a key from the bytes of a secret. It copies them.
func NewKey(secret []byte) *Key {
	secret = append([]byte(nil), secret...)
	return &Key{hashes: sync.Pool{New: func() any { return &hashing{Hash: hmac.New(sha256.New, secret)} }}}
}

// Legacy signs only the body, for stash-hmac-signature and webhooks.
func (k *Key) Legacy(body []byte) [Size]byte {
	h := k.hashes.Get().(*hashing)
	defer k.hashes.Put(h)
	h.Reset()
	return h.finish(body)
}

// Versioned signs "{unixMillis}." and the body, for x-stash-hmac-signature. A GET has no body; the dot is signed anyway.
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

// Encode returns a signature as Stash writes it: in standard base64 with padding.
func Encode(sum [Size]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }

// Header returns the value of x-stash-hmac-signature: v1;{shopId};{unixMillis};{signature}.
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

// DecodeSecret decodes a secret that is a key in base64, in the standard or URL alphabet, with or without padding.
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
