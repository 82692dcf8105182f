package stash

import (
	"context"
	"time"

	"github.com/stash-sdk/stash-go/internal/transport"
)

// Observer is told when a call and each of its attempts begin and end. Nil fields are not called. Several goroutines may
// use an Observer at the same time.
//
// Each function returns a context and a function that is told of the end. Derive the context from ctx, so that a cancelled
// call ends. What is in it, such as a span, reaches the editors and the RoundTripper. A nil context leaves ctx as it is, and
// a nil function is not told.
//
// Every call is told of, also one that is refused before anything is sent: its result has Attempts 0. The functions run in
// the goroutine of the call, which waits for them. A panic in them reaches the caller; the call's connection is free for the
// next call then. Whoever was told of a beginning is told of the end, even if the call ends in a panic.
type Observer struct {
	// Call is told of a call. The context that it returns is the call's: a deadline in it limits the call.
	Call func(ctx context.Context, c CallInfo) (context.Context, func(CallResult))
	// Attempt is told of each attempt, whose context it returns. The time limit of the attempt begins afterwards. An
	// attempt that the limiter of WithLimiter refuses does not begin. OperationFrom(ctx) tells which call it belongs to.
	Attempt func(ctx context.Context, a AttemptInfo) (context.Context, func(AttemptResult))
}

// CallInfo names a call. Its texts are those of the OpenAPI document, so there are few of them: they fit a metric's labels.
type CallInfo struct {
	Operation string // operationId, such as GenerateQuickPayUrl
	Method    string // HTTP method
	Route     string // route template, such as /sdk/server/payment/{id}; never the caller's ids
}

// CallResult tells how a call ended.
type CallResult struct {
	Status    int           // HTTP status; 0 if there was no response
	Attempts  int           // attempts made, including those that got no connection; 0 if the call was refused
	RequestID string        // the server's id of the request; empty if it sent none
	Duration  time.Duration // of the whole call, with its waits
	Err       error         // what the caller gets, an *Error; nil for a success
}

// AttemptInfo tells which attempt of a call begins.
type AttemptInfo struct {
	Number  int           // 1 for the first
	Waited  time.Duration // how long the call has waited for it, by back-off and by the limiter
	Because error         // why the attempt before it failed, an *Error; nil for the first
}

// AttemptResult tells how an attempt ended.
type AttemptResult struct {
	Status    int           // HTTP status; 0 if there was no response
	RequestID string        // the server's id of the request; empty if it sent none
	Duration  time.Duration // from the beginning to the end of the response's body
	Err       error         // an *Error; nil for a success
}

// WithObserver tells an observer of each call and attempt, for traces and metrics. Given several times, the observers add
// up: the first one begins first and ends last. The line of [WithLogger] is written by one more, inside of all others, so
// its context has what theirs put there.
func WithObserver(o Observer) Option {
	return func(s *settings) error {
		s.transport.Observers = append(s.transport.Observers, transport.Observer{Call: o.call(), Attempt: o.attempt()})
		return nil
	}
}

// OperationFrom returns the call that a context belongs to. It works with the context of an editor, a credential function, a
// limiter and an observer, and with that of the request in a RoundTripper.
func OperationFrom(ctx context.Context) (CallInfo, bool) {
	c, ok := transport.OperationFrom(ctx)
	return CallInfo(c), ok
}

func (o Observer) call() func(context.Context, transport.CallInfo) (context.Context, func(transport.CallResult)) {
	if o.Call == nil {
		return nil
	}
	return func(ctx context.Context, c transport.CallInfo) (context.Context, func(transport.CallResult)) {
		ctx, end := o.Call(ctx, CallInfo(c))
		if end == nil {
			return ctx, nil
		}
		return ctx, func(r transport.CallResult) { end(CallResult(r)) }
	}
}

func (o Observer) attempt() func(context.Context, transport.AttemptInfo) (context.Context, func(transport.AttemptResult)) {
	if o.Attempt == nil {
		return nil
	}
	return func(ctx context.Context, a transport.AttemptInfo) (context.Context, func(transport.AttemptResult)) {
		ctx, end := o.Attempt(ctx, AttemptInfo(a))
		if end == nil {
			return ctx, nil
		}
		return ctx, func(r transport.AttemptResult) { end(AttemptResult(r)) }
	}
}
