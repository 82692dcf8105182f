package contract

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// ShapeOfEvent returns the schema of one type of event. The operation's schema is the choice of all types, so it could
// only report that none of them fits.
func (c *Contract) ShapeOfEvent(eventType string) (*Shape, error) {
	for _, op := range c.ops {
		if op.Spec.RequestBody == nil {
			continue
		}
		for _, event := range op.Spec.RequestBody.Value.Content.Get("application/json").Schema.Value.OneOf {
			if event.Value.Properties["type"].Value.Enum[0] == eventType {
				return &Shape{event.Value}, nil
			}
		}
	}
	return nil, fmt.Errorf("contract: the document has no event %s", eventType)
}

// Beside returns the names of the fields of the object that a path such as items[0].id leads into.
func (s *Shape) Beside(path string) []string {
	at := s.schema
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		name, _, _ := strings.Cut(step, "[")
		next := at.Properties[name]
		for range strings.Count(step, "[") {
			if next != nil {
				next = next.Value.Items
			}
		}
		if next == nil {
			return nil
		}
		at = next.Value
	}
	return slices.Sorted(maps.Keys(map[string]*openapi3.SchemaRef(at.Properties)))
}
