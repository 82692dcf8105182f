package wire

import (
	"bytes"
	"encoding/json"
	"errors"
)

// Member is a key of a JSON object and the JSON text of its value.
type Member struct {
	Key   []byte // without quotes, and unescaped
	Value []byte
}

// Members appends the members of the JSON object in data to list. It only finds where each value ends. The decoder of the
// value must check that the value is valid JSON, so that no text is checked twice.
func Members(list []Member, data []byte) ([]Member, error) {
	s := cursor{data: data}
	if s.next() != '{' {
		return nil, errors.New("it is not a JSON object")
	}
	s.pos++
	for first := true; s.next() != '}'; first = false {
		if !first {
			if s.next() != ',' {
				return nil, errCut
			}
			s.pos++
		}
		key, ok := s.key()
		if !ok || s.next() != ':' {
			return nil, errCut
		}
		s.pos++
		value := s.value()
		if value == nil {
			return nil, errCut
		}
		list = append(list, Member{key, value})
	}
	s.pos++
	if s.next() != 0 || s.pos != len(data) {
		return nil, errors.New("text follows the JSON object")
	}
	return list, nil
}

var errCut = errors.New("the JSON object is cut off or has a stray character")

// cursor walks text that may not be valid JSON, so it checks every bound.
type cursor struct {
	data []byte
	pos  int
}

// next skips white space and returns the next byte without reading it, or 0 at the end.
func (s *cursor) next() byte {
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

func (s *cursor) key() ([]byte, bool) {
	if s.next() != '"' {
		return nil, false
	}
	quoted := s.text()
	if quoted == nil || !json.Valid(quoted) {
		return nil, false
	}
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1], true
	}
	var plain string
	err := json.Unmarshal(quoted, &plain)
	return []byte(plain), err == nil
}

// text skips a string and returns it with its quotes, or nil if the string does not end.
func (s *cursor) text() []byte {
	start := s.pos
	for s.pos++; s.pos < len(s.data); s.pos++ {
		switch s.data[s.pos] {
		case '\\':
			s.pos++
		case '"':
			s.pos++
			return s.data[start:s.pos]
		}
	}
	return nil
}

// value skips a value of any kind and returns it, or nil if the value does not end.
func (s *cursor) value() []byte {
	s.next()
	start := s.pos
	for depth := 0; s.pos < len(s.data); {
		switch s.data[s.pos] {
		case '"':
			if s.text() == nil {
				return nil
			}
		case '{', '[':
			depth++
			s.pos++
		case '}', ']':
			if depth == 0 {
				return nil
			}
			depth--
			s.pos++
		default:
			s.pos++
			if depth > 0 || !s.atEnd() {
				continue
			}
		}
		if depth == 0 {
			return s.data[start:s.pos]
		}
	}
	return nil
}

// atEnd reports whether a number or literal ends here.
func (s *cursor) atEnd() bool {
	return s.pos >= len(s.data) || bytes.IndexByte([]byte(",}] \t\n\r"), s.data[s.pos]) >= 0
}
