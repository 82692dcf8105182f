package webhook

import (
	"context"
	"slices"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
)

// Receiver handles an event. It returns nil only when the work is done and stored. After an error or a panic Stash sends
// the event again. The context ends when the time of WithTimeout is over. It does not end when Stash hangs up: the player
// has paid already, so work that has begun is finished.
type Receiver = func(ctx context.Context, event *Event) error

// On makes a Receiver from a function for one type of payload, such as *PurchaseSucceeded or *Unknown. The Receiver
// ignores other events, so they are answered 200. EventFrom(ctx) returns the event around the payload. If the function is
// nil, so is the Receiver, and NewHandler returns an error.
func On[P interface{ gen.Payload | Unknown }](receive func(ctx context.Context, payload *P) error) Receiver {
	if receive == nil {
		return nil
	}
	return func(ctx context.Context, event *Event) error {
		if payload, ok := event.Payload.(*P); ok {
			return receive(withEvent(ctx, event), payload)
		}
		return nil
	}
}

// All makes a Receiver that calls several receivers in turn until one fails. If one fails, Stash sends the event again, and
// the receivers that succeeded are called again too: a store marks the event only when all of them succeeded. So each must
// be safe to repeat, or write through the transaction of package sqlstore, which is rolled back if another fails. Put work
// that cannot be undone, such as a mail, last. If one of the receivers is nil, so is the result, and NewHandler returns an
// error.
func All(receivers ...Receiver) Receiver {
	for _, receive := range receivers {
		if receive == nil {
			return nil
		}
	}
	receivers = slices.Clone(receivers)
	return func(ctx context.Context, event *Event) error {
		ctx = withEvent(ctx, event)
		for _, receive := range receivers {
			if err := receive(ctx, event); err != nil {
				return err
			}
		}
		return nil
	}
}
