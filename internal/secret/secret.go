// Package secret keeps keys out of logs: a Value prints as [redacted] in every way that Go prints.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"unicode"
	"unicode/utf8"
)

const redacted = "[redacted]"

// Value is a secret text. The text sits in a closure, because printers that walk unexported fields by
// reflection call no method on them and would show a plain string.
type Value struct {
	reveal func() string
}

// New wraps a secret.
func New(text string) Value {
	return Value{reveal: func() string { return text }}
}

// Reveal returns the secret itself; the zero Value reveals the empty string.
func (v Value) Reveal() string {
	if v.reveal == nil {
		return ""
	}
	return v.reveal()
}

// Format prints [redacted] under every verb.
func (v Value) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// String returns [redacted].
func (v Value) String() string { return redacted }

// GoString returns [redacted].
func (v Value) GoString() string { return redacted }

// MarshalText encodes as [redacted], in JSON too.
func (v Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue logs as [redacted].
func (v Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// Check reports why a text cannot be a secret, without showing it: secrets are pasted by hand, and a pasted
// newline or blank makes every call fail far from its cause.
func Check(text string) error {
	if text == "" {
		return errors.New("is empty")
	}
	if !utf8.ValidString(text) {
		return errors.New("is not valid UTF-8 text")
	}
	for i, r := range text {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
			return fmt.Errorf("has white space at byte %d of %d; paste it again without the blank or line break", i+1, len(text))
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return fmt.Errorf("has an invisible character at byte %d of %d; paste it again as plain text", i+1, len(text))
		}
	}
	return nil
}
