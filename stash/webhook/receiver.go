package webhook

import (
	"context"
	"slices"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
)

// Receiver does what an event asks for. It returns nil only when that is done and stored; after an error or a panic
// Stash sends the event again. The context ends when Stash hangs up or the time of WithTimeout is over.
type Receiver = func(ctx context.Context, event *Event) error

// On makes a Receiver of a function for one type of event, such as *PurchaseSucceeded or *Unknown. Other events are
// passed over, and answered with success. EventFrom(ctx) gives the event around the payload. Of a nil function it makes
// a nil Receiver, which NewHandler reports.
func On[P interface{ gen.Payload | Unknown }](receive func(ctx context.Context, payload *P) error) Receiver {
	if receive == nil {
		return nil
	}
	return func(ctx context.Context, event *Event) error {
		if payload, ok := event.Payload.(*P); ok {
			return receive(ctx, payload)
		}
		return nil
	}
}

// All calls several receivers in turn, until one fails. When one fails Stash sends the event again, and those before it,
// which have succeeded, are called again with it: a store marks the event only when all have. So each must be safe to
// repeat, or write through the one transaction of package sqlstore, which is rolled back when another fails; what cannot
// be taken back, such as a mail, belongs last. If one of the receivers is nil, so is the result, which NewHandler
// reports.
func All(receivers ...Receiver) Receiver {
	for _, receive := range receivers {
		if receive == nil {
			return nil
		}
	}
	receivers = slices.Clone(receivers)
	return func(ctx context.Context, event *Event) error {
		for _, receive := range receivers {
			if err := receive(ctx, event); err != nil {
				return err
			}
		}
		return nil
	}
}
