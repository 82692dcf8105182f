package gameserver

import (
	"errors"
	"fmt"
)

// A Server's methods may return these errors, wrapped or not. The handler answers each as said here.
var (
	// ErrNotFound says that the player or offer does not exist: HTTP 404.
	ErrNotFound = errors.New("not found")
	// ErrTransactionNotFound says that the purchase was never registered: HTTP 404 from confirm,
	// FAILED_TRANSACTION_NOT_FOUND from cancel.
	ErrTransactionNotFound = errors.New("the transaction was never registered")
	// ErrAlreadyCompleted says that a purchase cannot be cancelled because it is granted: FAILED_ALREADY_COMPLETED.
	ErrAlreadyCompleted = errors.New("the transaction is completed")
	// ErrAlreadyCancelled says that the purchase is cancelled: HTTP 409 from confirm, FAILED_ALREADY_CANCELLED from
	// cancel.
	ErrAlreadyCancelled = errors.New("the transaction is cancelled")
	// ErrOtherPurchase says that the transaction was registered for another player or with other items: HTTP 409.
	ErrOtherPurchase = errors.New("the transaction was registered for another player or with other items")
)

// DeclinedError declines a purchase for all items. Make it with [Decline].
type DeclinedError struct {
	Status  PurchaseRegistrationStatus // one of the FAILED statuses
	Message string                     // sent to Stash, for developers
}

// Error returns the status and the message.
func (e *DeclinedError) Error() string {
	return fmt.Sprintf("declined with %s: %s", e.Status, e.Message)
}

// Decline returns an error that declines a purchase. RegisterPayment answers the status for every item. ConfirmPayment
// answers HTTP 400 and a decline with the [PurchaseConfirmationStatus] of the same name, and Stash does not charge the
// player. Stash sees the message.
func Decline(status PurchaseRegistrationStatus, message string) error {
	return &DeclinedError{status, message}
}

// RefusedError refuses a call with an HTTP status of your choice. Make it with [Refuse].
type RefusedError struct {
	HTTPStatus int    // 400 to 599; any other value is sent as 500
	Message    string // sent to Stash, for developers
}

// Error returns the HTTP status and the message.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("refused with HTTP %d: %s", e.HTTPStatus, e.Message)
}

// Refuse returns an error that makes a call fail with an HTTP status and a message, which is sent to Stash. Register and
// cancel still answer HTTP 200, with a failed status and the message in the body.
func Refuse(httpStatus int, message string) error { return &RefusedError{httpStatus, message} }

// errPanic, errTimeout and errNoAnswer are failures that a Server's method does not return itself.
var (
	errPanic    = errors.New("the game server failed")
	errTimeout  = errors.New("the game server took too long")
	errNoAnswer = errors.New("the game server gave no answer")
)
