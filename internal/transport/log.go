package transport

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// callLog writes one line per call.
type callLog struct {
	handler    slog.Handler
	operations sync.Map // of *operationLog by *Operation
}

// operationLog holds handlers that have already formatted the attributes that do not change, because formatting is most
// of the cost of a line. other has formatted the operation; usual has also formatted the usual outcome.
type operationLog struct{ usual, other slog.Handler }

func newCallLog(logger *slog.Logger) *callLog {
	if logger == nil {
		return nil
	}
	return &callLog{handler: logger.Handler()}
}

// usual is the outcome of nearly all calls.
var usual = outcome{attempts: 1, sent: 1, status: http.StatusOK}

func (l *callLog) of(op *Operation) *operationLog {
	if known, ok := l.operations.Load(op); ok {
		return known.(*operationLog)
	}
	other := l.handler.WithAttrs([]slog.Attr{slog.String("operation", op.ID), slog.String("method", op.Method), slog.String("route", op.Path)})
	made, _ := l.operations.LoadOrStore(op, &operationLog{usual.attrs(other), other})
	return made.(*operationLog)
}

// log writes the line of a call: the operation and its outcome, never a body, a key or a signature. The record has no
// source position, because it would always be this function.
func (t *Transport) log(ctx context.Context, op *Operation, end outcome, started time.Time) {
	if t.calls == nil {
		return
	}
	level := slog.LevelInfo
	if end.failure != nil {
		level = slog.LevelWarn
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if !t.calls.handler.Enabled(ctx, level) {
		return
	}
	handlers := t.calls.of(op)
	handler := handlers.usual
	if end != usual {
		handler = end.attrs(handlers.other)
	}
	took := time.Since(started)
	line := slog.NewRecord(started.Add(took), level, "stash call", 0)
	line.AddAttrs(slog.Duration("duration", took))
	_ = handler.Handle(ctx, line) // slog.Logger drops this error too
}

// attrs returns a handler that adds the outcome of a call to each line.
func (end outcome) attrs(handler slog.Handler) slog.Handler {
	word := "ok"
	if end.failure != nil {
		word = end.failure.word()
	}
	return handler.WithAttrs([]slog.Attr{slog.Int("status", end.status), slog.Int("attempts", end.attempts), slog.String("outcome", word)})
}

// word names the kind of failure in one word, so that log lines can be counted.
func (e *Error) word() string {
	switch e.reached() {
	case stageUnsent:
		return "not_sent"
	case stageNoAnswer:
		return "no_answer"
	case stageUnreadable:
		return "unreadable"
	}
	if label := e.label(); label != "" {
		return label
	}
	return "HTTP " + strconv.Itoa(e.HTTPStatus)
}
