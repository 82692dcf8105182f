package contract_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/internal/contract"
)

func TestSuggestion(t *testing.T) {
	names := []string{"transactionId", "regionCode", "pricePerItem", "id", "checkoutSessionId"}
	for name, want := range map[string]string{
		"transactionID":  "transactionId",     // another case
		"regoinCode":     "regionCode",        // two letters in the wrong order
		"price":          "pricePerItem",      // letters left out
		"session":        "checkoutSessionId", // letters left out at both ends
		"idd":            "id",
		"regionCodes":    "regionCode",
		"loyaltyPoints":  "", // nothing is close
		"zzzz":           "",
		"":               "",
		"checkoutLinkId": "", // too many letters differ
	} {
		if want != "" {
			want = "; did you mean " + want
		}
		if got := contract.Suggestion(name, names); got != want {
			t.Errorf("Suggestion(%q) = %q, want %q", name, got, want)
		}
	}
	if got := contract.Suggestion("regionCode", nil); got != "" {
		t.Errorf("without names it suggests %q", got)
	}
	several := []string{"GenerateClientQuickPayUrl", "GenerateQuickPayUrl", "operations", "PURCHASE_REFUNDED", "PURCHASE_SUCCEEDED", "ListPlans", "ListPrices", "ListProducts", "ListUsers"}
	for name, want := range map[string]string{
		"generatequickpay": "; did you mean GenerateQuickPayUrl",
		"quickpay":         "; did you mean GenerateQuickPayUrl or GenerateClientQuickPayUrl",
		"PURCHASE":         "; did you mean PURCHASE_REFUNDED or PURCHASE_SUCCEEDED",
		"open":             "",
		"list":             "; did you mean ListPlans, ListUsers or ListPrices",
		"ListPlanz":        "; did you mean ListPlans",
	} {
		if got := contract.Suggestion(name, several); got != want {
			t.Errorf("Suggestion(%q) = %q, want %q", name, got, want)
		}
	}
}
