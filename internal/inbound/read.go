// Package inbound has what both handlers of requests from Stash need: reading a body within limits, finding out why a
// signature cannot match, and guarding against panics.
package inbound

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// Why a body could not be read.
var (
	ErrTooLong = errors.New("the body is too long")
	ErrSlow    = errors.New("the body did not arrive in time")
	ErrCutOff  = errors.New("the body was cut off")
)

// Read reads a request's body, at most so many bytes and for at most so long. A server without a ReadTimeout would wait for
// ever for a sender that stalls in the middle.
func Read(w http.ResponseWriter, r *http.Request, most int64, limit time.Duration) ([]byte, error) {
	if r.Body == nil { // a request of http.NewRequest, not one from a server
		return nil, nil
	}
	if r.ContentLength > most {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrTooLong, most)
	}
	switch w.(type) {
	case interface{ SetReadDeadline(time.Time) error }, interface{ Unwrap() http.ResponseWriter }:
		connection := http.NewResponseController(w)
		if connection.SetReadDeadline(time.Now().Add(limit)) == nil {
			defer func() { _ = connection.SetReadDeadline(time.Time{}) }()
		}
	} // Any other ResponseWriter, as in a test, has no sender that could stall.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	tooLong := (*http.MaxBytesError)(nil)
	switch {
	case err == nil:
		return body, nil
	case errors.As(err, &tooLong):
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrTooLong, most)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fmt.Errorf("%w: it was not complete after %v", ErrSlow, limit)
	}
	return nil, fmt.Errorf("%w: %w", ErrCutOff, err)
}
