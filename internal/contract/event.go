package contract

import "fmt"

// ShapeOfEvent returns the schema of one type of event. The operation's schema is the choice of all types, so it could
// only report that none of them fits. It closes the open enums of the contract, as ShapeOf does.
func (c *Contract) ShapeOfEvent(eventType string) (*Shape, error) {
	for _, op := range c.ops {
		if op.Spec.RequestBody == nil {
			continue
		}
		for _, event := range op.Spec.RequestBody.Value.Content.Get("application/json").Schema.Value.OneOf {
			if event.Value.Properties["type"].Value.Enum[0] == eventType {
				c.closeEnums()
				return &Shape{event.Value}, nil
			}
		}
	}
	return nil, fmt.Errorf("contract: the document has no event %s", eventType)
}
