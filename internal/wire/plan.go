package wire

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// plan says how to read the values of a Go type. It is made from the type and its shape when a program first reads such a
// value.
type plan struct {
	read    func(*reader, *plan, reflect.Value) bool
	foreign bool      // read also handles null
	fields  []planned // the fields of an object, in the order of the type
	elem    *plan     // the elements of a list or map, or what a pointer points to
}

type planned struct {
	name string
	plan *plan
}

var plans sync.Map // reflect.Type to *plan; a type has only one shape

// planOf returns nil if the quick way cannot read the type.
func planOf(t reflect.Type, shape *Shape) *plan {
	if known, ok := plans.Load(t); ok {
		return known.(*plan)
	}
	p := planner{}.plan(t, shape)
	plans.Store(t, p)
	return p
}

// planner remembers the types that it has begun, because a type may contain itself.
type planner map[reflect.Type]*plan

func (known planner) plan(t reflect.Type, shape *Shape) *plan {
	kind := Any
	if shape != nil {
		kind = shape.Kind
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return known.around((*reader).pointer, t.Elem(), shape)
	case t == reflect.TypeFor[Int64]() && kind == Any:
		return &plan{read: (*reader).integer}
	case t == reflect.TypeFor[time.Time]() && kind == Time:
		return &plan{read: (*reader).time}
	case readsItself(t) && kind != Any:
		return nil
	case readsItself(t):
	case t.Kind() == reflect.Bool && (kind == Any || kind == Bool):
		return &plan{read: (*reader).boolean}
	case t.Kind() == reflect.String && (kind == Any || kind == Text || kind == Enum):
		return &plan{read: (*reader).string}
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64 && kind == Integer:
		return &plan{read: (*reader).integer}
	case t.Kind() == reflect.Struct && kind == Object:
		return known.object(t, shape)
	case t.Kind() == reflect.Slice && kind == Array:
		return known.around((*reader).array, t.Elem(), shape.Elem)
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String && kind == Map:
		return known.around((*reader).mapping, t.Elem(), shape.Elem)
	case kind != Any:
		return nil
	}
	return &plan{read: (*reader).whatever, foreign: true}
}

func (known planner) around(read func(*reader, *plan, reflect.Value) bool, elem reflect.Type, shape *Shape) *plan {
	p := known.plan(elem, shape)
	if p == nil {
		return nil
	}
	return &plan{read: read, elem: p}
}

func (known planner) object(t reflect.Type, shape *Shape) *plan {
	if p := known[t]; p != nil {
		return p
	}
	p := &plan{read: (*reader).object}
	known[t] = p
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		described := shape.field([]byte(name))
		if described == nil || field.Anonymous || !field.IsExported() || strings.Contains(options, "string") || i >= 64 {
			return nil
		}
		inner := known.plan(field.Type, described.Shape)
		if inner == nil {
			return nil
		}
		p.fields = append(p.fields, planned{name, inner})
	}
	return p
}

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func (p *plan) find(name []byte) int {
	for i := range p.fields {
		if p.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

// resembles reports whether an unknown name could be another spelling of a field. If so, the tolerant way must decide.
func (p *plan) resembles(name []byte) bool {
	if bytes.IndexByte(name, '_') >= 0 {
		return true
	}
	for i := range p.fields {
		if bytes.EqualFold([]byte(p.fields[i].name), name) {
			return true
		}
	}
	return false
}
