package transport

import (
	"errors"
	"fmt"
	"net/http"
)

// past is what the failed attempts of a call leave to say when it ends.
type past struct {
	tried, sent int
	last        *Error // the last one that was tried
	doubt       *Error // the last one that Stash may have carried out
}

func (p *past) add(failure *Error) {
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

// doubtful reports whether Stash may have carried an attempt out though no success came of it.
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

// ended is the outcome of a call that failed: by its last attempt, or in the wait after it. What is known least about
// decides what the error says, because whoever reads that nothing was carried out sends the call again.
func (p *past) ended(op *Operation, failure *Error, waiting error) outcome {
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
		const unknown = "Whether Stash carried it out is not known; look it up before you send it again"
		if told.hint != "" {
			told.hint = unknown + ". " + told.hint
		} else {
			told.hint = unknown
		}
	}
	return outcome{p.tried, told.HTTPStatus, told}
}

// reason is why an attempt was not sent. It is not the Error itself, whose kind is not that of the call.
func (e *Error) reason() error {
	switch {
	case e.cause == nil:
		return errors.New(e.Message)
	case e.Message == "":
		return e.cause
	}
	return fmt.Errorf("%s: %w", e.Message, e.cause)
}
