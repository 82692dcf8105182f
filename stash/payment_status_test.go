package stash_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// TestPaymentStatus checks which statuses let a backend grant a purchase.
func TestPaymentStatus(t *testing.T) {
	for status, want := range map[stash.PaymentStatus]struct{ paid, final bool }{
		stash.PaymentStatusSucceeded:              {true, true},
		stash.PaymentStatusCaptureSucceeded:       {true, true},
		stash.PaymentStatusCaptureFailed:          {false, true},
		stash.PaymentStatusAuthorizationFailed:    {false, true},
		stash.PaymentStatusAuthorizationSucceeded: {false, false},
		stash.PaymentStatusUnspecified:            {false, false},
		"PAYMENT_STATUS_OF_NEXT_YEAR":             {false, false},
		"":                                        {false, false},
	} {
		if status.Paid() != want.paid || status.Final() != want.final {
			t.Errorf("%q: paid %v, final %v, want %v", status, status.Paid(), status.Final(), want)
		}
	}
}
