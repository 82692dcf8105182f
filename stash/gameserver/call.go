package gameserver

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
)

// call calls the Server's method and waits until the time limit. It returns a panic as an error.
func (h *Handler) call(ctx context.Context, route *gen.Operation, request gen.Message) (gen.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	type outcome struct {
		answer gen.Answer
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		var result outcome
		returned := false
		defer func() {
			if reason := recover(); reason != nil {
				result.err = fmt.Errorf("%w: panic: %v\n%s", errPanic, reason, debug.Stack())
			} else if !returned {
				result.err = fmt.Errorf("%w: its goroutine ended", errPanic)
			}
			done <- result
		}()
		result.answer, result.err = route.Serve(ctx, h.server, request)
		returned = true
	}()
	select {
	case result := <-done:
		if result.err != nil && ctx.Err() != nil && errors.Is(result.err, ctx.Err()) {
			return nil, fmt.Errorf("%w: %w", errTimeout, result.err)
		}
		return result.answer, result.err
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", errTimeout, ctx.Err())
	}
}
