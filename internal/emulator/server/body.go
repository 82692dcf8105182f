package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// bodyReader reads a body that no schema of the document judges, and collects what is wrong in it by the fields' paths.
// A field that is null is one that is left out, as protobuf has it.
type bodyReader struct{ wrong []contract.Violation }

func (r *bodyReader) refuse(at, format string, args ...any) {
	r.wrong = append(r.wrong, contract.Violation{Field: at, Reason: fmt.Sprintf(format, args...)})
}

// object reads the whole of a body, or an object in it whose fields have the given names.
func (r *bodyReader) object(at string, value any, names ...string) map[string]any {
	object, ok := value.(map[string]any)
	if !ok && value != nil {
		r.refuse(at, "must be an object")
	}
	for name := range object {
		if !slices.Contains(names, name) {
			r.refuse(contract.Below(at, fmt.Sprintf("%.60s", name)), "is not a field that this endpoint knows%s", contract.Suggestion(name, names))
		}
	}
	return object
}

func (r *bodyReader) list(at string, value any) []any {
	list, ok := value.([]any)
	if !ok && value != nil {
		r.refuse(at, "must be an array")
	}
	return list
}

func (r *bodyReader) text(at string, value any) string {
	text, ok := value.(string)
	if !ok && value != nil {
		r.refuse(at, "must be a string")
	}
	return text
}

// number is a number's text, whether it stands in quotes or not.
func (r *bodyReader) number(at string, value any) string {
	if number, ok := value.(json.Number); ok {
		return number.String()
	}
	return r.text(at, value)
}

// inOrder is what is wrong, whatever order the fields of an object came in.
func (r *bodyReader) inOrder() []contract.Violation {
	slices.SortStableFunc(r.wrong, func(a, b contract.Violation) int { return strings.Compare(a.Field, b.Field) })
	return r.wrong
}

// decoded is what a body holds, with the digits of its numbers as they are.
func decoded(body []byte) (value any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	err = d.Decode(&value)
	return value, err
}
