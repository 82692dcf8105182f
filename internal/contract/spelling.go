package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Read reads the body of a request as a reader of protobuf JSON does, and checks the request. It returns the body in the
// document's own spelling, and where the request is spelled differently: names in the other of camelCase and snake_case,
// enums by number, integers in the other of number and string, null, and "" for an optional string.
func (x *Exchange) Read(body []byte) (plain []byte, respelled []string, wrong []Violation) {
	plain, respelled, wrong = x.plainBody(body)
	found := x.CheckRequest(plain)
	if len(wrong) > 0 {
		return nil, nil, wrong
	}
	return plain, respelled, found
}

// plainBody returns a body in the document's spelling. A body that is already spelled so is returned unchanged.
func (op *Operation) plainBody(body []byte) (plain []byte, respelled []string, wrong []Violation) {
	if op.Spec.RequestBody == nil || len(body) == 0 {
		return body, nil, nil
	}
	value, violation := parse(body)
	if violation != nil {
		return nil, nil, []Violation{*violation}
	}
	s := &speller{}
	value = s.plain(op.Spec.RequestBody.Value.Content.Get("application/json").Schema, value, nil)
	if len(s.wrong) > 0 || len(s.changes) == 0 {
		return body, nil, s.wrong
	}
	if plain, err := json.Marshal(value); err == nil {
		body = plain // values that were decoded from JSON can be encoded
	}
	slices.Sort(s.changes)
	return body, s.changes, nil
}

// speller turns a value into the document's spelling.
type speller struct {
	changes []string
	wrong   []Violation
}

func (s *speller) changed(at []string, format string, args ...any) {
	s.changes = append(s.changes, jsonPath(at)+": "+fmt.Sprintf(format, args...))
}

func (s *speller) plain(ref *openapi3.SchemaRef, value any, at []string) any {
	if ref == nil || ref.Value == nil {
		return value
	}
	schema := ref.Value
	switch value := value.(type) {
	case map[string]any:
		return s.object(schema, value, at)
	case []any:
		for i, each := range value {
			value[i] = s.plain(schema.Items, each, append(slices.Clone(at), strconv.Itoa(i)))
		}
	case json.Number:
		if name, ok := EnumName(schema, value.String()); ok {
			s.changed(at, "is the number %s of %s", value, name)
			return name
		}
		if schema.Type.Is("string") && schema.Format == "int64" {
			s.changed(at, "is a number, and a string in the document")
			return value.String()
		}
	case string:
		if schema.Type.Is("integer") && wholeNumber.MatchString(value) {
			s.changed(at, "is a string, and a number in the document")
			return json.Number(value)
		}
	}
	return value
}

func (s *speller) object(schema *openapi3.Schema, value map[string]any, at []string) map[string]any {
	if len(schema.Properties) == 0 {
		return value // the keys are the caller's own
	}
	plain := make(map[string]any, len(value))
	for given, each := range value {
		name, below := given, append(slices.Clone(at), given)
		if schema.Properties[name] == nil {
			for _, other := range []string{camelCase(given), SnakeCase(given)} {
				if schema.Properties[other] != nil {
					name = other
				}
			}
		}
		if _, twice := value[name]; name != given {
			if twice {
				s.wrong = append(s.wrong, Violation{jsonPath(below), "is in the body twice, also as " + name})
				continue
			}
			s.changed(below, "is %s in the document", name)
		}
		property := schema.Properties[name]
		switch {
		case property != nil && each == nil:
			s.changed(below, "is null, which means unset")
			continue
		case property != nil && each == "" && property.Value.Type.Is("string") && len(KnownValues(property.Value)) == 0 && !slices.Contains(schema.Required, name):
			if property.Value.Pattern != "" || property.Value.MinLength > 0 {
				s.changed(below, "is empty, which means unset")
			}
			continue
		}
		plain[name] = s.plain(property, each, below)
	}
	return plain
}

// SnakeCase writes a camelCase name as protobuf's original names are written.
func SnakeCase(name string) string {
	var out strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			out.WriteByte('_')
			r += 'a' - 'A'
		}
		out.WriteRune(r)
	}
	return out.String()
}

func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}
