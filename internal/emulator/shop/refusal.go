package shop

import (
	"github.com/stash-sdk/stash-go/stash"
)

// Refusal is the reason why the shop refuses a request; nil on success.
type Refusal struct {
	Code    stash.Code
	Field   string // the invalid field of the request; empty when no field is at fault
	Message string // for a field, what is wrong with its value
}

// Error names the field and says what is wrong.
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

// NotFound refuses a request that names something that does not exist.
func NotFound(message string) *Refusal { return &Refusal{Code: stash.CodeNotFound, Message: message} }

// Forbidden refuses an action that the caller must not do.
func Forbidden(message string) *Refusal {
	return &Refusal{Code: stash.CodePermissionDenied, Message: message}
}

func clash(message string) *Refusal {
	return &Refusal{Code: stash.CodeAlreadyExists, Message: message}
}

// precondition refuses a valid request at the wrong time.
func precondition(message string) *Refusal {
	return &Refusal{Code: stash.CodeFailedPrecondition, Message: message}
}
