package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Int64 is a 64-bit integer. It is written as a JSON string, as protobuf JSON does, because readers that use floating-point
// numbers would lose digits of a number. It is read from a string or a number.
type Int64 int64

// ErrInt64 is the error for text that is not an Int64. The error that wraps it repeats the text, so a caller that must not
// show received values uses ErrInt64 instead.
var ErrInt64 = errors.New("want a 64-bit integer as a string or a number")

// MarshalJSON writes the number as a JSON string.
func (n Int64) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 22)
	b = append(b, '"')
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, '"'), nil
}

// UnmarshalJSON reads an integer from a JSON string or number. null leaves the value unchanged.
func (n *Int64) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	text := string(bytes.Trim(data, `"`))
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		v, err = parseIntegral(text)
	}
	if err != nil {
		return fmt.Errorf("%w, got %s", ErrInt64, excerpt(text))
	}
	*n = Int64(v)
	return nil
}

// excerpt returns a short text in quotes, and only the length of a longer one. It never cuts a text: if a server repeats a
// key, the error is searched for the whole key, and part of one would not be found.
func excerpt(text string) string {
	if len(text) > 40 {
		return strconv.Itoa(len(text)) + " characters"
	}
	return strconv.Quote(text)
}

// parseIntegral reads an integer that is written with an exponent or a fraction of zero, such as 1e3 and 10.0.
func parseIntegral(text string) (int64, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, err
	}
	const exact = 1 << 53
	v := int64(f)
	if float64(v) != f || v > exact || v < -exact {
		return 0, strconv.ErrRange
	}
	return v, nil
}
