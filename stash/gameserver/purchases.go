package gameserver

import (
	"context"
	"errors"
)

// Purchases settles what may happen to a purchase: it is reserved, and then either confirmed or cancelled, once,
// however often and in whatever order Stash calls. Put it behind RegisterPayment, ConfirmPayment and CancelPayment.
type Purchases struct {
	store PurchaseStore
}

// NewPurchases makes Purchases over a store. Every server of a game must use the same store.
func NewPurchases(store PurchaseStore) (*Purchases, error) {
	if store == nil {
		return nil, errors.New("gameserver: NewPurchases: the store is nil; NewMemoryStore makes one for tests")
	}
	return &Purchases{store}, nil
}

// Register calls reserve, unless the transaction is registered already, and answers success for every item. An error
// of reserve leaves the purchase unregistered; return [Decline] to say why. A cancelled transaction cannot be
// registered again. reserve may be nil.
func (p *Purchases) Register(ctx context.Context, request RegisterPaymentRequest, reserve func(ctx context.Context) error) (*RegisterPaymentResponse, error) {
	content := contentOf(request.Registrations)
	err := p.store.Change(ctx, request.TransactionID, func(ctx context.Context, purchase *Purchase) error {
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
		return nil
	})
	if err != nil {
		return nil, err
	}
	return Registered(request), nil
}

// Confirm calls grant, unless the purchase was granted before, and answers success. An error of grant leaves the
// purchase reserved, so that Stash may confirm again or cancel. The error is [ErrTransactionNotFound],
// [ErrAlreadyCancelled] or [ErrOtherPurchase] where the purchase cannot be confirmed; the player is not charged then.
//
// With a store in a database, grant through the transaction in its context: a crash between the grant and the new
// state then undoes both. With any other store, make grant idempotent by transaction id.
func (p *Purchases) Confirm(ctx context.Context, request ConfirmPaymentRequest, grant func(ctx context.Context) error) (*ConfirmPaymentResponse, error) {
	if grant == nil {
		return nil, errors.New("gameserver: Purchases.Confirm: grant is nil, so nothing would be granted")
	}
	content := contentOf(request.Items)
	err := p.store.Change(ctx, request.TransactionID, func(ctx context.Context, purchase *Purchase) error {
		switch {
		case purchase.State == "":
			return ErrTransactionNotFound
		case purchase.PlayerID != request.PlayerID || purchase.Content != content:
			return ErrOtherPurchase
		case purchase.State == PurchaseCancelled:
			return ErrAlreadyCancelled
		case purchase.State == PurchaseConfirmed:
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
	return Confirmed(request), nil
}

// Cancel calls release and answers success. The error is [ErrTransactionNotFound], [ErrAlreadyCompleted] or
// [ErrAlreadyCancelled] where there is nothing to release; the handler knows their statuses. An error of release
// leaves the purchase reserved. release may be nil.
func (p *Purchases) Cancel(ctx context.Context, request CancelPaymentRequest, release func(ctx context.Context) error) (*CancelPaymentResponse, error) {
	err := p.store.Change(ctx, request.TransactionID, func(ctx context.Context, purchase *Purchase) error {
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

// run calls what the user gave, unless the time is up: nothing must be granted for a call that has failed.
func run(ctx context.Context, do func(context.Context) error) error {
	if err := ctx.Err(); err != nil || do == nil {
		return err
	}
	return do(ctx)
}
