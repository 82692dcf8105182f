package gameserver

import (
	"context"
	"errors"
)

// Purchases keeps the state of purchases: each is reserved, and then either confirmed or cancelled, once. That holds for
// repeated calls, calls at the same time and calls in any order. Use it in RegisterPayment, ConfirmPayment and
// CancelPayment.
//
// The key of a purchase in the store is "shop/environment/transaction": the handler's shop, the environment of
// WithEnvironment, or else of the request, and the transaction id. So several shops, or test and production, can share a
// store. An environment that nobody names is empty.
//
// With package sqlstore, the functions passed to Register, Confirm and Cancel may be called more than once: when the
// database rolls a transaction back, as after a deadlock, it is run again.
type Purchases struct {
	store PurchaseStore
}

// NewPurchases makes Purchases with a store. All servers of a game must share one store.
func NewPurchases(store PurchaseStore) (*Purchases, error) {
	if store == nil {
		return nil, errors.New("gameserver: NewPurchases: the store is nil; use one of package sqlstore, or NewMemoryStore in tests")
	}
	return &Purchases{store}, nil
}

// Register calls reserve and returns success for every item. If the transaction is already registered, it does not call
// reserve. If reserve returns an error, the purchase is not registered; return [Decline] to tell Stash why. A cancelled
// transaction cannot be registered again. reserve may be nil.
func (p *Purchases) Register(ctx context.Context, request RegisterPaymentRequest, reserve func(ctx context.Context) error) (*RegisterPaymentResponse, error) {
	content, before := contentOf(request.Registrations), false
	err := p.store.Change(ctx, keyOf(ctx, &request, request.TransactionID), func(ctx context.Context, purchase *Purchase) error {
		switch {
		case purchase.State == "":
			if err := run(ctx, reserve); err != nil {
				return err
			}
			purchase.State, purchase.PlayerID, purchase.Content = PurchaseReserved, request.PlayerID, content
			return nil
		case purchase.PlayerID != request.PlayerID || purchase.Content != content:
			return ErrOtherPurchase
		case purchase.State == PurchaseCancelled:
			return ErrAlreadyCancelled
		}
		before = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	if before {
		settledBefore(ctx)
	}
	return Registered(request), nil
}

// Confirm calls grant and returns success. If the purchase was granted before, it does not call grant. If grant returns an
// error, the purchase stays reserved, so that Stash can confirm or cancel it later. The error is [ErrTransactionNotFound],
// [ErrAlreadyCancelled] or [ErrOtherPurchase] if the purchase cannot be confirmed. The player is not charged after an
// error.
//
// With a store in a database, write the grant through the transaction in grant's context: a crash between the grant and
// the new state then undoes both. With any other store, make grant idempotent by transaction id.
func (p *Purchases) Confirm(ctx context.Context, request ConfirmPaymentRequest, grant func(ctx context.Context) error) (*ConfirmPaymentResponse, error) {
	if grant == nil {
		return nil, errors.New("gameserver: Purchases.Confirm: grant is nil, so nothing would be granted")
	}
	content, before := contentOf(request.Items), false
	err := p.store.Change(ctx, keyOf(ctx, &request, request.TransactionID), func(ctx context.Context, purchase *Purchase) error {
		switch {
		case purchase.State == "":
			return ErrTransactionNotFound
		case purchase.PlayerID != request.PlayerID || purchase.Content != content:
			return ErrOtherPurchase
		case purchase.State == PurchaseCancelled:
			return ErrAlreadyCancelled
		case purchase.State == PurchaseConfirmed:
			before = true
			return nil
		}
		if err := run(ctx, grant); err != nil {
			return err
		}
		purchase.State = PurchaseConfirmed
		return nil
	})
	if err != nil {
		return nil, err
	}
	if before {
		settledBefore(ctx)
	}
	return Confirmed(request), nil
}

// Cancel calls release and returns success. The error is [ErrTransactionNotFound], [ErrAlreadyCompleted] or
// [ErrAlreadyCancelled] if there is nothing to release; the handler answers each with its status. If release returns an
// error, the purchase stays reserved. release may be nil.
func (p *Purchases) Cancel(ctx context.Context, request CancelPaymentRequest, release func(ctx context.Context) error) (*CancelPaymentResponse, error) {
	err := p.store.Change(ctx, keyOf(ctx, &request, request.TransactionID), func(ctx context.Context, purchase *Purchase) error {
		switch {
		case purchase.State == "" || purchase.PlayerID != request.PlayerID:
			return ErrTransactionNotFound
		case purchase.State == PurchaseConfirmed:
			return ErrAlreadyCompleted
		case purchase.State == PurchaseCancelled:
			return ErrAlreadyCancelled
		}
		if err := run(ctx, release); err != nil {
			return err
		}
		purchase.State = PurchaseCancelled
		return nil
	})
	if err != nil {
		return nil, err
	}
	return Cancelled(), nil
}

// run calls the user's function if the context has not ended: nothing must be granted for a call that has failed.
func run(ctx context.Context, do func(context.Context) error) error {
	if err := ctx.Err(); err != nil || do == nil {
		return err
	}
	return do(ctx)
}
