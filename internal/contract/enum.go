package contract

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// KnownValues returns the values of an enum, and the known ones of an enum that can have others. It returns nil for
// other schemas.
func KnownValues(schema *openapi3.Schema) []any {
	if open, ok := schema.Extensions["x-extensible-enum"].([]any); ok {
		return open
	}
	return schema.Enum
}

// EnumName returns the value of an enum that has the given protobuf number.
func EnumName(schema *openapi3.Schema, number string) (string, bool) {
	numbers, _ := schema.Extensions["x-stash-enum-numbers"].([]any)
	known := KnownValues(schema)
	for i, each := range numbers {
		if fmt.Sprint(each) == number && i < len(known) {
			return fmt.Sprint(known[i]), true
		}
	}
	return "", false
}

// unknownValue is the violation of a request that sends a value outside an open enum. The validator allows every value
// there, because a response can have others.
func unknownValue(schema *openapi3.Schema, value any, at string) (Violation, bool) {
	if known := KnownValues(schema); len(schema.Enum) == 0 && len(known) > 0 && !slices.Contains(known, value) {
		return Violation{at, fmt.Sprintf("is %q, and the known values are %v", value, known)}, true
	}
	return Violation{}, false
}

// closeEnums allows only the known values of open enums.
func (c *Contract) closeEnums() {
	for _, ref := range c.doc.Components.Schemas {
		ref.Value.Enum = KnownValues(ref.Value)
	}
}
