package transport

import (
	"bytes"
	"context"
	"net/http"
	"slices"
)

// Response is what came back from a call, whether it succeeded or failed.
type Response struct {
	Status    int
	Attempts  int
	Header    http.Header
	Body      []byte
	RequestID string
}

// perCall is what the SDK's own editors leave for the transport. An editor finds it in its context. It exists only for
// calls that have editors, so that other calls do not pay for it.
type perCall struct {
	tell    []func(Response) // wait for the end of the call
	signers []Editor         // credentials that this attempt's editors have added
	query   []string         // names that this attempt's editors have added to the query
	success Response         // the last 2xx response
}

type perCallKey struct{}

// perCallOf returns what the editors of a call share. An editor that is used without the transport shares nothing.
func perCallOf(ctx context.Context) *perCall {
	if own, ok := ctx.Value(perCallKey{}).(*perCall); ok {
		return own
	}
	return new(perCall)
}

// share returns the context for the editors of one attempt.
func (call *Call) share(ctx context.Context) context.Context {
	if call.own == nil {
		call.own = new(perCall)
	}
	call.own.tell, call.own.signers, call.own.query = nil, nil, nil
	return context.WithValue(ctx, perCallKey{}, call.own)
}

// TellResponse returns an editor that has tell called once, when the call is over.
func TellResponse(tell func(Response)) Editor {
	return func(ctx context.Context, _ *http.Request) error {
		own := perCallOf(ctx)
		own.tell = append(own.tell, tell)
		return nil
	}
}

// keep copies a 2xx response if somebody waits for it. That is before the body is decoded, so that a body which is not
// what the document says can be read too.
func (call *Call) keep(r *response) {
	if call.own != nil && len(call.own.tell) > 0 && r.success() {
		call.own.success = Response{Status: r.status, Header: r.header, Body: bytes.Clone(r.buf.Bytes()), RequestID: requestID(r.header)}
	}
}

// tellResponse gives the response of a call that is over to those who wait for it.
func (call *Call) tellResponse(end outcome) {
	if call.own == nil {
		return
	}
	for _, tell := range call.own.tell {
		told := call.own.success
		if e := end.failure; e != nil && e.stage != stageUnreadable {
			told = Response{Status: e.HTTPStatus, Header: e.Header, Body: bytes.Clone(e.Body), RequestID: e.RequestID}
		}
		told.Attempts, told.Header = end.sent, told.Header.Clone()
		tell(told)
	}
}

// Signed records a credential that an editor has added, so that a later change of the body is signed too.
func Signed(ctx context.Context, credential Editor) {
	own := perCallOf(ctx)
	own.signers = append(own.signers, credential)
}

// signAgain renews the signatures after a change of the body. It adds no header that has been removed since.
func (own *perCall) signAgain(ctx context.Context, req *http.Request) error {
	before := credentials(req.Header)
	for _, sign := range slices.Clone(own.signers) {
		if err := sign(ctx, req); err != nil {
			return err
		}
	}
	dropCredentials(req.Header, credentials(req.Header)&^before)
	return nil
}
