package server

import (
	"encoding/json"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// The gRPC codes that the emulator sends.
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

// status is an error response of Stash.
type status struct {
	http    int
	code    stash.Code
	message string
	fields  []contract.Violation
}

func failure(httpStatus int, code stash.Code, message string) *status {
	return &status{http: httpStatus, code: code, message: message}
}

// refused turns a refusal of the shop into an error response.
func refused(r *shop.Refusal) *status {
	switch {
	case r == nil:
		return nil
	case r.Field != "":
		return badRequest([]contract.Violation{{Field: r.Field, Reason: r.Message}})
	}
	return failure(httpOf[r.Code], r.Code, r.Message)
}

// httpOf maps the codes of the shop's refusals to HTTP statuses, as grpc-gateway does.
var httpOf = map[stash.Code]int{
	codeInvalidArgument: http.StatusBadRequest, codeFailedPrecondition: http.StatusBadRequest, codeNotFound: http.StatusNotFound,
	codePermissionDenied: http.StatusForbidden, codeAlreadyExists: http.StatusConflict,
}

// invalid is the response to a field that the document allows and the shop does not.
func invalid(field, reason string) *status { return refused(shop.Invalid(field, reason)) }

// badRequest names the fields that break the document, as google.rpc.BadRequest does.
func badRequest(wrong []contract.Violation) *status {
	return &status{http: http.StatusBadRequest, code: codeInvalidArgument, message: contract.Join(wrong), fields: wrong}
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
