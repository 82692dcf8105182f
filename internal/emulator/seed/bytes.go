package seed

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"
)

// notYAML finds the line that cannot be parsed. The YAML parser gives no line for bytes that are not text.
func notYAML(data []byte, err error) error {
	at, reason := 0, strings.TrimPrefix(err.Error(), "yaml: ")
	if failed := (*yaml.LoadError)(nil); errors.As(err, &failed) {
		at, reason = failed.Mark.Line, failed.Message
	}
	if at == 0 {
		at, reason = max(lineWith(plainText(data), isOdd), 1), reason+"; save the seed as plain text in UTF-8"
	}
	return &Error{at, "is not YAML: " + reason}
}

// plainText decodes UTF-16, which YAML allows, by its byte order mark.
func plainText(data []byte) string {
	order := map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian}[string(data[:min(len(data), 2)])]
	if order == nil {
		return strings.TrimPrefix(string(data), "\ufeff")
	}
	var units []uint16
	for pair := data[2:]; len(pair) >= 2; pair = pair[2:] {
		units = append(units, order.Uint16(pair))
	}
	return string(utf16.Decode(units))
}

// lineWith returns the first line with a matching character, or 0.
func lineWith(text string, is func(r rune) bool) int {
	at := strings.IndexFunc(text, is)
	if at < 0 {
		return 0
	}
	return 1 + strings.Count(text[:at], "\n")
}

// isOdd reports whether a character cannot stand in text.
func isOdd(r rune) bool {
	return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\x7f\u0085", r) || r == unicode.ReplacementChar || r == '\ufffe' || r == '\uffff'
}

// strayMark returns the line that begins with a byte order mark, or 0. Joining files can leave such a mark. It is
// invisible, and YAML reads it as a part of the field's name.
func strayMark(data []byte) int {
	text := plainText(data)
	if at := strings.Index("\n"+text, "\n\ufeff"); at >= 0 {
		return 1 + strings.Count(text[:at], "\n")
	}
	return 0
}
