package webhook

import (
	"context"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
)

// Receiver does what an event asks for. It returns nil only when that is done and stored; after an error or a panic
// Stash sends the event again. The context ends when Stash hangs up or the time of WithTimeout is over.
type Receiver = func(ctx context.Context, event *Event) error

// On makes a Receiver of a function for one type of event, such as *PurchaseSucceeded or *Unknown. Other events are
// passed over, and answered with success. EventFrom(ctx) gives the event around the payload.
func On[P interface{ gen.Payload | Unknown }](receive func(ctx context.Context, payload *P) error) Receiver {
	return func(ctx context.Context, event *Event) error {
		if payload, ok := event.Payload.(*P); ok {
			return receive(ctx, payload)
		}
		return nil
	}
}

// All calls several receivers in turn, until one fails.
func All(receivers ...Receiver) Receiver {
	return func(ctx context.Context, event *Event) error {
		for _, receive := range receivers {
			if err := receive(ctx, event); err != nil {
				return err
			}
		}
		return nil
	}
}
