package pgxstash

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// ErrNoTransaction is the error of a receiver made by On or Receive whose handler has no EventStore.
var ErrNoTransaction = errors.New("pgxstash: the event has no transaction; pass webhook.WithStore with a pgxstash.EventStore to NewHandler")

// Tx returns the transaction that marks the event or changes the purchase. It takes the context that a receiver, or a
// function of gameserver.Purchases, is called with, and returns nil for any other context. The store commits or rolls back
// the transaction.
func Tx(ctx context.Context) pgx.Tx {
	if r := inside(ctx); r != nil {
		return r.tx
	}
	return nil
}

// On makes a receiver from a function for one type of event. The function gets the transaction to write through. The
// receiver ignores other events. If the function is nil, so is the receiver, and NewHandler returns an error.
func On[P interface{ gen.Payload | webhook.Unknown }](receive func(ctx context.Context, tx pgx.Tx, payload *P) error) webhook.Receiver {
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

// Receive makes a receiver from a function for events of all types. The function gets the transaction to write through. If
// the function is nil, so is the receiver, and NewHandler returns an error.
func Receive(receive func(ctx context.Context, tx pgx.Tx, event *webhook.Event) error) webhook.Receiver {
	if receive == nil {
		return nil
	}
	return webhook.All(func(ctx context.Context, event *webhook.Event) error {
		tx := Tx(ctx)
		if tx == nil {
			return ErrNoTransaction
		}
		return receive(ctx, tx, event)
	})
}
