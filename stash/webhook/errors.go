package webhook

import (
	"errors"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// Why a delivery is not accepted as Stash's. Verify returns one of these, wrapped in a sentence that says what to do.
var (
	ErrNoSecret       = errors.New("no webhook secret")
	ErrEmptyBody      = errors.New("empty body")
	ErrNoSignature    = errors.New("no signature header")
	ErrManySignatures = errors.New("more than one signature header")
	ErrBadBase64      = errors.New("signature is not base64")
	ErrBadLength      = errors.New("signature has the wrong length")
	ErrMalformed      = signature.ErrMalformed // the versioned header has not its four parts
	ErrUnknownVersion = signature.ErrVersion
	ErrStale          = signature.ErrStale // the versioned header's time is too old, or too far ahead
	ErrWrongShop      = errors.New("signature names another shop")
	ErrMismatch       = signature.ErrMismatch
)

// Why a body is not read as an event. Parse returns one of these, wrapped in a sentence that says what is wrong. With
// ErrBadPayload it returns the event too, because its type is known and all else of it could be read.
var (
	ErrNotJSON    = errors.New("body is not a JSON object")
	ErrNoType     = errors.New("body has no event type")
	ErrBadPayload = errors.New("payload is missing or has a wrong type")
)
