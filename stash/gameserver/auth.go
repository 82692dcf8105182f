package gameserver

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
)

const (
	versionedHeader = "X-Stash-Hmac-Signature"
	legacyHeader    = "Stash-Hmac-Signature"
)

func (h *handler) setKeys(secrets []string) error {
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

// proof is a signature that was checked and is right.
type proof struct {
	sum        [signature.Size]byte
	unixMillis int64
	timeless   bool // it is the legacy header, which has no time, so a copy cannot be told from a new request
}

// authenticate checks a request's signature. The legacy header counts only if it is allowed and the versioned one is
// missing, so that an attacker cannot choose the weaker of two.
func (h *handler) authenticate(header http.Header, body []byte) (proof, error) {
	values := header[versionedHeader]
	switch {
	case len(values) > 1:
		return proof{}, fmt.Errorf("%w: the request has the header %d times", signature.ErrMalformed, len(values))
	case len(values) == 1:
		return h.versioned(values[0], body)
	case len(header[legacyHeader]) == 1 && h.legacy:
		return h.timeless(header[legacyHeader][0], body)
	case len(header[legacyHeader]) > 0:
		return proof{}, errors.New("the header stash-hmac-signature is not accepted here; sign with x-stash-hmac-signature")
	}
	return proof{}, errors.New("the request is not signed: the header x-stash-hmac-signature is missing")
}

func (h *handler) versioned(value string, body []byte) (proof, error) {
	parsed, err := signature.Parse(value)
	if err != nil {
		return proof{}, err
	}
	if !strings.EqualFold(parsed.ShopID, h.shopID) {
		return proof{}, errors.New("the signature is for another shop")
	}
	if err := parsed.Age(h.now()); err != nil {
		return proof{}, err
	}
	good := false
	for _, key := range h.keys {
		good = signature.Equal(parsed.Sum, key.Versioned(parsed.UnixMillis, body)) || good
	}
	if !good {
		return proof{}, signature.ErrMismatch
	}
	return proof{sum: parsed.Sum, unixMillis: parsed.UnixMillis}, nil
}

func (h *handler) timeless(value string, body []byte) (proof, error) {
	sum, err := signature.Decode(value)
	if err != nil {
		return proof{}, err
	}
	good := false
	for _, key := range h.keys {
		good = signature.Equal(sum, key.Legacy(body)) || good
	}
	if !good {
		return proof{}, signature.ErrMismatch
	}
	return proof{timeless: true}, nil
}
