package gameserver

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// reply is an answer before it is written.
type reply struct {
	status int
	body   []byte
	allow  string       // the methods that would do, where this one does not
	reason error        // why the call failed, for the log
	writer *wire.Writer // whose memory the body is in; nil when it has its own
}

// The gRPC codes that errors carry in their bodies.
const (
	codeCanceled           = 1
	codeInvalidArgument    = 3
	codeDeadlineExceeded   = 4
	codeNotFound           = 5
	codePermissionDenied   = 7
	codeResourceExhausted  = 8
	codeFailedPrecondition = 9
	codeUnimplemented      = 12
	codeInternal           = 13
	codeUnauthenticated    = 16
)

func failure(status int, code int32, message string) reply {
	w := wire.NewWriter(nil)
	(&Status{Code: code, Message: message}).Encode(w)
	body, _ := w.Bytes() // texts and numbers always have JSON
	return reply{status: status, body: body, reason: errors.New(message)}
}

// failed says an error of a Server's method by HTTP status.
func failed(err error) reply {
	status, code, message := verdict(err)
	r := failure(status, code, message)
	r.reason = err
	return r
}

// verdict is what an error of a Server's method is on the wire. The error's own text goes to the log alone, because
// nobody can know what is in it.
func verdict(err error) (status int, code int32, message string) {
	var refused *RefusedError
	switch {
	case errors.As(err, &refused):
		status = refused.HTTPStatus
		if status < 400 || status > 599 {
			status = http.StatusInternalServerError
		}
		return status, codeOf(status), refused.Message
	case errors.Is(err, ErrUnimplemented):
		return http.StatusNotImplemented, codeUnimplemented, ErrUnimplemented.Error()
	case errors.Is(err, errTimeout):
		return http.StatusGatewayTimeout, codeDeadlineExceeded, errTimeout.Error()
	}
	for _, known := range []struct {
		err    error
		status int
	}{
		{ErrNotFound, http.StatusNotFound}, {ErrTransactionNotFound, http.StatusNotFound},
		{ErrAlreadyCancelled, http.StatusConflict}, {ErrAlreadyCompleted, http.StatusConflict},
		{ErrOtherPurchase, http.StatusConflict},
	} {
		if errors.Is(err, known.err) {
			return known.status, codeOf(known.status), known.err.Error()
		}
	}
	return http.StatusInternalServerError, codeInternal, errPanic.Error()
}

// settled reports whether the same request would be answered like this again: with success, or with a refusal that
// the rules or the game's own code decided. A store that is away, a time-out, a sender that hung up and whatever else
// has no name may be over by then.
func (r reply) settled() bool {
	status := r.status
	if r.reason == nil {
		return status < http.StatusInternalServerError
	}
	for _, fault := range []error{errPanic, errTimeout, errNoAnswer, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(r.reason, fault) {
			return false
		}
	}
	if status == http.StatusOK { // the failure is told in the body
		if declined := new(DeclinedError); errors.As(r.reason, &declined) {
			return true
		}
		status, _, _ = verdict(r.reason)
	}
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false // each of them asks for the request once more
	}
	return status < http.StatusInternalServerError
}

// codeOf is the gRPC code that goes with an HTTP status.
func codeOf(status int) int32 {
	switch status {
	case http.StatusNotFound:
		return codeNotFound
	case http.StatusConflict:
		return codeFailedPrecondition
	case http.StatusForbidden:
		return codePermissionDenied
	case http.StatusUnauthorized:
		return codeUnauthenticated
	case http.StatusTooManyRequests:
		return codeResourceExhausted
	}
	if status < 500 {
		return codeInvalidArgument
	}
	return codeInternal
}

// send writes a reply. Nothing between Stash and the game may keep what is a player's own.
func (r reply) send(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	if r.allow != "" {
		header.Set("Allow", r.allow)
	}
	header.Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}
