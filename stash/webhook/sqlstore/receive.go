package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// Tx returns the transaction in which the event is marked, from the context that a receiver is called with; nil in any
// other context. Store.Once ends it.
func Tx(ctx context.Context) *sql.Tx {
	return sqltx.From(ctx)
}

// ErrNoTransaction is what a receiver made by On or Receive fails with when its handler has no store of this package.
var ErrNoTransaction = errors.New("sqlstore: the event comes without a transaction; give NewHandler webhook.WithStore with a sqlstore.Store")

// On makes a receiver of a function for one type of event, which is given the transaction to write through. Other
// events are passed over. Of a nil function it makes a nil receiver, which NewHandler reports.
func On[P interface{ gen.Payload | webhook.Unknown }](receive func(ctx context.Context, tx *sql.Tx, payload *P) error) webhook.Receiver {
	if receive == nil {
		return nil
	}
	return webhook.On(func(ctx context.Context, payload *P) error {
		tx := Tx(ctx)
		if tx == nil {
			return ErrNoTransaction
		}
		return receive(ctx, tx, payload)
	})
}

// Receive makes a receiver of a function for events of all types, which is given the transaction to write through. Of a
// nil function it makes a nil receiver, which NewHandler reports.
func Receive(receive func(ctx context.Context, tx *sql.Tx, event *webhook.Event) error) webhook.Receiver {
	if receive == nil {
		return nil
	}
	return func(ctx context.Context, event *webhook.Event) error {
		tx := Tx(ctx)
		if tx == nil {
			return ErrNoTransaction
		}
		return receive(ctx, tx, event)
	}
}
