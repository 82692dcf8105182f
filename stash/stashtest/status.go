package stashtest

import (
	"encoding/json"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// The gRPC codes that the emulator answers with.
const (
	codeInvalidArgument    = stash.CodeInvalidArgument
	codeNotFound           = stash.CodeNotFound
	codeAlreadyExists      = stash.CodeAlreadyExists
	codePermissionDenied   = stash.CodePermissionDenied
	codeFailedPrecondition = stash.CodeFailedPrecondition
	codeUnimplemented      = stash.CodeUnimplemented
	codeInternal           = stash.CodeInternal
	codeUnauthenticated    = stash.CodeUnauthenticated
)

// status is an error as Stash answers it.
type status struct {
	http    int
	code    stash.Code
	message string
	fields  []contract.Violation
}

func failure(httpStatus int, code stash.Code, message string) *status {
	return &status{http: httpStatus, code: code, message: message}
}

func notFound(message string) *status {
	return failure(http.StatusNotFound, codeNotFound, message)
}

func forbidden(message string) *status {
	return failure(http.StatusForbidden, codePermissionDenied, message)
}

// precondition is the answer to a request that is right in itself and comes at the wrong time.
func precondition(message string) *status {
	return failure(http.StatusBadRequest, codeFailedPrecondition, message)
}

// invalid is the answer to a field that the document allows and the state does not.
func invalid(field, reason string) *status {
	return badRequest([]contract.Violation{{Field: field, Reason: reason}})
}

// badRequest names the fields that break the document, as google.rpc.BadRequest does.
func badRequest(wrong []contract.Violation) *status {
	return &status{http: http.StatusBadRequest, code: codeInvalidArgument, message: join(wrong), fields: wrong}
}

func (f *status) reply() reply {
	type fieldViolation struct {
		Field       string `json:"field"`
		Description string `json:"description"`
	}
	body := struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Details []any  `json:"details"`
	}{int(f.code), f.message, []any{}}
	if len(f.fields) > 0 {
		list := make([]fieldViolation, len(f.fields))
		for i, v := range f.fields {
			list[i] = fieldViolation{v.Field, v.Reason}
		}
		body.Details = append(body.Details, map[string]any{
			"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": list,
		})
	}
	data, _ := json.Marshal(body) // plain structs of strings cannot fail
	return reply{f.http, data}
}
