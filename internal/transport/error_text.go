package transport

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// Error returns sentences that say what happened, where, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("stash: ")
	if e.Operation != "" {
		b.WriteString(e.Operation)
	} else {
		b.WriteString("a call") // in an Error that a test has made
	}
	text := printable(e.text())
	switch e.reached() {
	case stageUnsent:
		b.WriteString(" was not sent")
		if text == "" && e.Code != CodeOK {
			text = e.Code.String()
		}
		if text != "" {
			b.WriteString(": " + text)
		}
	case stageNoAnswer:
		b.WriteString(" got no answer from " + e.host + ": " + text)
	case stageUnreadable:
		fmt.Fprintf(&b, ": the response of %s (HTTP %d) could not be decoded: %s", e.host, e.HTTPStatus, text)
	default:
		b.WriteString(" failed")
		if e.host != "" {
			b.WriteString(": " + e.host + " answered")
		}
		fmt.Fprintf(&b, " with HTTP %d", e.HTTPStatus)
		if label := e.label(); label != "" {
			b.WriteString(" " + label)
		}
		if text != "" {
			b.WriteString(": " + text)
		}
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", printable(e.RequestID))
	}
	switch {
	case e.Attempts > 1:
		fmt.Fprintf(&b, " (sent %d times)", e.Attempts)
	case e.Attempts == 0 && e.tried > 1:
		fmt.Fprintf(&b, " (tried %d times)", e.tried)
	}
	if e.later != nil {
		b.WriteString(". The next attempt was not sent: " + printable(e.later.Error()))
	}
	if e.hint != "" {
		b.WriteString(". " + e.hint)
	}
	return b.String()
}

// label returns the name of the gRPC code or, without one, the name of the HTTP status, which may be empty.
func (e *Error) label() string {
	if e.Code != CodeOK {
		return e.Code.String()
	}
	return http.StatusText(e.HTTPStatus)
}

func (e *Error) text() string {
	if e.Message == "" && e.cause != nil {
		return e.cause.Error()
	}
	return e.Message
}

// printable shortens text from elsewhere and removes characters that control a terminal or reorder what it shows.
func printable(text string) string {
	const limit = 400
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return strings.TrimSpace(text)
}
