package transport

import (
	"context"
	"errors"
	"fmt"
)

// outside wraps an error that comes from outside the SDK: from a RoundTripper, an editor, a credential function, or the
// cause of a context. errors.Is and errors.As find what it wraps, with two exceptions. Only the context decides whether a
// call was cancelled. And a sentinel in it belongs to another call: errgroup, for example, cancels a context with the
// error of the call that failed first.
type outside struct {
	err   error
	text  string
	ended error // the error of the context; nil if it had not ended
}

// fromOutside returns err as the cause of a failed attempt. If the context has ended, the result also has the error and
// the cause of the context.
func fromOutside(ctx context.Context, err error) error {
	ended := ctx.Err()
	if ended == nil {
		if errors.Is(err, context.Canceled) || hasSentinel(err) {
			return outside{err: err, text: err.Error()}
		}
		return err
	}
	cause := context.Cause(ctx)
	if err == ended && cause == ended {
		return err
	}
	text := err.Error()
	if !errors.Is(err, ended) {
		text = ended.Error() + ": " + text
	}
	if cause != ended {
		if adds := !errors.Is(err, ended) && !errors.Is(err, cause); adds {
			err = fmt.Errorf("%w: %w", cause, err)
		} else {
			err = cause
		}
		text = ended.Error() + ": " + err.Error()
	}
	return outside{err, text, ended}
}

// hasSentinel reports whether errors.Is or errors.As would find the kind of another call in an error.
func hasSentinel(err error) bool {
	var call *Error
	if errors.As(err, &call) {
		return true
	}
	for _, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return false
}

func (o outside) Error() string { return o.text }

// Is is called by errors.Is.
func (o outside) Is(target error) bool {
	for _, sentinel := range sentinels {
		if target == sentinel {
			return false
		}
	}
	if target == context.Canceled || target == context.DeadlineExceeded && o.ended != nil {
		return target == o.ended
	}
	return errors.Is(o.err, target)
}

// As is called by errors.As.
func (o outside) As(target any) bool {
	if _, call := target.(**Error); call {
		return false
	}
	return errors.As(o.err, target) || o.ended != nil && errors.As(o.ended, target)
}

// withText returns the error with another text. It keeps what the context said, and nothing that has the old text.
func withText(err error, text string) error {
	var ended error
	for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, end) {
			ended = end
		}
	}
	return outside{errors.New(text), text, ended}
}
