package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"
)

// quick reads JSON in the document's own spelling in one pass; encoding/json takes two, and finds the names of a
// type's fields by hashing. It says false for whatever is not usual, whether wrong or another spelling, and leaves it
// to the tolerant way; the value is half filled then.
func quick(data []byte, out reflect.Value, shape *Shape) bool {
	p := planOf(out.Type(), shape)
	if p == nil {
		return false
	}
	r := reader{cursor: cursor{data: data}}
	return r.read(p, out) && r.next() == 0 && r.pos == len(data)
}

// reader reads as plans say. What follows a value is checked by what is around it.
type reader struct {
	cursor
	depth int
}

// deepest is far more than the documents have, and far less than encoding/json takes.
const deepest = 1000

func (r *reader) read(p *plan, v reflect.Value) bool {
	if r.next() == 'n' && !p.foreign {
		return r.literal("null") // which leaves the value as it is
	}
	return p.read(r, p, v)
}

func (r *reader) literal(word string) bool {
	if !bytes.HasPrefix(r.data[r.pos:], []byte(word)) {
		return false
	}
	r.pos += len(word)
	return true
}

func (r *reader) object(p *plan, v reflect.Value) bool {
	if r.depth == deepest {
		return false
	}
	r.depth++
	defer func() { r.depth-- }()
	var seen uint64
	return r.members(func(name []byte) bool {
		at := p.find(name)
		if at < 0 {
			return !p.resembles(name) && json.Valid(r.value())
		}
		if bit := uint64(1) << at; seen&bit == 0 {
			seen |= bit
			return r.read(p.fields[at].plan, v.Field(at))
		}
		return false // a second time, which encoding/json merges in ways of its own
	})
}

func (r *reader) mapping(p *plan, v reflect.Value) bool {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	return r.members(func(name []byte) bool {
		value := reflect.New(v.Type().Elem()).Elem()
		if !r.read(p.elem, value) {
			return false
		}
		v.SetMapIndex(reflect.ValueOf(string(name)).Convert(v.Type().Key()), value)
		return true
	})
}

// members reads an object's braces, names and commas.
func (r *reader) members(value func(name []byte) bool) bool {
	if r.next() != '{' {
		return false
	}
	r.pos++
	if r.next() == '}' {
		r.pos++
		return true
	}
	for {
		r.next()
		name, plain := r.plain()
		if !plain || r.next() != ':' {
			return false
		}
		r.pos++
		if !value(name) {
			return false
		}
		switch r.next() {
		case ',':
			r.pos++
		case '}':
			r.pos++
			return true
		default:
			return false
		}
	}
}

func (r *reader) array(p *plan, v reflect.Value) bool {
	if r.next() != '[' {
		return false
	}
	r.pos++
	if r.next() == ']' {
		r.pos++
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return true
	}
	for n := 0; ; n++ {
		if n == v.Cap() {
			v.Grow(1)
		}
		v.SetLen(n + 1)
		if !r.read(p.elem, v.Index(n)) {
			return false
		}
		switch r.next() {
		case ',':
			r.pos++
		case ']':
			r.pos++
			return true
		default:
			return false
		}
	}
}

func (r *reader) pointer(p *plan, v reflect.Value) bool {
	v.Set(reflect.New(v.Type().Elem()))
	return r.read(p.elem, v.Elem())
}

func (r *reader) string(_ *plan, v reflect.Value) bool {
	start := r.pos
	if text, plain := r.plain(); plain {
		v.SetString(string(text))
		return true
	}
	// Escapes and broken characters are for encoding/json.
	r.pos = start
	var text string
	if r.next() != '"' || json.Unmarshal(r.text(), &text) != nil {
		return false
	}
	v.SetString(text)
	return true
}

// plain reads a string that stands for itself.
func (r *reader) plain() ([]byte, bool) {
	if r.pos >= len(r.data) || r.data[r.pos] != '"' {
		return nil, false
	}
	ascii := true
	for i := r.pos + 1; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c == '"':
			text := r.data[r.pos+1 : i]
			r.pos = i + 1
			return text, ascii || utf8.Valid(text)
		case c == '\\' || c < ' ':
			return nil, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false
}

// integer reads a number that may be a string, but has digits alone.
func (r *reader) integer(_ *plan, v reflect.Value) bool {
	quoted := r.next() == '"'
	if quoted {
		r.pos++
	}
	start := r.pos
	if r.pos < len(r.data) && r.data[r.pos] == '-' {
		r.pos++
	}
	first := r.pos
	for r.pos < len(r.data) && r.data[r.pos] >= '0' && r.data[r.pos] <= '9' {
		r.pos++
	}
	n, err := strconv.ParseInt(string(r.data[start:r.pos]), 10, 64)
	if err != nil || v.OverflowInt(n) {
		return false
	}
	if quoted && !r.literal(`"`) || !quoted && r.data[first] == '0' && r.pos > first+1 {
		return false
	}
	v.SetInt(n)
	return true
}

func (r *reader) boolean(_ *plan, v reflect.Value) bool {
	yes := r.literal("true")
	v.SetBool(yes)
	return yes || r.literal("false")
}

// time reads as time.Time does; an empty string is none.
func (r *reader) time(_ *plan, v reflect.Value) bool {
	text, plain := r.plain()
	return plain && (len(text) == 0 || v.Addr().Interface().(*time.Time).UnmarshalText(text) == nil)
}

// whatever leaves the value to its own type, or to encoding/json.
func (r *reader) whatever(_ *plan, v reflect.Value) bool {
	return json.Unmarshal(r.value(), v.Addr().Interface()) == nil
}
