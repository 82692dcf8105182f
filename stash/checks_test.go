package stash_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// TestLocalChecks checks that mistakes in the other operations' arguments name their field and send nothing.
func TestLocalChecks(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	client := srv.client(t)
	for want, call := range map[string]func(ctx context.Context) error{
		"at least one of newPlan and updatePaymentMethod": func(ctx context.Context) error {
			_, err := client.CreateSubscriptionChangeCheckoutLink(ctx, "sub-1", stash.CreateSubscriptionChangeCheckoutLinkRequest{ReferenceID: "r"})
			return err
		},
		"user.id is empty": func(ctx context.Context) error {
			_, err := client.CreateSubscriptionCheckoutLink(ctx, stash.CreateSubscriptionCheckoutLinkRequest{Plan: "p", Currency: "USD"})
			return err
		},
		`currency is "dollars"`: func(ctx context.Context) error {
			_, err := client.CreateSubscriptionCheckoutLink(ctx, stash.CreateSubscriptionCheckoutLinkRequest{Plan: "p", Currency: "dollars", User: stash.SubscriptionCheckoutLinkUser{ID: "p"}})
			return err
		},
		"destinationCountry is": func(ctx context.Context) error {
			_, err := client.ConvertPrices(ctx, stash.ConvertPricesRequest{SourceCurrency: "USD", DestinationCountry: "DEU", SKUs: []string{"a"}})
			return err
		},
		"skus has 0 entries": func(ctx context.Context) error {
			_, err := client.ConvertPrices(ctx, stash.ConvertPricesRequest{SourceCurrency: "USD", DestinationCountry: "DE"})
			return err
		},
		"skus[1] is empty": func(ctx context.Context) error {
			_, err := client.ConvertPrices(ctx, stash.ConvertPricesRequest{SourceCurrency: "USD", DestinationCountry: "DE", SKUs: []string{"a", ""}})
			return err
		},
		"paymentChannel is empty": func(ctx context.Context) error {
			_, err := client.SetUserPreferences(ctx, "player-1", stash.SetUserPreferencesRequest{})
			return err
		},
		"userId is empty": func(ctx context.Context) error {
			_, err := client.LogoutUser(ctx, stash.LogoutUserParams{})
			return err
		},
		"limit is 0": func(ctx context.Context) error {
			_, err := client.GetPaymentsBySubscriptionID(ctx, "sub-1", stash.GetPaymentsBySubscriptionIDParams{Limit: stash.Ptr[int64](0)})
			return err
		},
		"accessToken is empty": func(ctx context.Context) error {
			_, err := client.SaveTokens(ctx, stash.SaveTokensRequest{})
			return err
		},
	} {
		if err := call(t.Context()); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if n := len(srv.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestHasAccess(t *testing.T) {
	for status, want := range map[stash.SubscriptionStatus]bool{
		stash.SubscriptionStatusTrialing: true, stash.SubscriptionStatusActive: true, stash.SubscriptionStatusPastDue: true,
		stash.SubscriptionStatusCanceled: true, "cancelled": true, stash.SubscriptionStatusExpired: false, "": false, "paused": false,
	} {
		if status.HasAccess() != want {
			t.Errorf("HasAccess of %q is %v", status, !want)
		}
	}
}

// TestNamesAreExact checks that a payment is not taken for paid because of a field whose name only resembles status.
func TestNamesAreExact(t *testing.T) {
	for body, want := range map[string]stash.PaymentStatus{
		`{"status":"PAYMENT_STATUS_FAILED","Status":"PAYMENT_STATUS_SUCCEEDED"}`: "PAYMENT_STATUS_FAILED",
		`{"STATUS":"PAYMENT_STATUS_SUCCEEDED","status":"PAYMENT_STATUS_FAILED"}`: "PAYMENT_STATUS_FAILED",
		`{"\u017ftatus":"PAYMENT_STATUS_SUCCEEDED"}`:                             "",
		`{"status":"PAYMENT_STATUS_SUCCEEDED"}`:                                  stash.PaymentStatusSucceeded,
	} {
		event, err := serve(t, answer(200, "application/json", body)).client(t).GetPaymentEvent(t.Context(), "1")
		if err != nil || event.Status != want {
			t.Errorf("%s: %+v, %v", body, event, err)
		}
	}
}

// TestAnswersReadAlike checks the tolerant reader in a whole call.
func TestAnswersReadAlike(t *testing.T) {
	for _, body := range []string{
		`{"id":"plan_1","billingPeriodValue":"1","billingPeriodUnit":"month","prices":[{"currency":"USD","amountCents":"999"}],"status":"active"}`,
		`{"id":"plan_1","billing_period_value":1,"billing_period_unit":"month","prices":[{"currency":"USD","amount_cents":999}],"status":"active","new_field":[{}]}`,
	} {
		srv := serve(t, answer(200, "application/json", body))
		plan, err := srv.client(t).GetPlan(t.Context(), "plan_1")
		if err != nil || plan.BillingPeriodValue != 1 || plan.BillingPeriodUnit != "month" || len(plan.Prices) != 1 || plan.Prices[0].AmountCents != 999 {
			t.Errorf("%s was read as %+v, %v", body, plan, err)
		}
	}
	srv := serve(t, answer(200, "application/json", `{"products":[{"product_id":"a","status":2,"prices":[{"platform":1,"cents":"499","decimal_places":2}]},{"productId":"b","status":"PRODUCT_STATUS_NEW"},{"productId":"c","status":7}],"next_offset":"0"}`))
	page, err := srv.client(t).With(stash.HMAC(fakeShop, fakeSecret)).ListProducts(t.Context(), fakeShop, stash.ListProductsParams{})
	if err != nil || len(page.Products) != 3 {
		t.Fatalf("%+v, %v", page, err)
	}
	a := page.Products[0]
	if a.ProductID != "a" || a.Status != stash.ProductStatusPublished || a.Prices[0].Platform != stash.ProductPricePlatformUniversal || a.Prices[0].Cents != 499 || a.Prices[0].DecimalPlaces != 2 {
		t.Errorf("read %+v", a)
	}
	if page.Products[1].Status != "PRODUCT_STATUS_NEW" || page.Products[2].Status != "7" {
		t.Errorf("unknown values became %q and %q", page.Products[1].Status, page.Products[2].Status)
	}
}
