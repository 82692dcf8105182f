package stashtest_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestPaidStatus pays checkouts of shops that answer with each status that Stash may have, and with one that nobody knows.
func TestPaidStatus(t *testing.T) {
	for status, paid := range map[stash.PaymentStatus]bool{
		stash.PaymentStatusSucceeded: true, stash.PaymentStatusCaptureSucceeded: true, stash.PaymentStatusAuthorizationSucceeded: false,
		stash.PaymentStatusCaptureFailed: false, "PAYMENT_STATUS_OF_NEXT_YEAR": false,
	} {
		srv := stashtest.New(t, stashtest.WithPaidStatus(status))
		client := srv.Client()
		link := must(client.GenerateQuickPayURL(t.Context(), purchase("")))
		check(t, srv.Pay(link.ID))
		event := must(client.GetPaymentEvent(t.Context(), link.ID))
		same(t, "status", event.Status, status)
		same(t, string(status), event.Status.Paid(), paid)
	}
}
