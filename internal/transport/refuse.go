package transport

import (
	"context"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// refuse finds what is wrong with a call before anything is sent.
func (t *Transport) refuse(ctx context.Context, op *Operation, call *Call) *Error {
	if ctx == nil {
		return t.refusal(op, "the context is nil; pass context.Background() if there is none")
	}
	if call.Wrong != nil {
		return t.refusal(op, call.Wrong.Error())
	}
	if body, ok := call.Body.(wire.Validator); ok {
		if err := body.Validate(); err != nil {
			return t.refusal(op, err.Error())
		}
	}
	return nil
}

// refusal is the error of a call that was not sent because of its arguments.
func (t *Transport) refusal(op *Operation, why string) *Error {
	return &Error{Operation: op.ID, Method: op.Method, Path: op.Path, Code: CodeInvalidArgument, Message: why, host: t.base.host}
}

// guard is the last look at a request that editors have had in their hands: it must go where it was meant to,
// and carry a credential that the operation can take. One that it does not need stays home.
func (t *Transport) guard(op *Operation, req *http.Request) *Error {
	if !t.base.holds(req) {
		return t.refusal(op, "a request editor changed the request's address; credentials are sent to the configured host alone")
	}
	carried := credentials(req.Header)
	if carried != 0 && op.Schemes != 0 && carried&op.Schemes == 0 {
		return t.refusal(op, "it does not take a credential of the kind "+carried.String()+"; it takes "+op.Schemes.String())
	}
	if unneeded := carried &^ op.Schemes; unneeded != 0 {
		dropCredentials(req.Header, unneeded)
	}
	return nil
}
