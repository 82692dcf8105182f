// Package transport sends the calls of the generated client. Each step of a call's life is a file of its own;
// their order is written in perform and attempt, and nowhere else.
package transport

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// Editor changes a request before it is sent, for example by adding a credential.
type Editor = func(ctx context.Context, req *http.Request) error

// Credential adds the client's own credential. One that depends on the time asks the clock for it.
type Credential = func(ctx context.Context, req *http.Request, clock func() time.Time) error

// Call is what one call adds to its operation.
type Call struct {
	Wrong            error       // what is wrong with a parameter, if anything
	Path             []string    // path values, in the order of the route template
	Query            string      // encoded, without the question mark
	Body             any         // nil for none
	HasTransactionID bool        // the body names its transaction, so that Stash can tell a repetition
	Result           any         // pointer that a success is decoded into
	Shape            *wire.Shape // of the result
	MayBeEmpty       bool        // the result has no properties, so no body is as good as {}
	Editors          []Editor
}

// Transport sends calls. It is safe for concurrent use.
type Transport struct {
	base        base
	environment string
	send        func(*http.Request) (*http.Response, error)
	credential  Credential
	editors     []Editor
	headers     headers
	maxResponse int64
	limits      limits
	calls       *callLog // nil when nothing is logged
	now         func() time.Time
	clocked     bool // now was given
}

// Do makes a call and returns its decoded answer, or an *Error.
func Do[T any](ctx context.Context, t *Transport, op *Operation, call Call) (*T, error) {
	result := new(T)
	call.Result = result
	if failure := t.do(ctx, op, &call); failure != nil {
		return nil, failure
	}
	return result, nil
}

func (t *Transport) do(ctx context.Context, op *Operation, call *Call) *Error {
	started := time.Now()
	outcome := t.perform(ctx, started, op, call)
	t.log(ctx, op, outcome, started)
	return outcome.failure
}

// outcome is how a call ended.
type outcome struct {
	attempts int    // how often it was tried
	status   int    // of the last answer; 0 when there was none
	failure  *Error // nil for a success
}

// perform is the life of a call: refuse what is wrong, find its address, encode its body once, then try as often
// as the operation allows.
func (t *Transport) perform(ctx context.Context, started time.Time, op *Operation, call *Call) outcome {
	if err := t.refuse(ctx, op, call); err != nil {
		return outcome{failure: err}
	}
	target, err := t.base.locate(op, call.Path, call.Query)
	if err != nil {
		return outcome{failure: t.refusal(op, err.Error())}
	}
	var body *payload
	if call.Body != nil {
		if body, err = encode(call.Body); err != nil {
			return outcome{failure: t.refusal(op, err.Error())}
		}
		defer body.release()
	}
	return t.repeat(ctx, started, op, call, func(ctx context.Context) (int, *Error) {
		return t.attempt(ctx, op, call, target, body)
	})
}

// attempt is one try: build the request, let editors at it, sign it last, look at it once more, send it, read
// what comes back.
func (t *Transport) attempt(ctx context.Context, op *Operation, call *Call, target *url.URL, body *payload) (int, *Error) {
	if err := ctx.Err(); err != nil {
		return 0, t.newError(op, stageUnsent, err)
	}
	seen := witness{reads: op.Method == http.MethodGet}
	if body == nil && !seen.reads {
		seen.conns = new(connections)
		ctx = seen.conns.watch(ctx)
	}
	req := t.request(ctx, op, call, target, body)
	var failure *Error
	if seen.body, failure = t.edit(ctx, op, call, req); failure != nil {
		closeBody(req)
		return 0, failure
	}
	resp, err := t.send(req)
	if err != nil {
		return 0, t.noAnswer(op, req, err, seen.sent(err))
	}
	a := receive(resp, t.maxResponse)
	defer a.release()
	if !a.success() {
		return a.status, t.failure(op, req, a)
	}
	if err := a.decode(op, call); err != nil {
		return a.status, t.unreadable(op, req, a, err)
	}
	return a.status, nil
}
