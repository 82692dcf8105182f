package main

import (
	"context"
	"slices"

	"github.com/stash-sdk/stash-go/stash"
)

// call is an operation that changes nothing.
type call struct {
	operation string
	lacks     func(c *check) string // returns what is missing for the call, or nothing; nil when nothing can be missing
	make      func(ctx context.Context, c *check, client *stash.Client) error
}

// unless returns the reason while a value is empty, and nothing afterwards.
func unless(value func(c *check) string, reason string) func(*check) string {
	return func(c *check) string {
		if value(c) == "" {
			return reason
		}
		return ""
	}
}

var (
	needsShop         = unless(func(c *check) string { return c.shopID }, "set STASH_SHOP_ID")
	needsPayment      = unless(func(c *check) string { return c.paymentID }, "set STASH_PAYMENT_ID")
	needsPlan         = unless(func(c *check) string { return c.planID }, "ListPlans named none")
	needsPlanCode     = unless(func(c *check) string { return c.planCode }, "ListPlans named none")
	needsProduct      = unless(func(c *check) string { return c.productID }, "ListProducts named none")
	needsSubscription = unless(func(c *check) string { return c.subscriptionID }, "ListSubscriptions named none; set STASH_PLAYER_ID to a player who has one")
)

// calls are all reads of the document. The order matters: earlier calls find the ids that later ones need.
var calls = []call{
	{"ListPlans", nil, func(ctx context.Context, c *check, client *stash.Client) error {
		list, err := client.ListPlans(ctx, stash.ListPlansParams{})
		if err == nil && len(list.Plans) > 0 {
			c.planID, c.planCode = list.Plans[0].ID, list.Plans[0].Code
		}
		return err
	}},
	{"GetPlan", needsPlan, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetPlan(ctx, c.planID)
		return err
	}},
	{"GetPlanByCode", needsPlanCode, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetPlanByCode(ctx, c.planCode, stash.GetPlanByCodeParams{})
		return err
	}},
	{"GetPrices", nil, func(ctx context.Context, c *check, client *stash.Client) error {
		list, err := client.GetPrices(ctx, stash.GetPricesParams{})
		if err == nil && len(list.Prices) > 0 {
			c.sku = list.Prices[0].SKU
		}
		return err
	}},
	{"ListProducts", needsShop, func(ctx context.Context, c *check, client *stash.Client) error {
		list, err := client.ListProducts(ctx, c.shopID, stash.ListProductsParams{})
		if err == nil && len(list.Products) > 0 {
			c.productID = list.Products[0].ProductID
		}
		return err
	}},
	{"GetProduct", needsProduct, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetProduct(ctx, c.shopID, c.productID)
		return err
	}},
	{"ConvertPrices", nil, func(ctx context.Context, c *check, client *stash.Client) error {
		sku := c.sku
		if sku == "" {
			sku = "stash-go-live-check" // it is returned in missingSkus, which is a valid response
		}
		_, err := client.ConvertPrices(ctx, stash.ConvertPricesRequest{SourceCurrency: "USD", DestinationCountry: "DE", SKUs: []string{sku}})
		return err
	}},
	{"GetLoyalty", needsShop, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetLoyalty(ctx, c.shopID)
		return err
	}},
	{"GetPlayerLoyalty", needsShop, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetPlayerLoyalty(ctx, c.shopID, c.playerID)
		return err
	}},
	{"GetUserPreferences", nil, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetUserPreferences(ctx, c.playerID)
		return err
	}},
	{"ListSubscriptions", nil, func(ctx context.Context, c *check, client *stash.Client) error {
		list, err := client.ListSubscriptions(ctx, stash.ListSubscriptionsParams{ExternalAccountID: &c.playerID})
		if err == nil && len(list.Subscriptions) > 0 {
			c.subscriptionID = list.Subscriptions[0].ID
		}
		return err
	}},
	{"GetSubscription", needsSubscription, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetSubscription(ctx, c.subscriptionID)
		return err
	}},
	{"GetPaymentsBySubscriptionId", needsSubscription, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetPaymentsBySubscriptionID(ctx, c.subscriptionID, stash.GetPaymentsBySubscriptionIDParams{})
		return err
	}},
	{"GetPaymentEvent", needsPayment, func(ctx context.Context, c *check, client *stash.Client) error {
		_, err := client.GetPaymentEvent(ctx, c.paymentID)
		return err
	}},
	{"GetLauncherStatus", nil, func(ctx context.Context, _ *check, client *stash.Client) error {
		_, err := client.GetLauncherStatus(ctx)
		return err
	}},
}

// perform makes each call with each credential that its operation accepts. It stops after two calls in a row without a
// response.
func (c *check) perform(ctx context.Context) {
	unanswered := 0
	for _, each := range calls {
		operation := c.recorder.document.Operation(each.operation)
		var taken bool
		for _, scheme := range operation.Schemes() {
			credential, ok := c.credentials[scheme.ID]
			if !ok {
				continue
			}
			taken = true
			if each.lacks != nil {
				if reason := each.lacks(c); reason != "" {
					c.lines = append(c.lines, line{operation: each.operation, skipped: reason})
					break
				}
			}
			a, err := c.try(func() error { return each.make(ctx, c, c.client.With(credential)) })
			l := line{operation: each.operation, scheme: scheme.ID, answer: a}
			if a.status/100 == 2 && err != nil {
				l.failed = "the SDK cannot read the response"
			}
			unanswered++
			if a.status == 0 {
				l.failed = "there was no response"
			} else {
				unanswered = 0
			}
			c.lines = append(c.lines, l)
			if unanswered == 2 {
				return
			}
		}
		if !taken {
			c.lines = append(c.lines, line{operation: each.operation, skipped: "it accepts none of the credentials that are set"})
		}
	}
}

// made returns the lines of the calls that got a response.
func (c *check) made() []line {
	return slices.DeleteFunc(slices.Clone(c.lines), func(l line) bool { return l.answer.status == 0 })
}
