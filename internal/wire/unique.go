package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// ErrAmbiguous is for a body that two readers could read differently, because an object has a name twice or in two
// spellings. A signature does not help there: it says that the bytes are Stash's, not which of the two values counts.
var ErrAmbiguous = errors.New("the body is ambiguous")

// Unique returns ErrAmbiguous if an object in data has a name twice. In an object of the document, two spellings of a name
// are the same name: userId, user_id and UserID. Text that is not JSON is left for the decoder to report.
func Unique(data []byte, shape *Shape) error {
	n := namesPool.Get().(*names)
	defer namesPool.Put(n)
	n.cursor = cursor{data: data}
	n.arena, n.ends = n.arena[:0], n.ends[:0]
	defer func() { n.cursor = cursor{} }()
	return n.value(shape, 0)
}

// UniqueQuery returns ErrAmbiguous if a query has a parameter twice, in one spelling or in two.
func UniqueQuery(query url.Values) error {
	seen := map[string]bool{}
	for name, values := range query {
		name = string(canonical(nil, []byte(name), true))
		if len(values) > 1 || seen[name] {
			return fmt.Errorf("%w: a query parameter comes twice", ErrAmbiguous)
		}
		seen[name] = true
	}
	return nil
}

// HasMembers reports whether a JSON object has all of the names, in any spelling.
func HasMembers(data []byte, list []string) bool {
	members, err := Members(nil, data)
	if err != nil {
		return false
	}
	for _, name := range list {
		want := canonical(nil, []byte(name), true)
		if !slices.ContainsFunc(members, func(m Member) bool { return bytes.Equal(canonical(nil, m.Key, true), want) }) {
			return false
		}
	}
	return true
}

var namesPool = sync.Pool{New: func() any { return new(names) }}

// names walks JSON and remembers the names of the objects that it is in, one after another in an arena.
type names struct {
	cursor
	arena []byte
	ends  []int // where each name ends in the arena
}

// few is up to how many names of one object are compared one by one; more go into a map.
const few = 16

func (n *names) value(shape *Shape, depth int) error {
	if depth > deepest {
		return fmt.Errorf("%w: it is nested more than %d levels deep", ErrAmbiguous, deepest)
	}
	switch n.next() {
	case '{':
		return n.object(shape, depth)
	case '[':
		var elem *Shape
		if shape != nil && shape.Kind == Array {
			elem = shape.Elem
		}
		n.pos++
		for n.next() != ']' {
			if err := n.value(elem, depth+1); err != nil || n.pos >= len(n.data) {
				return err
			}
			if n.next() == ',' {
				n.pos++
			}
		}
		n.pos++
	case '"':
		if n.text() == nil {
			n.pos = len(n.data)
		}
	default:
		n.pos++
		for !n.atEnd() {
			n.pos++
		}
	}
	return nil
}

func (n *names) object(shape *Shape, depth int) error {
	known := shape != nil && shape.Kind == Object
	first := len(n.ends)
	var many map[string]bool
	n.pos++
	for n.next() == '"' {
		quoted := n.text()
		if quoted == nil {
			n.pos = len(n.data)
			return nil
		}
		name := quoted[1 : len(quoted)-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			var plain string
			if json.Unmarshal(quoted, &plain) != nil {
				n.pos = len(n.data)
				return nil
			}
			name = []byte(plain)
		}
		start := len(n.arena)
		n.arena = canonical(n.arena, name, known)
		mine := n.arena[start:]
		if many, first = n.remember(mine, first, many); first < 0 {
			return twice(shape, mine)
		}
		if n.next() == ':' {
			n.pos++
		}
		if err := n.value(shape.inside(name, mine), depth+1); err != nil {
			return err
		}
		if n.next() == ',' {
			n.pos++
		}
	}
	if n.next() != '}' {
		n.pos = len(n.data) // not JSON
	}
	n.pos++
	n.ends = n.ends[:first]
	if first == 0 {
		n.arena = n.arena[:0]
	} else {
		n.arena = n.arena[:n.ends[first-1]]
	}
	return nil
}

// remember adds a name to those of the object whose names begin at first. It returns -1 if the name is there already.
func (n *names) remember(name []byte, first int, many map[string]bool) (map[string]bool, int) {
	if many == nil && len(n.ends)-first == few {
		many = map[string]bool{}
		for i := first; i < len(n.ends); i++ {
			many[string(n.at(i))] = true
		}
	}
	if many != nil {
		if many[string(name)] {
			return many, -1
		}
		many[string(name)] = true
	} else {
		for i := first; i < len(n.ends); i++ {
			if bytes.Equal(n.at(i), name) {
				return many, -1
			}
		}
	}
	n.ends = append(n.ends, len(n.arena))
	return many, first
}

func (n *names) at(i int) []byte {
	start := 0
	if i > 0 {
		start = n.ends[i-1]
	}
	return n.arena[start:n.ends[i]]
}

// inside returns the shape of a member's value, whatever the spelling of its name.
func (s *Shape) inside(name, folded []byte) *Shape {
	switch {
	case s == nil:
		return nil
	case s.Kind == Map:
		return s.Elem
	case s.Kind != Object:
		return nil
	}
	if field := s.field(name); field != nil {
		return field.Shape
	}
	if field := s.folded(folded); field != nil {
		return field.Shape
	}
	return nil
}

func (s *Shape) folded(name []byte) *Field {
	var room [64]byte
	for i := range s.Fields {
		if bytes.Equal(canonical(room[:0], []byte(s.Fields[i].Name), true), name) {
			return &s.Fields[i]
		}
	}
	return nil
}

// twice names the field if it is the document's own. Any other name is the sender's text, which no log may show.
func twice(shape *Shape, name []byte) error {
	if shape != nil && shape.Kind == Object {
		if field := shape.folded(name); field != nil {
			return fmt.Errorf("%w: an object has %q twice", ErrAmbiguous, field.Name)
		}
	}
	return fmt.Errorf("%w: an object has a name twice", ErrAmbiguous)
}

// canonical appends a name as it is compared. fold ignores underscores and case, as encoding/json ignores case: the sign
// for Kelvin is a k. Broken characters are all the same, because a decoder replaces them.
func canonical(dst, name []byte, fold bool) []byte {
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case !fold:
			case c == '_':
				continue
			case c >= 'a' && c <= 'z':
				c -= 'a' - 'A'
			}
			dst = append(dst, c)
			continue
		}
		r, size := utf8.DecodeRune(name[i:])
		i += size
		if fold {
			least := r
			for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
				least = min(least, other)
			}
			r = least
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}
