package transport

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// logged returns an observer that writes one line per call: the operation and its outcome, never a body, a key or a
// signature.
func logged(handler slog.Handler) Observer {
	lines := new(sync.Pool)
	lines.New = func() any {
		l := &line{handler: handler, lines: lines}
		l.finish = l.end
		return l
	}
	return Observer{Call: func(ctx context.Context, c CallInfo) (context.Context, func(CallResult)) {
		l := lines.Get().(*line)
		l.ctx, l.call = ctx, c
		return ctx, l.finish
	}}
}

// line is the log line of a call that has not ended. Lines are used again, with their finish, so that a call allocates
// neither.
type line struct {
	ctx     context.Context
	call    CallInfo
	handler slog.Handler
	lines   *sync.Pool
	finish  func(CallResult)
}

// end writes the line. All attributes are in the record, because many handlers ignore WithAttrs. The record has no source
// position, because it would always be this function.
func (l *line) end(r CallResult) {
	defer l.release()
	level := l.level(r)
	if !l.handler.Enabled(l.ctx, level) {
		return
	}
	record := slog.NewRecord(time.Now(), level, "stash call", 0)
	attrs := [...]slog.Attr{
		slog.String("operation", l.call.Operation), slog.String("method", l.call.Method), slog.String("route", l.call.Route),
		slog.Int("status", r.Status), slog.Int("attempts", r.Attempts), slog.String("outcome", r.word()),
		slog.Duration("duration", r.Duration), slog.String("request_id", r.RequestID),
	}
	if r.RequestID == "" {
		record.AddAttrs(attrs[:len(attrs)-1]...)
	} else {
		record.AddAttrs(attrs[:]...)
	}
	_ = l.handler.Handle(l.ctx, record) // slog.Logger drops this error too
}

func (l *line) release() {
	l.ctx, l.call = nil, CallInfo{}
	l.lines.Put(l)
}

// level returns Warn for a failure, except for a read whose answer is that there is no such thing.
func (l *line) level(r CallResult) slog.Level {
	if r.Err == nil {
		return slog.LevelInfo
	}
	var e *Error
	if errors.As(r.Err, &e) && l.call.Method == http.MethodGet && e.HTTPStatus == http.StatusNotFound && e.Code == CodeNotFound {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// word names the outcome in one word, so that lines can be counted.
func (r CallResult) word() string {
	if r.Err == nil {
		return "ok"
	}
	var e *Error
	if !errors.As(r.Err, &e) {
		return "panicked"
	}
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
