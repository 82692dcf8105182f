package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

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
	end := t.limits.end(ctx, started)
	var past past
	for n, began := 1, started; ; n, began = n+1, time.Now() {
		status, failure := t.limits.within(ctx, began, end, once)
		if failure == nil {
			return outcome{attempts: n, status: status}
		}
		past.add(failure)
		wait := pause(n, failure.RetryAfter)
		if n >= t.limits.attempts || ctx.Err() != nil || !worthRepeating(failure, repeatable) || time.Until(end.at) <= wait {
			return past.ended(op, failure, nil)
		}
		if err := sleep(ctx, wait); err != nil {
			return past.ended(op, failure, err)
		}
	}
}

// worthRepeating reports whether a second try may do better, and can do no harm.
func worthRepeating(e *Error, repeatable bool) bool {
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
