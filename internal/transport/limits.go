package transport

import (
	"context"
	"errors"
	"time"
)

// limits are how often and how long a call is tried.
type limits struct {
	attempts int
	attempt  time.Duration
	total    time.Duration
}

// deadline is when a call must be over.
type deadline struct {
	at      time.Time
	callers bool // it is the deadline of the caller's context
}

func (l limits) end(ctx context.Context, started time.Time) deadline {
	at := started.Add(l.total)
	if callers, ok := ctx.Deadline(); ok && callers.Before(at) {
		return deadline{callers, true}
	}
	return deadline{at, false}
}

// within makes one try within its own time and what is left of the whole.
func (l limits) within(ctx context.Context, began time.Time, end deadline, once func(context.Context) (int, *Error)) (int, *Error) {
	limit, own := began.Add(l.attempt), true
	if !limit.Before(end.at) {
		limit, own = end.at, false
	}
	attempt, cancel := context.WithDeadline(ctx, limit)
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

// overtime says whose limit it was that ended an attempt. The timers of a context and of the attempts made in it run
// out in any order, so that the error which comes of it does not tell.
func (e *Error) overtime(limit string) {
	switch e.stage {
	case stageNoAnswer:
		e.Message = "it took longer than the " + limit
	case stageUnsent:
		if e.cause == context.DeadlineExceeded {
			e.Message = "the " + limit + " had passed"
		}
	}
}
