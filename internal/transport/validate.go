package transport

import (
	"context"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// refuse checks the arguments of a call before anything is sent. It returns nil if they are valid.
func (t *Transport) refuse(ctx context.Context, op *Operation, call *Call) *Error {
	if ctx == nil {
		return t.refusal(op, "the context is nil; pass context.Background() if you have no context")
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

// refusal returns the error of a call that was not sent because an argument is invalid.
func (t *Transport) refusal(op *Operation, why string) *Error {
	return &Error{Operation: op.ID, Method: op.Method, Path: op.Path, Code: CodeInvalidArgument, Message: why, host: t.base.host}
}

// checkCredentials checks that a request that carries credentials carries one that the operation accepts. It removes
// those that the operation does not accept.
func (t *Transport) checkCredentials(op *Operation, req *http.Request) *Error {
	carried := credentials(req.Header)
	if carried != 0 && op.Schemes != 0 && carried&op.Schemes == 0 {
		return t.refusal(op, "this operation does not accept a credential of the kind "+carried.String()+"; it accepts "+op.Schemes.String())
	}
	needed := op.Schemes
	if op.Together != nil && carried != 0 {
		set, ok := carried.together(op.Together)
		if !ok {
			return t.refusal(op, "this operation needs "+inWords(op.Together)+", and the request carries "+carried.String()+"; add the other one with a request editor")
		}
		needed = set
	}
	if unneeded := carried &^ needed; unneeded != 0 {
		dropCredentials(req.Header, unneeded)
	}
	return nil
}
