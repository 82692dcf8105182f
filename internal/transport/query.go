package transport

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// Query builds the query string of a call. Generated code adds the parameters that are set, in order.
type Query struct {
	buf []byte
}

// Text adds a string.
func (q *Query) Text(name, value string) {
	q.name(name)
	q.buf = append(q.buf, url.QueryEscape(value)...)
}

// Integer adds a whole number.
func (q *Query) Integer(name string, value int64) {
	q.name(name)
	q.buf = strconv.AppendInt(q.buf, value, 10)
}

// Boolean adds true or false.
func (q *Query) Boolean(name string, value bool) {
	q.name(name)
	q.buf = strconv.AppendBool(q.buf, value)
}

// Styled adds parameters that are already encoded, for types that have no method here.
func (q *Query) Styled(encoded string) {
	if encoded == "" {
		return
	}
	if len(q.buf) > 0 {
		q.buf = append(q.buf, '&')
	}
	q.buf = append(q.buf, encoded...)
}

// Style adds parameters as the generator's runtime has styled them, or returns its error. A space in a list of the style
// spaceDelimited is escaped, because the runtime leaves it as it is.
func (q *Query) Style(encoded string, err error) error {
	if err == nil {
		q.Styled(strings.ReplaceAll(encoded, " ", "%20"))
	}
	return err
}

// List returns a function like [Query.Style] for a list of so many entries. A list without entries is not sent, because
// "name=" has one, which is empty. A list with just that one is an error, and so is an entry with the separator between
// entries, because servers unescape before they split; the separator is empty where each entry has its own name.
func (q *Query) List(name string, entries int, separator string) func(encoded string, err error) error {
	return func(encoded string, err error) error {
		switch {
		case err == nil && entries == 0:
			return nil
		case err == nil && entries == 1 && strings.HasSuffix(encoded, "="):
			return onlyEmpty(name)
		case err == nil && separator != "":
			_, value, _ := strings.Cut(encoded, "=")
			if plain, wrong := url.QueryUnescape(value); wrong == nil && strings.Count(plain, separator) != entries-1 {
				return &wire.Problem{Field: name, What: "has an entry with " + strconv.Quote(separator) + ", which separates the entries; leave it out"}
			}
		}
		return q.Style(encoded, err)
	}
}

// Object returns a function like [Query.Style] for an object that is required: one without properties would not be sent.
func (q *Query) Object(name string) func(encoded string, err error) error {
	return func(encoded string, err error) error {
		if err == nil && encoded == "" {
			return &wire.Problem{Field: name, What: "has no property that is set; it must have one"}
		}
		return q.Style(encoded, err)
	}
}

func noEntries(name string) error {
	return &wire.Problem{Field: name, What: "has no entries; it must have at least 1, because a form has no empty list"}
}

func onlyEmpty(name string) error {
	return &wire.Problem{Field: name, What: "has one entry, and it is empty, which servers read as no entry; leave it out"}
}

// Encode returns the query without its question mark.
func (q *Query) Encode() string { return string(q.buf) }

func (q *Query) name(name string) {
	if len(q.buf) > 0 {
		q.buf = append(q.buf, '&')
	}
	q.buf = append(q.buf, url.QueryEscape(name)...)
	q.buf = append(q.buf, '=')
}
