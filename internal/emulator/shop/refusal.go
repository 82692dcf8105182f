package shop

import (
	"github.com/stash-sdk/stash-go/stash"
)

// Refusal is why the shop does not do what it is asked. It is nil when the shop has done it.
type Refusal struct {
	Code    stash.Code
	Field   string // of the request that is at fault; empty when no field is
	Message string // of a field, what is wrong with its value
}

// Error says what is wrong, with the field.
func (r *Refusal) Error() string {
	if r.Field == "" {
		return r.Message
	}
	return r.Field + ": " + r.Message
}

// Invalid refuses a field that the document allows and the shop does not.
func Invalid(field, message string) *Refusal {
	return &Refusal{stash.CodeInvalidArgument, field, message}
}

// NotFound refuses what names something that does not exist.
func NotFound(message string) *Refusal { return &Refusal{Code: stash.CodeNotFound, Message: message} }

// Forbidden refuses what the caller must not do.
func Forbidden(message string) *Refusal {
	return &Refusal{Code: stash.CodePermissionDenied, Message: message}
}

func clash(message string) *Refusal {
	return &Refusal{Code: stash.CodeAlreadyExists, Message: message}
}

// precondition refuses a request that is right in itself and comes at the wrong time.
func precondition(message string) *Refusal {
	return &Refusal{Code: stash.CodeFailedPrecondition, Message: message}
}
