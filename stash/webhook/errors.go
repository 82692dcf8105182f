package webhook

import (
	"errors"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// Verify returns one of these errors if a delivery is not from Stash. It is wrapped in a sentence that says what to do.
var (
	ErrNoSecret       = errors.New("no webhook secret")
	ErrEmptyBody      = errors.New("empty body")
	ErrNoSignature    = errors.New("no signature header")
	ErrManySignatures = errors.New("more than one signature header")
	ErrBadBase64      = errors.New("signature is not base64")
	ErrBadLength      = errors.New("signature has the wrong length")
	ErrMalformed      = signature.ErrMalformed // the versioned header does not have four parts
	ErrUnknownVersion = signature.ErrVersion
	ErrStale          = signature.ErrStale // the time in the versioned header is too old or too far in the future
	ErrWrongShop      = errors.New("it is for another shop")
	ErrMismatch       = signature.ErrMismatch
)

// Receive and Process of a Handler return these errors too, for a delivery that they do not give to the receiver.
var (
	ErrTooLong          = inbound.ErrTooLong // the body is longer than WithMaxBytes allows
	ErrWrongEnvironment = errors.New("it is for another environment")
)

// Parse returns one of these errors if it cannot read a body. It is wrapped in a sentence that says what is wrong. With
// ErrBadPayload it also returns the event, because the type is known and the rest could be read.
var (
	ErrNotJSON    = errors.New("body cannot be read")
	ErrAmbiguous  = gen.ErrAmbiguous // an object in the body has a name twice, or in two spellings
	ErrNoType     = errors.New("body has no event type")
	ErrBadPayload = errors.New("payload is missing or has a wrong type")
)
