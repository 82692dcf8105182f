package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Error is why a call failed: it was refused before anything was sent (HTTPStatus 0, Attempts 0), no answer came
// (HTTPStatus 0), the answer was no success, or a success could not be read (HTTPStatus 2xx). It holds no
// credential: where a server echoes one, it is replaced.
type Error struct {
	Operation  string            // operationId in the document
	Method     string            // HTTP method
	Path       string            // route template, without the caller's values
	HTTPStatus int               // 0 when there was no answer
	Code       Code              // gRPC code from the body; CodeOK when the body had none
	Message    string            // the server's words, or what was wrong with a refused argument
	Details    []json.RawMessage // google.rpc error details, each with its @type
	RequestID  string            // the server's id of the request, to quote to Stash
	RetryAfter time.Duration     // how long the server asked to wait; 0 when it did not
	Attempts   int               // how often the call was sent; tries that found no connection do not count
	Header     http.Header       // of the answer
	Body       []byte            // of the answer, raw, at most 64 KiB of it

	stage       stage
	sent        bool   // something of the attempt may have reached Stash
	unconnected bool   // there was no connection to send it on
	torn        bool   // a success whose body broke off
	tried       int    // how often the call was tried, connections that were not made included
	host        string // where it was sent
	hint        string // what to do, as a sentence
	cause       error  // what went wrong below HTTP, or in reading the answer
	later       error  // why an attempt after this one was not sent
}

// stage is how far a call came.
type stage uint8

const (
	stageUnsent     stage = iota // refused, or not signed
	stageNoAnswer                // sent, perhaps not whole, and no status came back
	stageUnreadable              // a success whose body could not be read
	stageAnswered                // an answer that is no success
)

// Sentinels for errors.Is. The HTTP status decides which one an Error is; the gRPC code decides only where the
// status is none of those that have a sentinel of their own.
var (
	ErrInvalidArgument  = errors.New("stash: invalid argument")
	ErrUnauthenticated  = errors.New("stash: unauthenticated")
	ErrPermissionDenied = errors.New("stash: permission denied")
	ErrNotFound         = errors.New("stash: not found")
	ErrConflict         = errors.New("stash: conflict")
	ErrRateLimited      = errors.New("stash: rate limited")
	ErrUnavailable      = errors.New("stash: unavailable")
	ErrInternal         = errors.New("stash: internal error")
)

// Is reports whether the failure is of the kind that a sentinel names.
func (e *Error) Is(target error) bool { return target != nil && e.kind() == target }

// Unwrap returns the failure below HTTP, such as context.DeadlineExceeded or a *net.OpError.
func (e *Error) Unwrap() error {
	if e.later == nil {
		return e.cause
	}
	return errors.Join(e.cause, e.later)
}

// reached is how far the call came. An Error that a test has made of its exported fields counts as answered when it has
// a status.
func (e *Error) reached() stage {
	if e.stage == stageUnsent && e.HTTPStatus != 0 {
		return stageAnswered
	}
	return e.stage
}

func (e *Error) kind() error {
	switch e.reached() {
	case stageUnsent:
		if e.Code == CodeInvalidArgument {
			return ErrInvalidArgument
		}
		return nil
	case stageNoAnswer:
		if errors.Is(e.cause, context.Canceled) {
			return nil
		}
		return ErrUnavailable
	case stageUnreadable:
		return nil
	}
	switch e.HTTPStatus {
	case http.StatusBadRequest:
		return ErrInvalidArgument
	case http.StatusUnauthorized:
		return ErrUnauthenticated
	case http.StatusForbidden:
		return ErrPermissionDenied
	case http.StatusNotFound:
		return ErrNotFound
	case http.StatusConflict:
		return ErrConflict
	case http.StatusTooManyRequests:
		return ErrRateLimited
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return ErrUnavailable
	}
	switch e.Code {
	case CodeInvalidArgument, CodeFailedPrecondition, CodeOutOfRange:
		return ErrInvalidArgument
	case CodeUnauthenticated:
		return ErrUnauthenticated
	case CodePermissionDenied:
		return ErrPermissionDenied
	case CodeNotFound:
		return ErrNotFound
	case CodeAlreadyExists, CodeAborted:
		return ErrConflict
	case CodeResourceExhausted:
		return ErrRateLimited
	case CodeUnavailable, CodeDeadlineExceeded:
		return ErrUnavailable
	}
	switch {
	case e.HTTPStatus >= 500:
		return ErrInternal
	case e.HTTPStatus >= 400:
		return ErrInvalidArgument
	}
	return nil
}

// Error says what happened, where, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("stash: ")
	b.WriteString(e.Operation)
	text := printable(e.text())
	switch e.reached() {
	case stageUnsent:
		b.WriteString(" was not sent: " + text)
	case stageNoAnswer:
		b.WriteString(" got no answer from " + e.host + ": " + text)
	case stageUnreadable:
		fmt.Fprintf(&b, ": the answer of %s (HTTP %d) could not be read: %s", e.host, e.HTTPStatus, text)
	default:
		b.WriteString(" was answered")
		if e.host != "" {
			b.WriteString(" by " + e.host)
		}
		fmt.Fprintf(&b, " with HTTP %d", e.HTTPStatus)
		if label := e.label(); label != "" {
			b.WriteString(" " + label)
		}
		if text != "" {
			b.WriteString(": " + text)
		}
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", printable(e.RequestID))
	}
	switch {
	case e.Attempts > 1:
		fmt.Fprintf(&b, " (sent %d times)", e.Attempts)
	case e.Attempts == 0 && e.tried > 1:
		fmt.Fprintf(&b, " (tried %d times)", e.tried)
	}
	if e.later != nil {
		b.WriteString(". The next attempt was not sent: " + printable(e.later.Error()))
	}
	if e.hint != "" {
		b.WriteString(". " + e.hint)
	}
	return b.String()
}

// label is the gRPC code's name, or where there is none the HTTP status's, if that has one.
func (e *Error) label() string {
	if e.Code != CodeOK {
		return e.Code.String()
	}
	return http.StatusText(e.HTTPStatus)
}

func (e *Error) text() string {
	if e.Message == "" && e.cause != nil {
		return e.cause.Error()
	}
	return e.Message
}

// printable makes foreign text safe to put on a line: short, and without characters that control or reorder what a
// terminal or log viewer shows.
func printable(text string) string {
	const limit = 400
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return strings.TrimSpace(text)
}
