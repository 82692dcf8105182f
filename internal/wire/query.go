package wire

import (
	"net/url"
	"strconv"
)

// Query contains the query parameters of a request. Their names may be in lowerCamelCase or snake_case.
type Query url.Values

// Text returns the first value of a parameter, or the empty string if it is not there.
func (q Query) Text(name string) string {
	if values := q[name]; len(values) > 0 {
		return values[0]
	}
	for key, values := range q {
		if len(values) > 0 && string(camelCase([]byte(key))) == name {
			return values[0]
		}
	}
	return ""
}

// Enum returns the name of an enum's value. The parameter may contain the name or the number. An unknown number is returned
// unchanged.
func (q Query) Enum(name string, shape *Shape) string {
	text := q.Text(name)
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	for _, known := range shape.Names {
		if known.Number == number {
			return known.Text
		}
	}
	return text
}
