package wire

import (
	"net/url"
	"strconv"
)

// Query are a request's query parameters, named in lowerCamelCase or in snake_case.
type Query url.Values

// Text returns a parameter, or the empty string.
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

// Enum returns a parameter that is an enum's name or number, as a name.
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
