package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// dependencies checks x-stash-exactly-one-of, x-stash-at-least-one-of, x-stash-must-have and x-extensible-enum in a
// request body that has no other violation.
func dependencies(schema *openapi3.SchemaRef, body []byte) []Violation {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	var found []Violation
	walk(schema, value, nil, &found)
	return found
}

func walk(ref *openapi3.SchemaRef, value any, at []string, found *[]Violation) {
	if ref == nil || ref.Value == nil {
		return
	}
	schema := ref.Value
	switch value := value.(type) {
	case map[string]any:
		if names, n := present(schema, "x-stash-exactly-one-of", value); names != nil && n != 1 {
			*found = append(*found, Violation{jsonPath(at), fmt.Sprintf("exactly one of %s must be set, not %d", strings.Join(names, " and "), n)})
		}
		if names, n := present(schema, "x-stash-at-least-one-of", value); names != nil && n == 0 {
			*found = append(*found, Violation{jsonPath(at), fmt.Sprintf("at least one of %s must be set", strings.Join(names, " and "))})
		}
		if names, n := present(schema, "x-stash-must-have", value); n != len(names) {
			*found = append(*found, Violation{jsonPath(at), strings.Join(names, " and ") + " must be set"})
		}
		for name, each := range value {
			walk(schema.Properties[name], each, append(slices.Clone(at), name), found)
		}
	case string:
		if violation, unknown := unknownValue(schema, value, jsonPath(at)); unknown {
			*found = append(*found, violation)
		}
	case []any:
		for i, each := range value {
			walk(schema.Items, each, append(slices.Clone(at), fmt.Sprint(i)), found)
		}
	}
}

// present returns the properties that an extension names, and how many of them a value has.
func present(schema *openapi3.Schema, extension string, value map[string]any) (names []string, n int) {
	list, _ := schema.Extensions[extension].([]any)
	for _, each := range list {
		name := fmt.Sprint(each)
		names = append(names, name)
		if _, ok := value[name]; ok {
			n++
		}
	}
	return names, n
}
