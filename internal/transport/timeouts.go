package transport

import (
	"context"
	"errors"
	"time"
)

// timeouts limit the duration of each attempt and of the whole call.
type timeouts struct {
	attempt time.Duration
	total   time.Duration
}

// deadline is when a call must be over.
type deadline struct {
	at      time.Time
	callers bool // the deadline comes from the caller's context
}

func (l timeouts) end(ctx context.Context, started time.Time) deadline {
	at := started.Add(l.total)
	if callers, ok := ctx.Deadline(); ok && callers.Before(at) {
		return deadline{callers, true}
	}
	return deadline{at, false}
}

// within makes one attempt. The attempt ends at its own limit or at the deadline of the call, whichever is earlier.
func (l timeouts) within(ctx context.Context, began time.Time, end deadline, once func(context.Context) (int, *Error)) (int, *Error) {
	limit, own := began.Add(l.attempt), true
	if !limit.Before(end.at) {
		limit, own = end.at, false
	}
	attempt, cancel := ctx, func() {}
	if own || !end.callers { // an equal deadline of our own could end the attempt without the cause of the caller's
		attempt, cancel = context.WithDeadline(ctx, limit)
	}
	defer cancel()
	status, failure := once(attempt)
	if failure != nil && failure.Message == "" && errors.Is(attempt.Err(), context.DeadlineExceeded) {
		switch {
		case own:
			failure.overtime("limit of " + l.attempt.String() + " for one attempt")
		case end.callers:
			failure.overtime("context's deadline")
		default:
			failure.overtime("call's time limit of " + l.total.String())
		}
	}
	return status, failure
}

// overtime records which limit ended an attempt. The error of net/http does not tell, because the timers of the attempt
// and of the caller's context may fire in any order.
func (e *Error) overtime(limit string) {
	switch e.stage {
	case stageNoAnswer:
		e.Message = "it took longer than the " + limit
	case stageUnsent:
		if e.hint == "" && errors.Is(e.cause, context.DeadlineExceeded) { // no editor and no credential failed
			e.Message = "the " + limit + " had passed"
		}
	}
}
