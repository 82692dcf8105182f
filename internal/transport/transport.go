// Package transport sends the calls of the generated client. Each step of a call has its own file.
// perform and attempt run the steps in order: read them first.
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

// Credential adds the client's own credential to a request. A credential that signs a timestamp reads it from clock.
type Credential = func(ctx context.Context, req *http.Request, clock func() time.Time) error

// Call is what one call adds to its operation.
type Call struct {
	Wrong            error       // the first parameter that breaks a rule of the document; nil if none does
	Path             []string    // path values, in the order of the route template
	Query            string      // encoded, without the question mark
	Header           http.Header // header parameters; nil for none
	Body             any         // nil for none
	HasTransactionID bool        // the body has a transaction id, so Stash recognises a repeated call
	Result           any         // pointer; a 2xx response is decoded into it
	Shape            *wire.Shape // describes the type of Result
	MayBeEmpty       bool        // the result type has no properties, so an empty body is accepted as {}
	Editors          []Editor

	own       *perCall          // what the editors leave for the transport; nil before an editor has run
	at        *operationContext // its context and its URL
	requestID string            // of the last success, for the observers
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
	attempts    int // the most that a call makes
	timeouts    timeouts
	observers   []Observer
	limiter     Limiter // nil for none
	now         func() time.Time
	clocked     bool // now comes from Config.Now
}

// Do makes a call and returns the decoded response. A failure is always an *Error.
func Do[T any](ctx context.Context, t *Transport, op *Operation, call Call) (*T, error) {
	result := new(T)
	call.Result = result
	if failure := t.do(ctx, op, &call); failure != nil {
		return nil, failure
	}
	return result, nil
}

func (t *Transport) do(ctx context.Context, op *Operation, call *Call) *Error {
	if t == nil {
		return noClient(op)
	}
	outcome := t.observe(call.begin(ctx, op), op, call)
	call.tellResponse(outcome)
	return outcome.failure
}

// outcome is the result of a call.
type outcome struct {
	attempts int    // attempts made, including those that got no connection
	sent     int    // attempts of which a part may have reached Stash
	status   int    // HTTP status of the last response; 0 if there was no response
	failure  *Error // nil for a success
}

// perform makes a call: it validates the arguments, builds the URL, encodes the body once, and sends the request,
// again if the operation allows a retry.
func (t *Transport) perform(ctx context.Context, started time.Time, op *Operation, call *Call) outcome {
	if err := t.refuse(ctx, op, call); err != nil {
		return outcome{failure: err}
	}
	target := &call.at.target
	var err error
	if *target, err = t.base.locate(op, call.Path, call.Query); err != nil {
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

// attempt sends the request once: it builds the request, runs the editors, signs, checks the result of the editors,
// sends, and reads the response.
func (t *Transport) attempt(ctx context.Context, op *Operation, call *Call, target *url.URL, body *payload) (int, *Error) {
	if err := ctx.Err(); err != nil {
		return 0, t.newError(op, stageUnsent, fromOutside(ctx, err))
	}
	seen := arrivalTracker{reads: op.Method == http.MethodGet}
	req := t.request(ctx, op, call, target, body)
	var failure *Error
	if seen.body, failure = t.edit(ctx, op, call, target, req); failure != nil {
		closeBody(req)
		return 0, failure
	}
	if seen.body != body && op.Repeat == WithTransactionID && call.HasTransactionID && seen.body.transactionID() != body.transactionID() {
		closeBody(req)
		return 0, t.refusal(op, "a request editor changed the transactionId in the body, which makes a retry safe; set it in the request instead")
	}
	disarm(req.Header)
	if !seen.reads && seen.body == nil {
		seen.conns = new(connections)
		req = req.WithContext(seen.conns.watch(req.Context()))
	}
	resp, err := t.send(req)
	if err != nil {
		return 0, t.noAnswer(ctx, op, req, err, seen.sent(err))
	}
	r := receive(ctx, resp, t.maxResponse)
	defer r.release()
	call.keep(r)
	if !r.success() {
		return r.status, t.failure(op, req, r)
	}
	if err := r.decode(op, call); err != nil {
		return r.status, t.unreadable(op, req, r, err)
	}
	t.noteRequestID(call, req, r)
	return r.status, nil
}
