package gameserver

import "strings"

// Registered returns the answer to a registration with success for every item.
func Registered(request RegisterPaymentRequest) *RegisterPaymentResponse {
	answer := &RegisterPaymentResponse{Statuses: make([]OfferStatus, len(request.Registrations))}
	for i, item := range request.Registrations {
		answer.Statuses[i] = OfferStatus{GUID: item.GUID, ProductID: item.ProductID, Status: PurchaseRegistrationStatusSuccessRegistered}
	}
	return answer
}

// Confirmed returns the answer to a confirmation with success for every item. Return it only if all items are granted.
func Confirmed(request ConfirmPaymentRequest) *ConfirmPaymentResponse {
	answer := &ConfirmPaymentResponse{Results: make([]ConfirmPaymentResult, len(request.Items))}
	for i, item := range request.Items {
		answer.Results[i] = ConfirmPaymentResult{GUID: item.GUID, ProductID: item.ProductID}
	}
	return answer
}

// declineOf returns the answer to a confirmation that an error declines. It names the item when there is only one,
// because the error does not say which of several it is.
func declineOf(items []named, err error) *ConfirmPaymentResponse {
	status, message := declined(err)
	if !known(status) {
		status = PurchaseRegistrationStatusFailedPurchaseLocked
	}
	decline := ConfirmPaymentDecline{
		Status:  PurchaseConfirmationStatus(strings.Replace(string(status), "_REGISTRATION_", "_CONFIRMATION_", 1)),
		Message: message,
	}
	if len(items) == 1 {
		decline.GUID, decline.ProductID = items[0].guid, items[0].productID
	}
	return &ConfirmPaymentResponse{Decline: decline}
}

// Cancelled returns the answer to a cancellation with success.
func Cancelled() *CancelPaymentResponse {
	return &CancelPaymentResponse{Status: PurchaseCancellationStatusSuccessCancelled}
}

// Text makes a text without translations.
func Text(text string) LocalizableText { return LocalizableText{DefaultText: text} }
