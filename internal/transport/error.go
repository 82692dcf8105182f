package transport

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// Error is the error of a failed call. HTTPStatus tells what happened:
//
//   - 0 with Attempts 0: the call was not sent, because an argument is invalid, an editor failed, or no connection was
//     made.
//   - 0 with Attempts of 1 or more: the call was sent, but no response came.
//   - 2xx: Stash reported success, but the response could not be decoded.
//   - any other status: Stash, or a proxy before it, answered with that status.
//
// An Error contains no credential. If the response repeats one, it is replaced by [redacted].
type Error struct {
	Operation  string            // operationId in the document
	Method     string            // HTTP method
	Path       string            // route template, without the caller's values
	HTTPStatus int               // 0 if there was no response
	Code       Code              // gRPC code in the response body; CodeOK if the body has none
	Message    string            // message in the response body, or why the call was not sent
	Details    []json.RawMessage // google.rpc error details in the response body, each with its @type
	RequestID  string            // the server's id of the request, for support requests to Stash
	RetryAfter time.Duration     // how long the server asked to wait; 0 if it did not ask
	Attempts   int               // how often the call was sent; attempts that got no connection do not count
	Header     http.Header       // of the response
	Body       []byte            // of the response, raw, at most 64 KiB

	stage       stage
	sent        bool   // a part of the attempt may have reached Stash
	unconnected bool   // no connection was made
	final       bool   // no connection was made, and another attempt would not make one
	waitLong    bool   // the server sent a Retry-After that cannot be read
	torn        bool   // a 2xx response whose body is incomplete
	tried       int    // attempts, including those that got no connection
	host        string // of the base URL
	hint        string // advice for the caller, one or more sentences
	cause       error  // the error of the connection, or of decoding the response
	later       error  // why the attempt after this one was not sent
}

// stage is how far a call got before it failed.
type stage uint8

const (
	stageUnsent     stage = iota // not sent: refused, or an editor or the credential failed
	stageNoAnswer                // sent, perhaps in part, without a response
	stageUnreadable              // a 2xx response whose body could not be decoded
	stageAnswered                // a response with another status
)

// Is reports whether target is the sentinel of this error, such as ErrNotFound.
func (e *Error) Is(target error) bool { return target != nil && e.kind() == target }

// Unwrap returns the underlying error, such as context.DeadlineExceeded or a *net.OpError.
func (e *Error) Unwrap() error {
	if e.later == nil {
		return e.cause
	}
	return errors.Join(e.cause, e.later)
}
