package webhook

import (
	"context"
	"encoding/json"
)

// Event is a parsed delivery. It shares memory with the body that it was parsed from.
type Event struct {
	// Type says what happened. A type that this SDK does not know is kept as received.
	Type EventType
	// Environment is EnvironmentProduction or EnvironmentTest, for every known spelling. It is empty if the envelope
	// has none, as in older events and subscription events. An unknown value is kept as received; if it is not a
	// string, as its JSON.
	Environment Environment
	// ShopID is the shop's UUID. It is empty if the envelope has none. A value that is not a string is kept as JSON.
	ShopID string
	// Payload is a pointer to the type's payload, such as *PurchaseSucceeded, or *Unknown.
	Payload any
	// Raw is the payload as received, or the whole event if the payload cannot be found in it.
	Raw json.RawMessage
	// Body is the whole event as received.
	Body json.RawMessage
	// Key is the same for every delivery of one event. For a purchase it is "PURCHASE_SUCCEEDED:" and the order id. For
	// a refund with a refund id it is "PURCHASE_REFUNDED:" and that id. For all other events, and for a payload that
	// cannot be read, it is a hash of the body. No source shows an event id; that a repeated delivery has the same bytes
	// is inferred. The key has at most 200 bytes, all of them printable ASCII. It does not contain the shop and the
	// environment; NewHandler puts them before it for the store.
	Key string
	// Repeats says that a different event can have the same Key, because events of this type carry neither an id nor a
	// time: a page view, or a free item taken again the next day. NewHandler does not treat such events as duplicates,
	// unless WithKey gives them a key.
	Repeats bool
	// RetryCount is the value of the header stash-retry-count, or 0 if there is none. NewHandler sets it; Parse does
	// not, because it sees no headers.
	RetryCount int
}

// Unknown is the payload of an event if this SDK does not know the type or cannot read the payload.
type Unknown struct {
	// Raw is the payload as received, or the whole event if the payload cannot be found in it.
	Raw json.RawMessage
	// Err says which part of a known type's payload cannot be read. It matches ErrBadPayload and shows no value of the
	// payload. It is nil if the type is unknown.
	Err error
}

type eventInContext struct{}

// EventFrom returns the event that a receiver is called for. It takes the context that the receiver is called with, and
// returns nil for any other context. Receivers made by On, All, sqlstore.On and sqlstore.Receive put the event there
// themselves, so it is there without a handler too.
func EventFrom(ctx context.Context) *Event {
	event, _ := ctx.Value(eventInContext{}).(*Event)
	return event
}

func withEvent(ctx context.Context, event *Event) context.Context {
	if EventFrom(ctx) == event {
		return ctx
	}
	return context.WithValue(ctx, eventInContext{}, event)
}
