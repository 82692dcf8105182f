package gameserver

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// reply is an answer before it is written.
type reply struct {
	status int
	body   []byte
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

// failed says an error of a Server's method by HTTP status. The error's own text goes to the log alone, because
// nobody can know what is in it.
func failed(err error) reply {
	var r reply
	var refused *RefusedError
	switch {
	case errors.As(err, &refused):
		status := refused.HTTPStatus
		if status < 400 || status > 599 {
			status = http.StatusInternalServerError
		}
		r = failure(status, codeOf(status), refused.Message)
	case errors.Is(err, ErrUnimplemented):
		r = failure(http.StatusNotImplemented, codeUnimplemented, ErrUnimplemented.Error())
	case errors.Is(err, errTimeout):
		r = failure(http.StatusGatewayTimeout, codeDeadlineExceeded, errTimeout.Error())
	default:
		r = failure(http.StatusInternalServerError, codeInternal, errPanic.Error())
		for _, known := range []struct {
			err    error
			status int
		}{
			{ErrNotFound, http.StatusNotFound}, {ErrTransactionNotFound, http.StatusNotFound},
			{ErrAlreadyCancelled, http.StatusConflict}, {ErrAlreadyCompleted, http.StatusConflict},
			{ErrOtherPurchase, http.StatusConflict},
		} {
			if errors.Is(err, known.err) {
				r = failure(known.status, codeOf(known.status), known.err.Error())
				break
			}
		}
	}
	r.reason = err
	return r
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
	header.Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}
