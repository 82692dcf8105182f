package wire

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// Respell returns the JSON value in the document's own spelling: keys in lowerCamelCase, enums by name, integers as numbers.
// Unknown fields are copied unchanged. Text that is not valid JSON is returned unchanged, so that the decoder reports it.
func Respell(data []byte, shape *Shape) []byte {
	if !json.Valid(data) {
		return data
	}
	r := respeller{cursor: cursor{data: data}, out: make([]byte, 0, len(data)+16)}
	r.value(shape)
	return r.out
}

// respeller walks text that is known to be valid JSON, so it checks no bounds.
type respeller struct {
	cursor
	out []byte
}

func (r *respeller) value(shape *Shape) {
	kind := Any
	if shape != nil {
		kind = shape.Kind
	}
	switch c := r.next(); {
	case kind == Object && c == '{':
		r.object(shape)
	case kind == Map && c == '{':
		r.mapping(shape)
	case kind == Array && c == '[':
		r.array(shape)
	case kind == Text && isNumber(c):
		r.quote(whole(r.cursor.value()))
	case kind == Enum && isNumber(c):
		r.enum(shape, r.cursor.value())
	case kind == Time && c == '"':
		r.time(r.text())
	case kind == Bool && c == '"':
		r.boolean(r.text())
	case kind == Bool && isNumber(c):
		r.boolean(r.cursor.value())
	case kind == Integer && c == '"':
		r.integer(r.text())
	case kind == Integer && isNumber(c):
		r.integer(r.cursor.value())
	default:
		r.out = append(r.out, r.cursor.value()...)
	}
}

func (r *respeller) object(shape *Shape) {
	var seen spellings
	r.each('}', func() {
		field, key := r.name(shape, &seen)
		r.out = append(r.out, key...)
		r.colon()
		if field == nil {
			r.value(nil)
		} else {
			r.value(field.Shape)
		}
	})
}

func (r *respeller) mapping(shape *Shape) {
	r.each('}', func() {
		r.out = append(r.out, r.text()...)
		r.colon()
		r.value(shape.Elem)
	})
}

func (r *respeller) array(shape *Shape) {
	r.each(']', func() { r.value(shape.Elem) })
}

// each copies the brackets and commas of an object or list, and calls member for each member.
func (r *respeller) each(end byte, member func()) {
	r.out = append(r.out, r.data[r.pos])
	r.pos++
	for {
		switch r.next() {
		case end:
			r.out = append(r.out, end)
			r.pos++
			return
		case ',':
			r.out = append(r.out, ',')
			r.pos++
		default:
			member()
		}
	}
}

func (r *respeller) colon() {
	r.next()
	r.out = append(r.out, ':')
	r.pos++
}

func (r *respeller) enum(shape *Shape, number []byte) {
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err == nil {
		for _, name := range shape.Names {
			if name.Number == n {
				number = []byte(name.Text)
				break
			}
		}
	}
	r.quote(number)
}

func (r *respeller) integer(given []byte) {
	text := string(bytes.Trim(given, `"`))
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		n, err = parseIntegral(text)
	}
	if err != nil {
		r.out = append(r.out, given...)
		return
	}
	r.out = strconv.AppendInt(r.out, n, 10)
}

func (r *respeller) boolean(given []byte) {
	switch strings.ToLower(string(bytes.Trim(given, `"`))) {
	case "true", "1":
		given = []byte("true")
	case "false", "0":
		given = []byte("false")
	}
	r.out = append(r.out, given...)
}

// timeLayouts are the accepted ways to write a time, in upper case. A time without a zone is in UTC.
var timeLayouts = [...]string{
	time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05", time.DateOnly,
}

func (r *respeller) time(quoted []byte) {
	text := strings.ToUpper(string(quoted[1 : len(quoted)-1]))
	if text == "" {
		r.out = append(r.out, "null"...)
		return
	}
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			r.quote([]byte(at.Format(time.RFC3339Nano)))
			return
		}
	}
	r.out = append(r.out, quoted...)
}

func (r *respeller) quote(text []byte) {
	r.out = append(r.out, '"')
	r.out = append(r.out, text...)
	r.out = append(r.out, '"')
}

func isNumber(c byte) bool { return c == '-' || c >= '0' && c <= '9' }

// whole writes an integer without a fraction or exponent: 5.0 and 5e0 become 5. Other numbers are returned unchanged.
func whole(number []byte) []byte {
	if !bytes.ContainsAny(number, ".eE") {
		return number
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return number
	}
	return strconv.AppendInt(nil, int64(f), 10)
}

// camelCase returns the JSON name that protobuf gives to a snake_case field.
func camelCase(name []byte) []byte {
	out := make([]byte, 0, len(name))
	upper := false
	for _, c := range name {
		switch {
		case c == '_':
			upper = true
			continue
		case upper && c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		upper = false
		out = append(out, c)
	}
	return out
}
