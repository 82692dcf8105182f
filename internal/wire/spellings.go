package wire

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// spellings remembers which fields of an object have been read, and from where. A field named exactly wins over another
// spelling, whatever their order: an object with "status" and "Status" has one status.
type spellings struct {
	exact  map[*Field]bool
	others map[*Field][]keyAt
}

// keyAt is a key in the respelled text.
type keyAt struct{ from, to int }

// noField is a key that no field has. encoding/json would compare another one without regard to case.
var noField = []byte(`""`)

// name reads the name of a member. It returns the field that it means, or nil, and the key to write for it.
func (r *respeller) name(shape *Shape, seen *spellings) (*Field, []byte) {
	key := r.text()
	name := key[1 : len(key)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		var plain string
		_ = json.Unmarshal(key, &plain)
		name = []byte(plain)
		key, _ = json.Marshal(plain)
	}
	if field := shape.field(name); field != nil {
		if seen.exact == nil {
			seen.exact = make(map[*Field]bool)
		}
		seen.exact[field] = true
		for _, other := range seen.others[field] {
			blank := r.out[other.from:other.to]
			copy(blank, noField)
			for i := len(noField); i < len(blank); i++ {
				blank[i] = ' '
			}
		}
		delete(seen.others, field)
		return field, key
	}
	field := shape.otherSpelling(name)
	switch {
	case field == nil && shape.folds(name), seen.exact[field]:
		return nil, noField
	case field == nil:
		return nil, key
	}
	key = strconv.AppendQuote(nil, field.Name)
	if seen.others == nil {
		seen.others = make(map[*Field][]keyAt)
	}
	seen.others[field] = append(seen.others[field], keyAt{len(r.out), len(r.out) + len(key)})
	return field, key
}

// otherSpelling returns the field that a name in snake_case or in another case means, or nil.
func (s *Shape) otherSpelling(name []byte) *Field {
	if bytes.IndexByte(name, '_') >= 0 {
		return s.field(camelCase(name))
	}
	for i := range s.Fields {
		if field := &s.Fields[i]; len(field.Name) == len(name) && bytes.EqualFold([]byte(field.Name), name) {
			return field
		}
	}
	return nil
}

// folds reports whether encoding/json would take a name for that of a field, because a letter beyond ASCII folds to one of
// its letters, as the long s does.
func (s *Shape) folds(name []byte) bool {
	for i := range s.Fields {
		if bytes.EqualFold([]byte(s.Fields[i].Name), name) {
			return true
		}
	}
	return false
}
