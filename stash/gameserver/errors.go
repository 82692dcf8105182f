package gameserver

import (
	"errors"
	"fmt"
)

// What a Server's methods may return, alone or wrapped; the handler knows how to say each to Stash.
var (
	// ErrNotFound is for a player or an offer that there is not: HTTP 404.
	ErrNotFound = errors.New("there is no such thing")
	// ErrTransactionNotFound is for a purchase that was never registered: HTTP 404 from confirm,
	// FAILED_TRANSACTION_NOT_FOUND from cancel.
	ErrTransactionNotFound = errors.New("the transaction was never registered")
	// ErrAlreadyCompleted is for the cancellation of a purchase that is granted: FAILED_ALREADY_COMPLETED.
	ErrAlreadyCompleted = errors.New("the transaction is completed")
	// ErrAlreadyCancelled is for a purchase that is cancelled: HTTP 409 from confirm, FAILED_ALREADY_CANCELLED from
	// cancel.
	ErrAlreadyCancelled = errors.New("the transaction is cancelled")
	// ErrOtherPurchase is for a transaction id that was registered with another player or other items: HTTP 409.
	ErrOtherPurchase = errors.New("the transaction was registered for another player or with other items")
)

// DeclinedError is a purchase that the game server declines. Make it with [Decline].
type DeclinedError struct {
	Status  PurchaseRegistrationStatus // one of the FAILED ones
	Message string                     // for Stash's developers and yours
}

// Error says which status it is, and the message.
func (e *DeclinedError) Error() string {
	return fmt.Sprintf("declined with %s: %s", e.Status, e.Message)
}

// Decline returns an error that declines a purchase. RegisterPayment answers the status for every item. ConfirmPayment
// answers HTTP 400 and a decline with the [PurchaseConfirmationStatus] of the same name, and Stash does not charge the
// player. Stash sees the message.
func Decline(status PurchaseRegistrationStatus, message string) error {
	return &DeclinedError{status, message}
}

// RefusedError is a call that is answered with an HTTP status of your choice. Make it with [Refuse].
type RefusedError struct {
	HTTPStatus int    // 400 to 599; anything else counts as 500
	Message    string // for Stash's developers and yours
}

// Error says the status and the message.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("refused with HTTP %d: %s", e.HTTPStatus, e.Message)
}

// Refuse returns an error that makes a call fail with an HTTP status and a message that Stash sees. Register and
// cancel answer HTTP 200 all the same, with the message beside the failed status.
func Refuse(httpStatus int, message string) error { return &RefusedError{httpStatus, message} }

// errPanic, errTimeout and errNoAnswer are failures of a Server that it does not return itself.
var (
	errPanic    = errors.New("the game server failed")
	errTimeout  = errors.New("the game server took too long")
	errNoAnswer = errors.New("the game server gave no answer")
)
