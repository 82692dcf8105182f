package transport

import (
	"context"
	"errors"
	"net/http"
)

// Sentinels for errors.Is. The HTTP status selects the sentinel of an Error. The gRPC code selects it only if the HTTP
// status has no sentinel of its own.
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

var sentinels = [...]error{
	ErrInvalidArgument, ErrUnauthenticated, ErrPermissionDenied, ErrNotFound, ErrConflict, ErrRateLimited, ErrUnavailable,
	ErrInternal,
}

// reached returns the stage of the call. A test may build an Error from its exported fields: with an HTTPStatus it
// counts as answered.
func (e *Error) reached() stage {
	if e.stage == stageUnsent && e.HTTPStatus != 0 {
		return stageAnswered
	}
	return e.stage
}

// kind returns the sentinel of the error, or nil.
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
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusProxyAuthRequired:
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
