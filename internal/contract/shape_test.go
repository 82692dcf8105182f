package contract_test

import (
	"encoding/json"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
)

func TestShape(t *testing.T) {
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []contract.Part{{Operation: "NoSuch", Property: "plans"}, {Operation: "ListPlans", Property: "planz"}} {
		if _, err := document.ShapeOf(wrong); err == nil {
			t.Errorf("%v is found", wrong)
		}
	}
	shape, err := document.ShapeOf(contract.Part{Operation: "ListPlans", Property: "plans"}, contract.Part{Operation: "ListProducts", Property: "products"})
	if err != nil {
		t.Fatal(err)
	}
	// A number may stand for a string, and a price may have no time. Everything else is a violation.
	value := map[string]any{
		"plans": []any{map[string]any{"code": json.Number("7"), "prices": []any{map[string]any{"amountCents": json.Number("999")}}}},
		"products": []any{map[string]any{"productId": "a", "prices": []any{map[string]any{
			"currency": "USD", "region": "US", "platform": "PRODUCT_PRICE_PLATFORM_UNIVERSAL", "cents": json.Number("1"), "decimalPlaces": json.Number("2"),
		}}}},
	}
	if found := shape.Check(shape.Fit(value)); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	value["plans"] = []any{map[string]any{"code": json.Number("1.5"), "naem": "x", "prices": nil}}
	value["plan.s"] = "x"
	var all string
	for _, v := range shape.Check(shape.Fit(value)) {
		all += v.String() + "\n"
	}
	const want = "plan.s: the document has no such field; did you mean plans\nplans[0].code: value must be a string\nplans[0].naem: the document has no such field; did you mean name\nplans[0].prices: Value is not nullable\n"
	if all != want {
		t.Errorf("found\n%swant\n%s", all, want)
	}
}

// TestShapeOfEvent compares events in both envelopes with the payload of their type.
func TestShapeOfEvent(t *testing.T) {
	document, err := contract.Load(api.Webhooks)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := document.ShapeOfEvent("NO_SUCH"); err == nil {
		t.Error("an unknown event is found")
	}
	for eventType, tt := range map[string]struct {
		value map[string]any
		want  string
	}{
		"VIEW_ITEM":            {map[string]any{"type": "VIEW_ITEM", "viewItem": map[string]any{"orderId": "a"}}, "viewItem.orderId: the document has no such field; did you mean userId"},
		"PURCHASE_SUCCEEDED":   {map[string]any{"type": "PURCHASE_SUCCEEDED", "purchaseSucceeded": map[string]any{"items": []any{map[string]any{"price": true}}}}, "purchaseSucceeded.items[0].price: value must be a string"},
		"subscription.expired": {map[string]any{"type": "subscription.expired", "data": map[string]any{"paymentId": "a"}}, "data.paymentId: the document has no such field"},
	} {
		shape, err := document.ShapeOfEvent(eventType)
		if err != nil {
			t.Fatal(err)
		}
		found := shape.Check(tt.value)
		if len(found) != 1 || found[0].String() != tt.want {
			t.Errorf("%s: found %v, want %s", eventType, found, tt.want)
		}
	}
}
