package transport

import (
	"context"
	"net/url"
)

// operationContext is the context of a call. It tells the operation to observers, limiters, editors and RoundTrippers. The
// URL of the call is beside it, so that the two are one allocation.
type operationContext struct {
	context.Context
	operation *Operation
	target    url.URL
}

type operationKey struct{}

// Value implements context.Context.
func (c *operationContext) Value(key any) any {
	if key == (operationKey{}) {
		return c.operation
	}
	return c.Context.Value(key)
}

// begin returns the context of a call. A nil context stays nil, so that the call is refused.
func (call *Call) begin(ctx context.Context, op *Operation) context.Context {
	call.at = &operationContext{Context: ctx, operation: op}
	if ctx == nil {
		return nil
	}
	return call.at
}

// OperationFrom returns the operation of the call that a context belongs to.
func OperationFrom(ctx context.Context) (CallInfo, bool) {
	if ctx == nil {
		return CallInfo{}, false
	}
	op, ok := ctx.Value(operationKey{}).(*Operation)
	if !ok {
		return CallInfo{}, false
	}
	return op.info(), true
}
