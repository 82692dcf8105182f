package gameserver

import (
	"errors"
	"fmt"
	"reflect"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
)

// finish turns a Server's result into an answer that Stash understands. If it returns both an answer and an error, the
// call reports its failure in the body: send the answer and log the error.
func finish(request gen.Message, items []named, answer gen.Answer, err error) (gen.Answer, error) {
	switch request := request.(type) {
	case *RegisterPaymentRequest:
		given, _ := answer.(*RegisterPaymentResponse)
		return finishRegister(items, given, err)
	case *ConfirmPaymentRequest:
		given, _ := answer.(*ConfirmPaymentResponse)
		return finishConfirm(items, given, err)
	case *CancelPaymentRequest:
		given, _ := answer.(*CancelPaymentResponse)
		return finishCancel(given, err)
	case *GetPlayerParams:
		given, _ := answer.(*GetPlayerResponse)
		return finishPlayer(request, given, err)
	}
	if err == nil && answer == nil {
		err = errNoAnswer
	}
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func finishPlayer(request *GetPlayerParams, answer *GetPlayerResponse, err error) (gen.Answer, error) {
	if err == nil && (answer == nil || reflect.ValueOf(answer.Player).IsZero()) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	filled := *answer // a copy, because the Server may keep its own
	if filled.Player.PlayerID == "" {
		filled.Player.PlayerID = request.PlayerID
	}
	return &filled, nil
}

// finishRegister gives every item of the request a status. An item without a known status counts as not reserved.
func finishRegister(items []named, answer *RegisterPaymentResponse, err error) (gen.Answer, error) {
	if err == nil && answer == nil {
		err = errNoAnswer
	}
	out := &RegisterPaymentResponse{Statuses: make([]OfferStatus, len(items))}
	var given []OfferStatus
	if err == nil {
		given = answer.Statuses
	}
	match := matching{len(given), func(i int) named { return named{given[i].GUID, given[i].ProductID} }, make([]bool, len(given))}
	for i, item := range items {
		status := &out.Statuses[i]
		if err != nil {
			status.Status, status.Message = declined(err)
		} else if at := match.take(item); at >= 0 {
			*status = given[at]
		} else {
			status.Message = "the game server gave this item no status"
		}
		if !known(status.Status) {
			status.Status = PurchaseRegistrationStatusFailedPurchaseLocked
		}
		status.GUID, status.ProductID = item.guid, item.productID
	}
	return out, err
}

func known(status PurchaseRegistrationStatus) bool {
	switch status {
	case PurchaseRegistrationStatusSuccessRegistered, PurchaseRegistrationStatusFailedInvalidOffer,
		PurchaseRegistrationStatusFailedInsufficientInventory, PurchaseRegistrationStatusFailedPurchaseLimitExceeded,
		PurchaseRegistrationStatusFailedInvalidPrice, PurchaseRegistrationStatusFailedPurchaseLocked,
		PurchaseRegistrationStatusFailedPackLimitExceeded:
		return true
	}
	return false
}

// declined returns the status and the message for an error. LOCKED is the status that blames neither offer nor stock.
func declined(err error) (PurchaseRegistrationStatus, string) {
	var e *DeclinedError
	if errors.As(err, &e) {
		if e.Status == PurchaseRegistrationStatusSuccessRegistered {
			return PurchaseRegistrationStatusFailedPurchaseLocked, e.Message
		}
		return e.Status, e.Message
	}
	return PurchaseRegistrationStatusFailedPurchaseLocked, told(err)
}

// told returns the part of an error that may be sent to Stash.
func told(err error) string {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused.Message
	}
	for _, plain := range []error{ErrTransactionNotFound, ErrAlreadyCompleted, ErrAlreadyCancelled, ErrOtherPurchase, ErrUnimplemented, errTimeout, errNoAnswer} {
		if errors.Is(err, plain) {
			return plain.Error()
		}
	}
	return errPanic.Error()
}

// finishConfirm answers success only if all items are granted, or a decline. An empty list of results means all items. A
// list that leaves one out is a failure, because the player would pay for that item.
func finishConfirm(items []named, answer *ConfirmPaymentResponse, err error) (gen.Answer, error) {
	if err == nil && answer == nil {
		err = errNoAnswer
	}
	if declined := new(DeclinedError); errors.As(err, &declined) {
		return declineOf(items, err), err
	}
	if err != nil {
		return nil, err
	}
	if answer.Decline != (ConfirmPaymentDecline{}) {
		return &ConfirmPaymentResponse{Decline: answer.Decline}, fmt.Errorf("declined with %s: %s", answer.Decline.Status, answer.Decline.Message)
	}
	given := answer.Results
	match := matching{len(given), func(i int) named { return named{given[i].GUID, given[i].ProductID} }, make([]bool, len(given))}
	out := &ConfirmPaymentResponse{Results: make([]ConfirmPaymentResult, len(items))}
	for i, item := range items {
		if len(given) > 0 && match.take(item) < 0 {
			return nil, fmt.Errorf("%w: no result names items[%d], so the player would pay for it and not get it", errNoAnswer, i)
		}
		out.Results[i] = ConfirmPaymentResult{GUID: item.guid, ProductID: item.productID}
	}
	return out, nil
}

// finishCancel gives every failure a status. NOT_FOUND is the one that does not say whether the purchase was confirmed or
// cancelled.
func finishCancel(answer *CancelPaymentResponse, err error) (gen.Answer, error) {
	if err == nil && answer == nil {
		err = errNoAnswer
	}
	out := &CancelPaymentResponse{}
	switch {
	case errors.Is(err, ErrAlreadyCompleted):
		out.Status = PurchaseCancellationStatusFailedAlreadyCompleted
	case errors.Is(err, ErrAlreadyCancelled):
		out.Status = PurchaseCancellationStatusFailedAlreadyCancelled
	case err != nil:
		out.Status = PurchaseCancellationStatusFailedTransactionNotFound
	default:
		*out = *answer
	}
	if err != nil {
		out.Message = told(err)
	}
	switch out.Status {
	case PurchaseCancellationStatusSuccessCancelled, PurchaseCancellationStatusFailedAlreadyCompleted,
		PurchaseCancellationStatusFailedAlreadyCancelled, PurchaseCancellationStatusFailedTransactionNotFound:
	default:
		out.Status = PurchaseCancellationStatusFailedTransactionNotFound
	}
	return out, err
}
