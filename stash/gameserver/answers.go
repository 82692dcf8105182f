package gameserver

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

// Cancelled returns the answer to a cancellation with success.
func Cancelled() *CancelPaymentResponse {
	return &CancelPaymentResponse{Status: PurchaseCancellationStatusSuccessCancelled}
}

// Text makes a text without translations.
func Text(text string) LocalizableText { return LocalizableText{DefaultText: text} }
