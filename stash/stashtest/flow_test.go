package stashtest_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

func flowCatalog(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	c = signed(srv, c)
	srv.AddProduct(gems("gem-pack-500", 499))
	same(t, "products", len(must(c.ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{})).Products), 1)
	product := must(c.GetProduct(t.Context(), srv.ShopID, "gem-pack-500")).Product
	same(t, "price", product.Prices[0].Cents, 499)
	link := must(c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		CatalogItems: []stash.QuickPayCatalogItem{{ID: product.ProductID, Quantity: 2}},
	}))
	same(t, "total", must(c.GetPaymentEvent(t.Context(), link.ID)).Total, "9.98")
}

func flowPrices(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	srv.SetPrice("gem-pack-500", 499)
	same(t, "prices", len(must(c.GetPrices(t.Context(), stash.GetPricesParams{})).Prices), 1)
	answer := must(c.ConvertPrices(t.Context(), stash.ConvertPricesRequest{
		SourceCurrency: "USD", DestinationCountry: "DE", SKUs: []string{"gem-pack-500", "gem-pack-9000"},
	}))
	same(t, "display price", answer.Conversions[0].DisplayPrice, "5,49\u00a0€")
	same(t, "missing SKU", answer.MissingSKUs[0], "gem-pack-9000")
}

func flowLoyalty(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	srv.SetLoyalty(season())
	srv.SetPlayerPoints("player-1", 1200)
	signed := signed(srv, c)
	same(t, "tiers", len(must(signed.GetLoyalty(t.Context(), srv.ShopID)).ActiveCampaign.Tiers), 3)
	same(t, "tier", must(signed.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1")).Loyalty.CurrentTierID, "silver")
	must(as(srv, c, "player-1").GenerateLoyaltyURL(t.Context(), stash.GenerateLoyaltyURLRequest{User: stash.UserReference{ID: "player-1"}}))
}

func flowPreferences(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	must(c.SetUserPreferences(t.Context(), "player-1", stash.SetUserPreferencesRequest{PaymentChannel: stash.PaymentChannelNativeIAP}))
	same(t, "channel", must(c.GetUserPreferences(t.Context(), "player-1")).PaymentChannel, stash.PaymentChannelNativeIAP)
}

func flowLogin(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	for _, use := range codeUses(srv, c) {
		code := srv.IssueCode()
		same(t, use.name+": code", must(use.call(t.Context(), code)).CodeChallenge, code)
	}
	must(c.LogoutUser(t.Context(), stash.LogoutUserParams{UserID: "player-1"}))
	same(t, "logged out", srv.LoggedOut("player-1"), true)
}

func flowLauncher(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	tokens := stash.SaveTokensRequest{AccessToken: "sample-access", RefreshToken: "sample-refresh"}
	saved, ok := srv.SavedTokens(must(c.SaveTokens(t.Context(), tokens)).CodeChallenge)
	same(t, "tokens are saved", ok && saved == tokens, true)
	build := must(c.CreateLauncherBuild(t.Context(), stash.CreateLauncherBuildRequest{Name: "1.4.0", File: stash.LauncherFile{Name: "launcher.zip"}}))
	same(t, "build's fields", len(*build), 1)
	same[any](t, "status", (*must(c.GetLauncherStatus(t.Context())))["status"], "ready")
}

func flowPlayerCheckout(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	srv.AddProduct(gems("gem-pack-500", 499))
	player := as(srv, c, "player-1")
	bought := must(player.GenerateClientQuickPayURL(t.Context(), stash.GenerateClientQuickPayURLRequest{
		User: stash.ClientQuickPayUser{ID: "player-1"}, ShopHandle: srv.ShopHandle, ItemID: "gem-pack-500",
	}))
	cart := must(player.GenerateAddToCartURL(t.Context(), stash.GenerateAddToCartURLRequest{
		User: stash.UserReference{ID: "player-1"}, Item: stash.CartItem{ID: "gem-pack-500"},
	}))
	for _, id := range []string{bought.ID, cart.ID} {
		check(t, srv.Pay(id))
		event := must(c.GetPaymentEvent(t.Context(), id))
		same(t, "status", event.Status, stash.PaymentStatusSucceeded)
		same(t, "total", event.Total, "4.99")
	}
}

func flowSubscription(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	plan := must(c.ListPlans(t.Context(), stash.ListPlansParams{})).Plans[0]
	same(t, "plan by id", must(c.GetPlan(t.Context(), plan.ID)).Code, "monthly_premium")
	same(t, "plan by code", must(c.GetPlanByCode(t.Context(), plan.Code, stash.GetPlanByCodeParams{})).ID, plan.ID)
	link := must(c.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: plan.Code, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"}, Metadata: map[string]string{"campaign": "launch"},
	}))
	check(t, srv.Subscribe(link.ID))
	player := as(srv, c, "player-1")
	sub := must(player.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions[0]
	same(t, "status in the trial", sub.Status, stash.SubscriptionStatusTrialing)
	same(t, "metadata", sub.CheckoutLinkMetadata["campaign"], "launch")
	check(t, srv.Renew(sub.ID))
	same(t, "payments", len(must(player.GetPaymentsBySubscriptionID(t.Context(), sub.ID, stash.GetPaymentsBySubscriptionIDParams{})).Payments), 1)

	yearly := srv.AddPlan(stash.Plan{Code: "yearly_premium", BillingPeriodValue: 12, Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 9900}}})
	change := must(c.CreateSubscriptionChangeCheckoutLink(t.Context(), sub.ID, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: yearly.Code}))
	check(t, srv.ApplyChange(change.ID))
	same(t, "plan", must(player.GetSubscription(t.Context(), sub.ID)).PlanID, yearly.ID)

	same(t, "status", must(player.CancelSubscription(t.Context(), sub.ID)).Status, stash.SubscriptionStatusCanceled)
	same(t, "status", must(player.ReactivateSubscription(t.Context(), sub.ID)).Status, stash.SubscriptionStatusActive)
}
