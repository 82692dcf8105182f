package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Shape is the schema of an object that is not the body of one operation, such as a seed or an event.
type Shape struct{ schema *openapi3.Schema }

// Part names a property of an operation's 200 response.
type Part struct{ Operation, Property string }

// ShapeOf joins properties of several 200 responses into one object, in which each is optional. Times are optional too,
// because a person who writes the object cannot know them. Open enums take only their known values, because another one
// is a mistake of that person. ShapeOf changes the contract's schemas for that, so load a separate Contract for it.
func (c *Contract) ShapeOf(parts ...Part) (*Shape, error) {
	joined := openapi3.NewObjectSchema().WithoutAdditionalProperties()
	for _, part := range parts {
		op := c.Operation(part.Operation)
		if op == nil {
			return nil, fmt.Errorf("contract: there is no operation %s", part.Operation)
		}
		property := op.Spec.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value.Properties[part.Property]
		if property == nil {
			return nil, fmt.Errorf("contract: the answer of %s has no property %s", part.Operation, part.Property)
		}
		joined.Properties[part.Property] = property
	}
	for _, ref := range c.doc.Components.Schemas {
		ref.Value.Required = slices.DeleteFunc(ref.Value.Required, func(name string) bool {
			property := ref.Value.Properties[name]
			return property != nil && property.Value.Format == "date-time"
		})
	}
	c.closeEnums()
	return &Shape{joined}, nil
}

// Fit turns a whole number into a string where the document has a string: 64-bit integers are strings there, and people
// write them without quotes. Numbers must be json.Number, so that all digits survive.
func (s *Shape) Fit(value any) any { return fit(s.schema, value) }

func fit(schema *openapi3.Schema, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, each := range value {
			if property := schema.Properties[name]; property != nil {
				value[name] = fit(property.Value, each)
			}
		}
	case []any:
		for i, each := range value {
			if schema.Items != nil {
				value[i] = fit(schema.Items.Value, each)
			}
		}
	case json.Number:
		if schema.Type.Is("string") && wholeNumber.MatchString(value.String()) {
			return value.String()
		}
	}
	return value
}

var (
	wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)
	unknown     = regexp.MustCompile(`^property "(.*)" is unsupported$`)
)

// Check returns the violations of a value that encoding/json has read.
func (s *Shape) Check(value any) []Violation {
	return violations(s.schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableFormatValidation()))
}

// Below is the path of an object's property.
func Below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
