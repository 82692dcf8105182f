package transport

import (
	"context"
	"log/slog"
	"time"
)

// log writes the call's one line: what was called and how it ended, never a body, a key or a signature.
func (t *Transport) log(ctx context.Context, op *Operation, end outcome, took time.Duration) {
	if t.logger == nil {
		return
	}
	level, word := slog.LevelInfo, "ok"
	if end.failure != nil {
		level, word = slog.LevelWarn, end.failure.word()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	t.logger.LogAttrs(ctx, level, "stash call",
		slog.String("operation", op.ID), slog.String("method", op.Method), slog.String("route", op.Path),
		slog.Int("status", end.status), slog.Int("attempts", end.attempts), slog.Duration("duration", took),
		slog.String("outcome", word))
}

// word is the failure in one word, for counting.
func (e *Error) word() string {
	switch e.stage {
	case stageUnsent:
		return "not_sent"
	case stageNoAnswer:
		return "no_answer"
	case stageUnreadable:
		return "unreadable"
	default:
		return e.label()
	}
}
