package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"
)

// quick reads JSON in the document's own spelling in one pass. encoding/json needs two passes and looks up each name in a
// map. quick returns false for anything unusual, whether it is wrong or in another spelling. The value may then be partly
// filled, and the caller must clear it and take the tolerant way.
func quick(data []byte, out reflect.Value, shape *Shape) bool {
	p := planOf(out.Type(), shape)
	if p == nil {
		return false
	}
	r := reader{cursor: cursor{data: data}}
	return r.read(p, out) && r.next() == 0 && r.pos == len(data)
}

// reader reads values as their plans say. Each method reads one value; its caller checks what follows.
type reader struct {
	cursor
	depth int
}

// deepest is the limit of nesting. The documents need much less, and encoding/json allows much more.
const deepest = 1000

func (r *reader) read(p *plan, v reflect.Value) bool {
	if r.next() == 'n' && !p.foreign {
		return r.literal("null") // null leaves the value unchanged
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
		return false // the name is there twice, and encoding/json has its own rules for that
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

// members reads the braces, names and commas of an object, and calls value for each value.
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
	// encoding/json reads strings with escapes or invalid UTF-8.
	r.pos = start
	var text string
	if r.next() != '"' || json.Unmarshal(r.text(), &text) != nil {
		return false
	}
	v.SetString(text)
	return true
}

// plain reads a string without escapes, in valid UTF-8, and returns what is between its quotes.
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

// integer reads an integer, as a number or a string, that has only digits and perhaps a minus sign.
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

// time reads an RFC 3339 time. An empty string leaves the zero time.
func (r *reader) time(_ *plan, v reflect.Value) bool {
	text, plain := r.plain()
	return plain && (len(text) == 0 || v.Addr().Interface().(*time.Time).UnmarshalText(text) == nil)
}

// whatever reads any other value with encoding/json, which asks the type's own methods.
func (r *reader) whatever(_ *plan, v reflect.Value) bool {
	read := json.Unmarshal
	if k := v.Kind(); k == reflect.Interface || k == reflect.Map || k == reflect.Slice {
		read = Unmarshal // values of any type may be inside
	}
	return read(r.value(), v.Addr().Interface()) == nil
}
