package wire

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Writer writes JSON in the document's own spelling. The generated Encode methods call it, so writing needs no reflection.
// Bytes returns an error if a value cannot be written as JSON.
type Writer struct {
	NumericEnums bool // write enums as numbers, for readers that may not know a new name

	buf  []byte
	keys []string // scratch for sorting
	err  error
}

// NewWriter makes a Writer that appends to buf.
func NewWriter(buf []byte) *Writer { return &Writer{buf: buf} }

// Reset discards what was written and keeps the memory for what comes next.
func (w *Writer) Reset() { w.buf, w.err = w.buf[:0], nil }

// Bytes returns what was written, and the first error.
func (w *Writer) Bytes() ([]byte, error) { return w.buf, w.err }

// Open begins an object or a list.
func (w *Writer) Open(bracket byte) { w.buf = append(w.buf, bracket) }

// Close ends an object or a list.
func (w *Writer) Close(bracket byte) { w.buf = append(w.buf, bracket) }

// Next begins an entry of a list.
func (w *Writer) Next() {
	if last := w.buf[len(w.buf)-1]; last != '[' && last != '{' {
		w.buf = append(w.buf, ',')
	}
}

// Key begins a property. quoted is the name with its quotes and colon.
func (w *Writer) Key(quoted string) {
	w.Next()
	w.buf = append(w.buf, quoted...)
}

// Text writes a string.
func (w *Writer) Text(text string) { w.buf = appendText(w.buf, text) }

// Boolean writes true or false.
func (w *Writer) Boolean(value bool) { w.buf = strconv.AppendBool(w.buf, value) }

// Integer writes an integer as a number.
func (w *Writer) Integer(value int64) { w.buf = strconv.AppendInt(w.buf, value, 10) }

// Int64 writes an integer as a string.
func (w *Writer) Int64(value int64) {
	w.buf = append(w.buf, '"')
	w.buf = strconv.AppendInt(w.buf, value, 10)
	w.buf = append(w.buf, '"')
}

// Number writes a number that may have a fraction.
func (w *Writer) Number(value float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		w.fail("a number is %v, which JSON cannot represent", value)
		value = 0
	}
	w.buf = strconv.AppendFloat(w.buf, value, 'f', -1, 64)
}

// Time writes a time in UTC.
func (w *Writer) Time(value time.Time) {
	value = value.UTC()
	if year := value.Year(); year < 1 || year > 9999 {
		w.fail("a time is in the year %d, which RFC 3339 cannot represent", year)
	}
	w.buf = append(w.buf, '"')
	w.buf = value.AppendFormat(w.buf, time.RFC3339Nano)
	w.buf = append(w.buf, '"')
}

// Enum writes the value of an enum. An empty value is written as the one that has the number 0.
func (w *Writer) Enum(shape *Shape, value string) {
	for _, name := range shape.Names {
		if name.Text == value || value == "" && name.Number == 0 {
			if w.NumericEnums {
				w.Integer(name.Number)
				return
			}
			value = name.Text
			break
		}
	}
	w.Text(value)
}

// Texts writes a map, sorted by key.
func (w *Writer) Texts(values map[string]string) {
	keys := w.keys[:0]
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	w.Open('{')
	for _, key := range keys {
		w.Next()
		w.Text(key)
		w.buf = append(w.buf, ':')
		w.Text(values[key])
	}
	w.Close('}')
	w.keys = keys
}

// Raw writes a value that is JSON text already.
func (w *Writer) Raw(value []byte) { w.buf = append(w.buf, value...) }

// ExactlyOne sets the error unless exactly one property of a choice is set.
func (w *Writer) ExactlyOne(name string, set ...bool) {
	if n := count(set); n != 1 {
		w.fail("%s must have exactly one of its properties set, not %d", name, n)
	}
}

func (w *Writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

const hexDigits = "0123456789abcdef"

// appendText writes a JSON string. Bytes that are not UTF-8 become the replacement character.
func appendText(buf []byte, text string) []byte {
	buf = append(buf, '"')
	start := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 {
				buf = append(append(buf, text[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
			continue
		}
		buf = append(buf, text[start:i]...)
		switch c {
		case '"', '\\':
			buf = append(buf, '\\', c)
		case '\n':
			buf = append(buf, '\\', 'n')
		case '\r':
			buf = append(buf, '\\', 'r')
		case '\t':
			buf = append(buf, '\\', 't')
		default:
			buf = append(buf, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	buf = append(buf, text[start:]...)
	return append(buf, '"')
}
