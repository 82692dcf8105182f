package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Int64 is a 64-bit integer that protobuf JSON writes as a string, so that readers with floating-point numbers
// keep every digit. It reads a string or a number.
type Int64 int64

// ErrInt64 is what reading an Int64 fails with. The error around it repeats the text, which not everyone may show.
var ErrInt64 = errors.New("want a 64-bit integer as a string or a number")

// MarshalJSON writes the number as a JSON string.
func (n Int64) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 22)
	b = append(b, '"')
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, '"'), nil
}

// UnmarshalJSON reads a JSON string or number without a fraction; null leaves the value as it is.
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

// excerpt shows a short text and says how long a longer one is. It does not cut one: where a server repeats a key, the
// error is searched for the whole of it.
func excerpt(text string) string {
	if len(text) > 40 {
		return strconv.Itoa(len(text)) + " characters that are none"
	}
	return strconv.Quote(text)
}

// parseIntegral reads the other spellings that JSON numbers allow for an integer, such as 1e3 and 10.0.
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
