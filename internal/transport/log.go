package transport

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// callLog writes one line per call.
type callLog struct {
	handler    slog.Handler
	operations sync.Map // of slog.Handler by *Operation, each with what is the same in all lines of the operation
}

func newCallLog(logger *slog.Logger) *callLog {
	if logger == nil {
		return nil
	}
	return &callLog{handler: logger.Handler()}
}

// of returns the operation's handler. Handlers format their own attributes once, which is half of a line's cost.
func (l *callLog) of(op *Operation) slog.Handler {
	if known, ok := l.operations.Load(op); ok {
		return known.(slog.Handler)
	}
	made, _ := l.operations.LoadOrStore(op, l.handler.WithAttrs([]slog.Attr{
		slog.String("operation", op.ID), slog.String("method", op.Method), slog.String("route", op.Path),
	}))
	return made.(slog.Handler)
}

// log writes the call's line: what was called and how it ended, never a body, a key or a signature. It has no source
// position, because that would always be the one here.
func (t *Transport) log(ctx context.Context, op *Operation, end outcome, started time.Time) {
	if t.calls == nil {
		return
	}
	level, word := slog.LevelInfo, "ok"
	if end.failure != nil {
		level, word = slog.LevelWarn, end.failure.word()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if !t.calls.handler.Enabled(ctx, level) {
		return
	}
	now := time.Now()
	line := slog.NewRecord(now, level, "stash call", 0)
	line.AddAttrs(
		slog.Int("status", end.status), slog.Int("attempts", end.attempts), slog.Duration("duration", now.Sub(started)),
		slog.String("outcome", word))
	_ = t.calls.of(op).Handle(ctx, line) // there is nowhere to report it to
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
