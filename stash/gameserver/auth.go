package gameserver

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
)

const (
	versionedHeader = "X-Stash-Hmac-Signature"
	legacyHeader    = "Stash-Hmac-Signature"
)

func (h *Handler) setKeys(secrets []string) error {
	if len(secrets) == 0 {
		return errors.New("no secret is passed; copy the game-server secret (egress key) from Stash Studio")
	}
	for i, text := range secrets {
		if err := secret.Check(text); err != nil {
			return fmt.Errorf("secret %d of %d %w", i+1, len(secrets), err)
		}
		key := []byte(text)
		if h.decode {
			var err error
			if key, err = signature.DecodeSecret(text); err != nil {
				return fmt.Errorf("secret %d of %d %w", i+1, len(secrets), err)
			}
		}
		h.keys = append(h.keys, signature.NewKey(key))
		h.secrets = append(h.secrets, secret.New(text))
	}
	return nil
}

// proof is a signature in the headers. authenticate compares it with the body.
type proof struct {
	sum        [signature.Size]byte
	unixMillis int64
	timeless   bool // it is the legacy header, which has no time, so a copy cannot be told from a new request
}

// claimed reads a request's signature from the headers, and refuses what cannot be right before the body is read. The
// legacy header counts only if it is allowed and the versioned one is missing, so that an attacker cannot choose the weaker
// of two.
func (h *Handler) claimed(header http.Header) (proof, error) {
	value, n := inbound.Find(header, versionedHeader)
	if n == 0 {
		return h.claimedLegacy(header)
	}
	if n > 1 {
		return proof{}, fmt.Errorf("%w: the request has the header %d times", signature.ErrMalformed, n)
	}
	parsed, err := signature.Parse(value)
	if err != nil {
		return proof{}, fmt.Errorf("%w%s", err, inbound.Joined(value))
	}
	if !strings.EqualFold(parsed.ShopID, h.shopID) {
		return proof{}, errors.New("the signature is for another shop")
	}
	return proof{sum: parsed.Sum, unixMillis: parsed.UnixMillis}, parsed.Age(h.now())
}

func (h *Handler) claimedLegacy(header http.Header) (proof, error) {
	value, n := inbound.Find(header, legacyHeader)
	switch {
	case n == 0:
		return proof{}, errors.New("the request is not signed: the header x-stash-hmac-signature is missing")
	case !h.legacy:
		return proof{}, errors.New("the header stash-hmac-signature is not accepted here; sign with x-stash-hmac-signature")
	case n > 1:
		return proof{}, fmt.Errorf("%w: the request has the header %d times", signature.ErrMalformed, n)
	}
	sum, err := signature.Decode(value)
	return proof{sum: sum, timeless: true}, err
}

// authenticate checks that the claimed signature is of the body.
func (h *Handler) authenticate(p proof, header http.Header, body []byte) error {
	good := false
	for _, key := range h.keys {
		var sum [signature.Size]byte
		if p.timeless {
			sum = key.Legacy(body)
		} else {
			sum = key.Versioned(p.unixMillis, body)
		}
		good = signature.Equal(p.sum, sum) || good
	}
	if !good {
		return fmt.Errorf("%w%s", signature.ErrMismatch, inbound.Changed(header, body))
	}
	return nil
}
