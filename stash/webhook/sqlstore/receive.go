package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// Tx returns the transaction that marks the event. It takes the context that a receiver is called with, and returns nil
// for any other context. Store.Once commits or rolls back the transaction.
func Tx(ctx context.Context) *sql.Tx {
	return sqltx.From(ctx)
}

// ErrNoTransaction is the error of a receiver made by On or Receive whose handler has no store of this package.
var ErrNoTransaction = errors.New("sqlstore: the event has no transaction; pass webhook.WithStore with a sqlstore.Store to NewHandler")

// On makes a receiver from a function for one type of event. The function gets the transaction to write through. The
// receiver ignores other events. If the function is nil, so is the receiver, and NewHandler returns an error.
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

// Receive makes a receiver from a function for events of all types. The function gets the transaction to write through.
// If the function is nil, so is the receiver, and NewHandler returns an error.
func Receive(receive func(ctx context.Context, tx *sql.Tx, event *webhook.Event) error) webhook.Receiver {
	if receive == nil {
		return nil
	}
	return webhook.All(func(ctx context.Context, event *webhook.Event) error { // All puts the event into the context
		tx := Tx(ctx)
		if tx == nil {
			return ErrNoTransaction
		}
		return receive(ctx, tx, event)
	})
}
