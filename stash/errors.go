package stash

import "github.com/stash-sdk/stash-go/internal/transport"

// Error is the error of a failed call; get it with errors.As. It is an alias of a type in an internal package, so its
// fields are listed here:
//
//	Operation  string             // operationId in the OpenAPI document
//	Method     string             // HTTP method
//	Path       string             // route template, without the caller's values
//	HTTPStatus int                // 0 if there was no response; 2xx if a success could not be decoded
//	Code       Code               // gRPC code in the response body; CodeOK if the body has none
//	Message    string             // message in the response body, or why the call was not sent
//	Details    []json.RawMessage  // google.rpc error details in the response body, each with its @type
//	RequestID  string             // the server's id of the request, for support requests to Stash
//	RetryAfter time.Duration      // how long the server asked to wait; 0 if it did not ask
//	Attempts   int                // how often the call was sent; 0 if it was refused or got no connection
//	Header     http.Header        // of the response
//	Body       []byte             // of the response, raw, at most 64 KiB
//
// Its methods:
//
//	func (e *Error) Error() string         // what happened, where, and what to do
//	func (e *Error) Is(target error) bool  // whether target is its sentinel, such as ErrNotFound; for errors.Is
//	func (e *Error) Unwrap() error         // the underlying error, such as context.DeadlineExceeded
//
// If the context of the call ends, errors.Is finds context.Canceled or context.DeadlineExceeded, and the cause of the
// context. A cancelled call without a response has no sentinel, even if the cause is the Error of another call.
//
// An Error contains no credential, even if the response repeated one. A test may build an Error from the exported
// fields: HTTPStatus and Code then select its sentinel.
type Error = transport.Error

// Code is the gRPC status code in an [Error]. It is not the HTTP status. Its method String returns the name, such as
// NOT_FOUND.
type Code = transport.Code

// Sentinels for errors.Is. The HTTP status selects the sentinel of an [Error]. The gRPC code selects it only if the HTTP
// status has no sentinel of its own.
var (
	ErrInvalidArgument  = transport.ErrInvalidArgument  // an argument is invalid and the call was not sent, or HTTP 400
	ErrUnauthenticated  = transport.ErrUnauthenticated  // HTTP 401: the credential is missing or wrong
	ErrPermissionDenied = transport.ErrPermissionDenied // HTTP 403
	ErrNotFound         = transport.ErrNotFound         // HTTP 404
	ErrConflict         = transport.ErrConflict         // HTTP 409
	ErrRateLimited      = transport.ErrRateLimited      // HTTP 429
	ErrUnavailable      = transport.ErrUnavailable      // no response, or HTTP 502, 503, 504; or 407 of a proxy
	ErrInternal         = transport.ErrInternal         // any other HTTP 5xx
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
