package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// Waits between attempts. maxRetryAfter is the longest Retry-After that is waited for.
const (
	firstWait     = 250 * time.Millisecond
	longestWait   = 8 * time.Second
	maxRetryAfter = 30 * time.Second
)

// repeat makes attempts until one succeeds, the failure is final, or no time is left. It does not wait after the last
// attempt, and it does not start a wait that would end after the deadline.
func (t *Transport) repeat(ctx context.Context, started time.Time, op *Operation, call *Call, once func(context.Context) (int, *Error)) outcome {
	repeatable := op.Repeat == Always || op.Repeat == WithTransactionID && call.HasTransactionID
	end := t.timeouts.end(ctx, started)
	var failed failedAttempts
	for n, began := 1, started; ; n, began = n+1, time.Now() {
		status, failure := t.timeouts.within(ctx, began, end, once)
		if failure == nil {
			return outcome{attempts: n, status: status}
		}
		failed.add(failure)
		wait := backoff(n, failure.RetryAfter)
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

// backoff returns how long to wait after the nth attempt: the server's Retry-After if there is one, otherwise
// exponential back-off with jitter, so that many clients do not retry at the same moment.
func backoff(n int, retryAfter time.Duration) time.Duration {
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
