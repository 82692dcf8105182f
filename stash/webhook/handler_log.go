package webhook

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/secret"
)

func (h *handler) log(ctx context.Context, event *Event, status int, refused *refusal) {
	level := slog.LevelInfo
	switch {
	case refused == nil && !h.logAll:
		return
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	case refused != nil:
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{slog.Int("status", status)}
	if event != nil {
		attrs = append(attrs, slog.String("type", shown(string(event.Type))), slog.String("key", event.Key), slog.Int("retry", event.RetryCount))
	}
	if refused != nil {
		attrs = append(attrs, slog.String("error", secret.Scrub(refused.err.Error(), h.verifier.keys()...)))
	}
	h.logger.LogAttrs(ctx, level, "stash webhook", attrs...)
}

// shown returns a text of the body if it looks like a name, so that the log shows no other text of the body.
func shown(text string) string {
	if len(text) > 60 {
		return "[not a name]"
	}
	for _, c := range []byte(text) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-') {
			return "[not a name]"
		}
	}
	return text
}
