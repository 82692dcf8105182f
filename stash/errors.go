package stash

import "github.com/stash-sdk/stash-go/internal/transport"

// Error is why a call failed; get it with errors.As.
//
//	Operation, Method, Path  what was called: operationId, HTTP method, route template
//	HTTPStatus               0 when there was no answer; 2xx when a success could not be read
//	Code, Message, Details   the google.rpc.Status of the body, as far as it has one
//	RequestID                the server's id of the request, to quote to Stash
//	RetryAfter               how long the server asked to wait; 0 when it did not
//	Attempts                 how often the call was sent; 0 when it was refused before that, or found no connection
//	Header, Body             of the answer, raw; at most 64 KiB of the body
//
// It holds no credential, also where the server's answer repeated one. A test's own, made for a fake client of its exported
// fields, is of the kind that its HTTPStatus says.
type Error = transport.Error

// Code is a gRPC status code in an [Error]; it is not the HTTP status.
type Code = transport.Code

// Sentinels for errors.Is. The HTTP status decides which one an [Error] is; the gRPC code decides only where the
// status has no sentinel of its own.
var (
	ErrInvalidArgument  = transport.ErrInvalidArgument  // refused before sending, or HTTP 400
	ErrUnauthenticated  = transport.ErrUnauthenticated  // HTTP 401: no credential, or a wrong one
	ErrPermissionDenied = transport.ErrPermissionDenied // HTTP 403
	ErrNotFound         = transport.ErrNotFound         // HTTP 404
	ErrConflict         = transport.ErrConflict         // HTTP 409
	ErrRateLimited      = transport.ErrRateLimited      // HTTP 429
	ErrUnavailable      = transport.ErrUnavailable      // no answer, or HTTP 502, 503, 504
	ErrInternal         = transport.ErrInternal         // another HTTP 5xx
)

// The gRPC status codes that an [Error] may carry.
const (
	CodeOK                 = transport.CodeOK
	CodeCanceled           = transport.CodeCanceled
	CodeUnknown            = transport.CodeUnknown
	CodeInvalidArgument    = transport.CodeInvalidArgument
	CodeDeadlineExceeded   = transport.CodeDeadlineExceeded
	CodeNotFound           = transport.CodeNotFound
	CodeAlreadyExists      = transport.CodeAlreadyExists
	CodePermissionDenied   = transport.CodePermissionDenied
	CodeResourceExhausted  = transport.CodeResourceExhausted
	CodeFailedPrecondition = transport.CodeFailedPrecondition
	CodeAborted            = transport.CodeAborted
	CodeOutOfRange         = transport.CodeOutOfRange
	CodeUnimplemented      = transport.CodeUnimplemented
	CodeInternal           = transport.CodeInternal
	CodeUnavailable        = transport.CodeUnavailable
	CodeDataLoss           = transport.CodeDataLoss
	CodeUnauthenticated    = transport.CodeUnauthenticated
)
