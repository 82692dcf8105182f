package transport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/secret"
)

// Observer is told of calls and attempts. Package stash documents it and the four types below.
type Observer struct {
	Call    func(ctx context.Context, c CallInfo) (context.Context, func(CallResult))
	Attempt func(ctx context.Context, a AttemptInfo) (context.Context, func(AttemptResult))
}

// CallInfo tells which call begins.
type CallInfo struct{ Operation, Method, Route string }

// CallResult tells how a call ended.
type CallResult struct {
	Status, Attempts int
	RequestID        string
	Duration         time.Duration
	Err              error
}

// AttemptInfo tells which attempt begins, and why.
type AttemptInfo struct {
	Number  int
	Waited  time.Duration
	Because error
}

// AttemptResult tells how an attempt ended.
type AttemptResult struct {
	Status    int
	RequestID string
	Duration  time.Duration
	Err       error
}

func (op *Operation) info() CallInfo { return CallInfo{op.ID, op.Method, op.Path} }

// errUnwound is the result of a call or an attempt that a panic or runtime.Goexit has ended. Without it an observer would
// take the call for a success, or never learn of its end.
var errUnwound = errors.New("stash: a panic in a request editor, a credential, a limiter, an observer or a RoundTripper ended the call")

// observe performs a call and tells the observers. They are nested: the first one begins first and ends last.
func (t *Transport) observe(ctx context.Context, op *Operation, call *Call) outcome {
	started := time.Now()
	if len(t.observers) == 0 {
		return t.perform(ctx, started, op, call)
	}
	given := ctx
	if given == nil {
		given = context.Background()
	}
	var end outcome
	result := CallResult{Err: errUnwound}
	tellCall(given, t.observers, op.info(), &result, func(inner context.Context) {
		if ctx == nil {
			inner = nil // the call is refused, whatever an observer makes of it
		}
		end = t.perform(inner, started, op, call)
		result = CallResult{Status: end.status, Attempts: end.attempts, RequestID: call.requestID, Duration: time.Since(started)}
		if e := end.failure; e != nil {
			result.RequestID, result.Err = e.RequestID, e
		}
	})
	return end
}

// tellCall tells the observers in turn. Each end is deferred, so that a panic reaches all that have begun.
func tellCall(ctx context.Context, observers []Observer, info CallInfo, result *CallResult, perform func(context.Context)) {
	if len(observers) == 0 {
		perform(ctx)
		return
	}
	if begin := observers[0].Call; begin != nil {
		own, end := begin(ctx, info)
		if own != nil {
			ctx = own
		}
		if end != nil {
			defer func() { end(*result) }()
		}
	}
	tellCall(ctx, observers[1:], info, result, perform)
}

// try makes one attempt and tells the observers. It leaves in next why another attempt would follow. An attempt has let go
// of its response and its connection when an observer is told of its end.
func (t *Transport) try(ctx context.Context, began time.Time, end deadline, call *Call, next *AttemptInfo, once func(context.Context) (int, *Error)) (status int, failure *Error) {
	if !t.attemptsObserved() {
		return t.timeouts.within(ctx, began, end, once)
	}
	result := AttemptResult{Err: errUnwound}
	tellAttempt(ctx, t.observers, *next, &result, func(inner context.Context) {
		began := time.Now()
		call.requestID = ""
		status, failure = t.timeouts.within(inner, began, end, once)
		result = AttemptResult{Status: status, RequestID: call.requestID, Duration: time.Since(began)}
		if failure != nil {
			// A copy, because the end of the call adds to the original what happened in the other attempts.
			told := *failure
			if told.sent {
				told.Attempts = 1
			}
			result.RequestID, result.Err, next.Because = told.RequestID, &told, &told
		}
	})
	return status, failure
}

func (t *Transport) attemptsObserved() bool {
	for _, o := range t.observers {
		if o.Attempt != nil {
			return true
		}
	}
	return false
}

func tellAttempt(ctx context.Context, observers []Observer, info AttemptInfo, result *AttemptResult, once func(context.Context)) {
	if len(observers) == 0 {
		once(ctx)
		return
	}
	if begin := observers[0].Attempt; begin != nil {
		own, end := begin(ctx, info)
		if own != nil {
			ctx = own
		}
		if end != nil {
			defer func() { end(*result) }()
		}
	}
	tellAttempt(ctx, observers[1:], info, result, once)
}

// noteRequestID keeps the request id of a success for the observers. A server may repeat any header, so it is redacted as
// that of an Error is.
func (t *Transport) noteRequestID(call *Call, req *http.Request, r *response) {
	if len(t.observers) == 0 {
		return
	}
	if call.requestID = requestID(r.header); call.requestID != "" {
		var room [4]string
		call.requestID = secret.Scrub(call.requestID, appendSecrets(room[:0], req)...)
	}
}
