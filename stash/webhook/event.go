package webhook

import (
	"context"
	"encoding/json"
)

// Event is a delivery taken apart. It shares memory with the body that it was parsed from.
type Event struct {
	// Type is what happened; one that this SDK does not know stays as it came.
	Type EventType
	// Environment is EnvironmentProduction or EnvironmentTest, whatever the spelling; empty when the envelope has
	// none, as in older and in subscription events. Another one stays as it came, as JSON when it is no string.
	Environment Environment
	// ShopID is the shop's UUID; empty when the envelope has none, and JSON when it is no string.
	ShopID string
	// Payload is a pointer to the type's payload, such as *PurchaseSucceeded, or *Unknown.
	Payload any
	// Raw is the payload as it came, or the whole event when it cannot be told apart.
	Raw json.RawMessage
	// Body is the whole event as it came.
	Body json.RawMessage
	// Key is the same for every delivery of one event: "PURCHASE_SUCCEEDED:" and the order's id for a purchase,
	// "PURCHASE_REFUNDED:" and the refund's id for a refund that names one, a hash of the body for all else, and for
	// whatever has a payload that cannot be read. No source shows an event id, and that a repeated delivery has the
	// same bytes is inferred. It has at most 200 bytes, all of them printable.
	Key string
	// Repeats says that another event can have the same Key, because events of this type carry neither an id nor a
	// time: a view of a page, or a free item taken again the next day. NewHandler does not hold such events back as
	// duplicates, unless WithKey says otherwise.
	Repeats bool
	// RetryCount is the header stash-retry-count; 0 when there is none. Parse does not see it, NewHandler sets it.
	RetryCount int
}

// Unknown is the payload of an event whose type this SDK does not know, or whose payload it cannot read.
type Unknown struct {
	// Raw is the payload as it came, or the whole event when it cannot be told apart.
	Raw json.RawMessage
	// Err says what could not be read in the payload of a type that is known, and matches ErrBadPayload; nil for a type
	// that is not known. It shows nothing of the payload's values.
	Err error
}

type eventInContext struct{}

// EventFrom returns the event that a receiver is called for, from the context that it is called with; nil in any
// other context.
func EventFrom(ctx context.Context) *Event {
	event, _ := ctx.Value(eventInContext{}).(*Event)
	return event
}
