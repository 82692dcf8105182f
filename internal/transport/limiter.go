package transport

import (
	"context"
	"fmt"
)

// Limiter lets attempts wait for their turn.
type Limiter interface{ Wait(context.Context) error }

// admit asks the limiter whether the next attempt may begin. The limiter sees the deadline of the call, and not that of the
// attempt, whose time has not begun.
func (t *Transport) admit(ctx context.Context, op *Operation, end deadline) *Error {
	limited, cancel := context.WithDeadline(ctx, end.at)
	defer cancel()
	err := t.limiter.Wait(limited)
	if err == nil {
		return nil
	}
	e := t.newError(op, stageUnsent, fmt.Errorf("the limiter ended the call: %w", fromOutside(limited, err)))
	e.hint = "Nothing was sent"
	return e
}
