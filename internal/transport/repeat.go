package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// limits are how often and how long a call is tried.
type limits struct {
	attempts int
	attempt  time.Duration
	total    time.Duration
}

// Back-off between attempts: the first wait, and the longest, whether it is ours or the server's.
const (
	firstWait     = 250 * time.Millisecond
	longestWait   = 8 * time.Second
	maxRetryAfter = 30 * time.Second
)

// repeat tries a call until it succeeds, its failure is final, or there is no time for another try. There is no
// wait after the last try, and none that would end past the deadline.
func (t *Transport) repeat(ctx context.Context, started time.Time, op *Operation, call *Call, once func(context.Context) (int, *Error)) outcome {
	repeatable := op.Repeat == Always || op.Repeat == WithTransactionID && call.HasTransactionID
	end := started.Add(t.limits.total)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(end) {
		end = deadline
	}
	for n, began := 1, started; ; n, began = n+1, time.Now() {
		status, failure := t.limited(ctx, began, end, once)
		if failure == nil {
			return outcome{attempts: n, status: status}
		}
		failure.Attempts = n
		if failure.stage == stageUnsent {
			failure.Attempts = n - 1
		}
		wait := pause(n, failure.RetryAfter)
		if n >= t.limits.attempts || ctx.Err() != nil || !worthRepeating(failure, repeatable) || time.Until(end) <= wait {
			return outcome{failure.Attempts, status, failure}
		}
		if err := sleep(ctx, wait); err != nil {
			failure.cause = err
			return outcome{failure.Attempts, status, failure}
		}
	}
}

// limited makes one try within its own time and what is left of the whole.
func (t *Transport) limited(ctx context.Context, began, end time.Time, once func(context.Context) (int, *Error)) (int, *Error) {
	limit := began.Add(t.limits.attempt)
	if end.Before(limit) {
		limit = end
	}
	attempt, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	status, failure := once(attempt)
	if failure != nil && failure.stage == stageNoAnswer && ctx.Err() == nil && attempt.Err() != nil {
		failure.Message = "it took longer than " + t.limits.describe(limit.Equal(end))
	}
	return status, failure
}

func (l limits) describe(whole bool) string {
	if whole {
		return "the call's time limit of " + l.total.String()
	}
	return "the limit of " + l.attempt.String() + " for one attempt"
}

// worthRepeating reports whether a second try may do better, and can do no harm.
func worthRepeating(e *Error, repeatable bool) bool {
	if e.stage == stageNoAnswer && neverConnected(e.cause) {
		return true
	}
	if !repeatable {
		return false
	}
	switch e.stage {
	case stageNoAnswer:
		var untrusted *tls.CertificateVerificationError
		return !errors.As(e.cause, &untrusted)
	case stageUnreadable:
		return e.torn
	case stageAnswered:
		switch e.HTTPStatus {
		case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
			http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
	}
	return false
}

// pause is how long to wait after the nth try: what the server asked for, else exponential back-off with jitter
// so that many clients do not return at the same moment.
func pause(n int, retryAfter time.Duration) time.Duration {
	if retryAfter > 0 {
		return min(retryAfter, maxRetryAfter)
	}
	wait := longestWait
	if n < 6 {
		wait = min(firstWait<<(n-1), longestWait)
	}
	return wait/2 + rand.N(wait/2)
}

func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
