package contract

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// ShapeOfEvent is the envelope of an event with the payload of its own type. The operation's schema leaves open which
// one it is, so it could only say that none of them fits.
func (c *Contract) ShapeOfEvent(eventType string) (*Shape, error) {
	for _, op := range c.ops {
		events, _ := op.Spec.Extensions["x-stash-events"].(map[string]any)
		event, _ := events[eventType].(map[string]any)
		payload := c.doc.Components.Schemas[fmt.Sprint(event["schema"])]
		if payload == nil {
			continue
		}
		member := fmt.Sprint(event["member"])
		for _, envelope := range op.Spec.RequestBody.Value.Content.Get("application/json").Schema.Value.OneOf {
			if envelope.Value.Properties[member] != nil {
				joined := *envelope.Value
				joined.Properties = maps.Clone(joined.Properties)
				joined.Properties[member] = payload
				return &Shape{&joined}, nil
			}
		}
	}
	return nil, fmt.Errorf("contract: the document has no event %s with an envelope", eventType)
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
