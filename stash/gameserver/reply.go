package gameserver

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// reply is an answer that is not written yet.
type reply struct {
	status  int
	body    []byte
	allow   string       // the allowed methods, with HTTP 405
	reason  error        // why the call failed, for the log
	unasked bool         // the rules refused the request, and the Server was not called
	writer  *wire.Writer // the pooled writer that owns body; nil if body has its own memory

	key       string // the transaction id, for observers
	duplicate bool   // an earlier call was settled with this answer
}

// The gRPC codes in the bodies of errors.
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
	body, _ := w.Bytes() // text and numbers can always be encoded
	return reply{status: status, body: body, reason: errors.New(message)}
}

// failed makes the HTTP error for an error of a Server's method.
func failed(err error) reply {
	status, code, message := verdict(err)
	r := failure(status, code, message)
	r.reason = err
	return r
}

// verdict returns the answer for an error of a Server's method. The error's own text goes only to the log, because it can
// contain anything.
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

// settled reports whether a copy of the request would get the same answer. Success is settled, and so is a refusal by the
// rules or by the game's own code. A store that is down, a time-out, a sender that hung up or an unknown error may be over
// by then.
func (r reply) settled() bool {
	status := r.status
	if r.reason == nil {
		return status < http.StatusInternalServerError
	}
	if r.unasked {
		return false // a copy is refused too; and one that was sent to the wrong path must not spoil the right one
	}
	for _, fault := range []error{errPanic, errTimeout, errNoAnswer, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(r.reason, fault) {
			return false
		}
	}
	if status == http.StatusOK { // the failure is reported in the body
		if declines(r.reason) {
			return true
		}
		status, _, _ = verdict(r.reason)
	}
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false // each of these asks the caller to repeat the request
	}
	return status < http.StatusInternalServerError
}

func declines(err error) bool {
	declined := new(DeclinedError)
	return errors.As(err, &declined)
}

// codeOf returns the gRPC code for an HTTP status.
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

// send writes a reply. No cache between Stash and the game may store it, because it can have a player's data.
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
