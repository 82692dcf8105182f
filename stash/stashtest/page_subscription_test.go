package stashtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestSubscriptionPages holds that a player starts and changes a subscription in the browser alone.
func TestSubscriptionPages(t *testing.T) {
	srv := stashtest.New(t)
	c := srv.Client()
	link := must(c.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"},
	}))
	list := func() []stash.Subscription {
		return must(c.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions
	}
	browse(t, link.URL, nil).shows(t, "at first", http.StatusOK,
		"Subscription", "player-1", "Premium", "All the gems of a month", "9.99 USD every month", "7 days free", "Start the trial Decline Close")
	press(t, link.URL, "decline").shows(t, "declined", http.StatusOK, "was declined")
	press(t, link.URL, "close").shows(t, "closed", http.StatusOK, "You can close this page")
	same(t, "subscriptions before Pay", len(list()), 0)
	for range 2 {
		press(t, link.URL, "pay").shows(t, "begun", http.StatusOK, "The trial has begun, and nothing was paid", "!Decline", "!Paid")
	}
	same(t, "subscriptions after Pay", len(list()), 1)

	sub := list()[0]
	srv.AddPlan(stash.Plan{Code: "yearly", Name: "Whole year", BillingPeriodValue: 12, Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 9900}}})
	other := must(c.CreateSubscriptionChangeCheckoutLink(t.Context(), sub.ID, stash.CreateSubscriptionChangeCheckoutLinkRequest{UpdatePaymentMethod: true}))
	browse(t, other.URL, nil).shows(t, "payment method", http.StatusOK, "Change of subscription", "the same", "9.99 USD every month")
	change := must(c.CreateSubscriptionChangeCheckoutLink(t.Context(), sub.ID, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: "yearly"}))
	browse(t, change.URL, nil).shows(t, "change", http.StatusOK, "player-1", "Plan now Premium", "New plan Whole year", "99.00 USD every 12 months", "!free")
	press(t, change.URL, "pay").shows(t, "changed", http.StatusOK, "Paid", "New plan Whole year", "!Plan now")
	same(t, "period", list()[0].Period.Value, 12)

	check(t, srv.Expire(sub.ID))
	press(t, other.URL, "pay").shows(t, "too late", http.StatusConflict, "The payment failed, and nothing was paid. The subscription "+sub.ID+" is expired", "!stashtest", "Pay Decline Close")
}

// TestShopPages holds what a player sees and buys in the web shop.
func TestShopPages(t *testing.T) {
	srv := stashtest.New(t)
	srv.AddProduct(gems("gem-pack-500", 499), stash.Product{ProductID: "gift", DisplayName: stash.LocalizableText{DefaultText: "Daily gift"}})
	srv.SetLoyalty(season())
	srv.SetPlayerPoints("player-1", 1200)
	shop := must(srv.Client().GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1"}})).URL
	loyalty := must(as(srv, srv.Client(), "player-1").GenerateLoyaltyURL(t.Context(), stash.GenerateLoyaltyURLRequest{User: stash.UserReference{ID: "player-1"}})).URL
	for _, address := range []string{shop, loyalty} {
		page := browse(t, address, nil)
		page.shows(t, address, http.StatusOK, "Signed in as player-1", "Gems A pouch of gems 4.99 USD Buy", "Daily gift Not sold here",
			"Points 1200", "Tier silver", "To the next tier 3800 points", "third , in 300 points", "silver (yours)")
		products, points := strings.Index(page.text(), "Products"), strings.Index(page.text(), "Points 1200")
		same(t, "loyalty comes first", points < products, address == loyalty)

		bought := browse(t, address, url.Values{"sku": {"gem-pack-500"}})
		same(t, "status of a purchase", bought.status, http.StatusSeeOther)
		checkout := resolve(t, address, bought.header.Get("Location"))
		browse(t, checkout, nil).shows(t, "checkout", http.StatusOK, "player-1", "Total 4.99 USD", "Pay")
		press(t, checkout, "pay").shows(t, "paid", http.StatusOK, "Paid", "Back to the shop")
		browse(t, address, url.Values{"sku": {"gift"}}).shows(t, "not for sale", http.StatusConflict, "Nothing was bought")
		browse(t, address, url.Values{}).shows(t, "no product", http.StatusConflict, "Nothing was bought")
	}
	same(t, "checkouts", len(srv.Checkouts()), 2)
	stranger := srv.URL + "/shop/" + srv.ShopHandle + "?session=unknown"
	browse(t, stranger, nil).shows(t, "unknown session", http.StatusOK, "Nobody is signed in", "Gems", "!Buy", "!Points 1200")
	browse(t, stranger, url.Values{"sku": {"gem-pack-500"}}).shows(t, "unknown session", http.StatusForbidden, "Nothing was bought")
	must(srv.Client().LogoutUser(t.Context(), stash.LogoutUserParams{UserID: "player-1"}))
	browse(t, shop, nil).shows(t, "logged out", http.StatusOK, "Nobody is signed in")
	browse(t, shop, url.Values{"sku": {"gem-pack-500"}}).shows(t, "logged out", http.StatusForbidden, "Nothing was bought")
	same(t, "checkouts in the end", len(srv.Checkouts()), 2)
	srv.SetLoyalty(stash.LoyaltyCampaign{})
	browse(t, shop, nil).shows(t, "no campaign", http.StatusOK, "No loyalty campaign is running")
}
