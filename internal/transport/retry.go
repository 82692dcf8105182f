package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// Waits between attempts. A longer Retry-After than maxRetryAfter ends the call: an earlier attempt would be refused too.
const (
	firstWait     = 250 * time.Millisecond
	longestWait   = 8 * time.Second
	maxRetryAfter = 30 * time.Second
)

// repeat makes attempts until one succeeds, the failure is final, or no time is left. It does not wait after the last
// attempt, and it does not start a wait that would end after the deadline.
func (t *Transport) repeat(ctx context.Context, started time.Time, op *Operation, call *Call, once func(context.Context) (int, *Error)) outcome {
	repeatable := op.repeatable(call)
	end := t.timeouts.end(ctx, started)
	var failed failedAttempts
	var next AttemptInfo
	for n, free, began := 1, started, started; ; n, began = n+1, time.Now() {
		if t.limiter != nil {
			if refused := t.admit(ctx, op, end); refused != nil {
				return failed.ended(op, refused, nil)
			}
			began = time.Now()
		}
		next.Number, next.Waited = n, began.Sub(free)
		status, failure := t.try(ctx, began, end, call, &next, once)
		if failure == nil {
			return outcome{attempts: n, sent: failed.sent + 1, status: status}
		}
		free = time.Now()
		failed.add(failure)
		wait := backoff(n, failure)
		if n >= t.attempts || ctx.Err() != nil || !worthRetrying(failure, repeatable) || time.Until(end.at) <= wait {
			return failed.ended(op, failure, nil)
		}
		if err := sleep(ctx, wait); err != nil {
			return failed.ended(op, failure, err)
		}
	}
}

// worthRetrying reports whether another attempt may succeed and cannot double the effect of the call.
func worthRetrying(e *Error, repeatable bool) bool {
	if e.unconnected {
		return !e.final
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
		return e.RetryAfter <= maxRetryAfter && (temporary(e.HTTPStatus) || e.HTTPStatus == http.StatusInternalServerError)
	}
	return false
}

// temporary reports whether an HTTP status says that a later request may succeed. A CONNECT that a proxy refuses with
// another status is final.
func temporary(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// backoff returns how long to wait after the nth attempt: the server's Retry-After if there is one, otherwise
// exponential back-off with jitter, so that many clients do not retry at the same moment.
func backoff(n int, failure *Error) time.Duration {
	switch {
	case failure.RetryAfter > 0:
		return failure.RetryAfter
	case failure.waitLong:
		return longestWait
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
		return fromOutside(ctx, ctx.Err())
	}
}
