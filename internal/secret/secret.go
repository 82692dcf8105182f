// Package secret keeps keys out of logs. A Value prints as [redacted] under every verb and in every encoding.
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

// Value is a secret text. The text is in a closure, because printers that use reflection on unexported fields do not call
// their methods and would show a string.
type Value struct {
	reveal func() string
}

// New wraps a secret.
func New(text string) Value {
	return Value{reveal: func() string { return text }}
}

// Reveal returns the secret. It returns the empty string for the zero Value.
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

// MarshalText returns [redacted]. encoding/json uses it too.
func (v Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue makes log/slog write [redacted].
func (v Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// Check returns an error if a text cannot be a secret. The error does not show the text. Secrets are often pasted by hand,
// and a line break or blank that is pasted with them would make every call fail without naming the cause.
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
