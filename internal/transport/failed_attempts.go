package transport

import (
	"errors"
	"fmt"
	"net/http"
)

// failedAttempts records the failed attempts of a call, so that the final error can tell about all of them.
type failedAttempts struct {
	tried, sent int
	last        *Error // the last attempt that was made
	doubt       *Error // the last attempt that Stash may have carried out
}

func (p *failedAttempts) add(failure *Error) {
	if failure.stage != stageUnsent {
		p.tried++
		p.last = failure
	}
	if failure.sent {
		p.sent++
	}
	if failure.doubtful() {
		p.doubt = failure
	}
}

// doubtful reports whether Stash may have carried out a failed attempt.
func (e *Error) doubtful() bool {
	switch e.stage {
	case stageNoAnswer:
		return e.sent
	case stageUnreadable:
		return true
	case stageAnswered:
		return e.HTTPStatus >= 500 && e.HTTPStatus != http.StatusNotImplemented
	}
	return false
}

// ended returns the outcome of a call that failed, either by its last attempt or while it waited for the next one. If
// Stash may have carried out any of the attempts, the error says so, because a caller who reads that nothing was carried
// out sends the call again.
func (p *failedAttempts) ended(op *Operation, failure *Error, waiting error) outcome {
	told := failure
	switch {
	case failure.sent:
	case p.doubt != nil:
		told = p.doubt
	case failure.stage == stageUnsent && p.last != nil:
		told = p.last
	}
	told.later = waiting
	if told != failure {
		told.later = failure.reason()
		if waiting != nil {
			told.later = errors.Join(told.later, waiting)
		}
	}
	told.Attempts, told.tried = p.sent, p.tried
	if p.doubt != nil && op.Repeat != Always && told.stage != stageUnreadable {
		const unknown = "Stash may have carried out this call; look up the result before you send it again"
		if told.hint != "" {
			told.hint = unknown + ". " + told.hint
		} else {
			told.hint = unknown
		}
	}
	return outcome{p.tried, p.sent, told.HTTPStatus, told}
}

// reason returns why an attempt was not sent. It does not return the Error itself, because errors.Is would then find
// the Error's sentinel in the error of the call.
func (e *Error) reason() error {
	switch {
	case e.cause == nil:
		return errors.New(e.Message)
	case e.Message == "":
		return e.cause
	}
	return fmt.Errorf("%s: %w", e.Message, e.cause)
}
