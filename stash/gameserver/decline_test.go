package gameserver_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// TestDeclineConfirm checks that a declined confirmation is HTTP 400 with a decline, whether the Server returns an error
// or a response.
func TestDeclineConfirm(t *testing.T) {
	const single = `{"playerId":"p","transactionId":"t","currency":"USD","decimalPlaces":2,"tax":0,"total":499,"timeMillis":"1760000000000",` +
		`"items":[{"guid":"g1","productId":"a","quantity":1,"cents":499,"purchasePackId":"pack-1"}]}`
	for name, tt := range map[string]struct {
		body   string
		answer *gameserver.ConfirmPaymentResponse
		err    error
		want   string
	}{
		"one item": {
			single, nil, gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "it costs 599"),
			`{"decline":{"guid":"g1","message":"it costs 599","productId":"a","status":"PURCHASE_CONFIRMATION_STATUS_FAILED_INVALID_PRICE"}}`,
		},
		"several items": {
			confirmBody, nil, gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedPackLimitExceeded, "bought"),
			`{"decline":{"message":"bought","status":"PURCHASE_CONFIRMATION_STATUS_FAILED_PACK_LIMIT_EXCEEDED"}}`,
		},
		"a status that is no refusal": {
			confirmBody, nil, gameserver.Decline(gameserver.PurchaseRegistrationStatusSuccessRegistered, "a mistake"),
			`{"decline":{"message":"a mistake","status":"PURCHASE_CONFIRMATION_STATUS_FAILED_PURCHASE_LOCKED"}}`,
		},
		"a response": {
			confirmBody, &gameserver.ConfirmPaymentResponse{
				Results: []gameserver.ConfirmPaymentResult{{GUID: "g1"}, {GUID: "g2"}},
				Decline: gameserver.ConfirmPaymentDecline{ProductID: "b", Status: gameserver.PurchaseConfirmationStatusFailedInvalidOffer},
			}, nil,
			`{"decline":{"productId":"b","status":"PURCHASE_CONFIRMATION_STATUS_FAILED_INVALID_OFFER"}}`,
		},
	} {
		var packs []string
		handler := newHandler(t, fake{confirm: func(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			packs = append(packs, r.Items[0].PurchasePackID)
			return tt.answer, tt.err
		}})
		expect(t, handler, post("/api/v1/purchase/confirm", tt.body), 400, tt.want)
		if strings.Contains(tt.body, "pack-1") && (len(packs) != 1 || packs[0] != "pack-1") {
			t.Errorf("%s: the server saw the packs %q", name, packs)
		}
	}
}
