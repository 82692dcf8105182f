package stash

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/internal/transport"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// HMACOption changes how [HMAC] and [LegacyHMAC] derive the key from the secret.
type HMACOption func(*hmacKey)

// hmacKey is what HMACOptions write into.
type hmacKey struct {
	base64 bool
}

// Base64Secret decodes the secret from base64 and signs with the decoded bytes. The default is to sign with the bytes of
// the secret's text. Stash's sources disagree; the default follows the newest one, which says that it was tested.
func Base64Secret() HMACOption { return func(k *hmacKey) { k.base64 = true } }

// HMAC signs each attempt with the project's ingress secret, in the x-stash-hmac-signature header:
// v1;{shopId};{unixMillis};{signature}. It is Stash's current scheme. The shop id is a UUID, which samples call App
// ID; it is not the shop handle. The clock of this machine must be within five minutes of Stash's.
func HMAC(shopID, secret string, opts ...HMACOption) Credential {
	const kind = "HMAC"
	if !wire.IsUUID(shopID) {
		return broken(kind, "the shop id", errors.New("is not a UUID such as 11111111-2222-4333-8444-555555555555; find it in Stash Studio under Project Settings; it is neither the shop handle nor the secret"))
	}
	return withKey(kind, secret, opts, func(key *signature.Key) Credential {
		return Credential{sign: func(_ context.Context, req *http.Request, clock func() time.Time) error {
			body, err := transport.BodyBytes(req)
			if err != nil {
				return err
			}
			req.Header["X-Stash-Hmac-Signature"] = []string{key.Header(shopID, clock().UnixMilli(), body)}
			return nil
		}}
	})
}

// LegacyHMAC signs only the body, in the stash-hmac-signature header. Stash has deprecated it: the signature covers
// neither the shop nor the time, so a captured request can be replayed.
func LegacyHMAC(secret string, opts ...HMACOption) Credential {
	return withKey("LegacyHMAC", secret, opts, func(key *signature.Key) Credential {
		return Credential{sign: func(_ context.Context, req *http.Request, _ func() time.Time) error {
			body, err := transport.BodyBytes(req)
			if err != nil {
				return err
			}
			req.Header["Stash-Hmac-Signature"] = []string{signature.Encode(key.Legacy(body))}
			return nil
		}}
	})
}

// HMACEditor signs the requests of a [gen.Client], or a single call, where it replaces the client's own credential. No
// later editor may change the body.
func HMACEditor(shopID, secret string, opts ...HMACOption) gen.RequestEditorFn {
	return HMAC(shopID, secret, opts...).editor()
}

// LegacyHMACEditor is like [HMACEditor] with the deprecated scheme of [LegacyHMAC].
func LegacyHMACEditor(secret string, opts ...HMACOption) gen.RequestEditorFn {
	return LegacyHMAC(secret, opts...).editor()
}

func withKey(kind, secret string, opts []HMACOption, build func(*signature.Key) Credential) Credential {
	const what = "the HMAC secret"
	var how hmacKey
	for _, opt := range opts {
		if opt == nil {
			return broken(kind, "an HMACOption", errors.New("is nil"))
		}
		opt(&how)
	}
	bytes := []byte(secret)
	if how.base64 && secret != "" {
		var err error
		if bytes, err = signature.DecodeSecret(secret); err != nil {
			return broken(kind, what, err)
		}
	}
	return withSecret(kind, what, secret, func() Credential { return build(signature.NewKey(bytes)) })
}
