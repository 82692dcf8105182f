package stashtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// look asks a server what it knows. It may change that: each server is looked at once.
type look func(srv *stashtest.Server) any

// changes are the ways to change each kind of state, and what to look at afterwards.
var changes = []struct {
	name string
	do   func(t *testing.T, srv *stashtest.Server, c *stash.Client) look
}{
	{"shop", func(*testing.T, *stashtest.Server, *stash.Client) look {
		return func(srv *stashtest.Server) any {
			return []string{srv.APIKey, srv.ShopID, srv.ShopHandle, srv.HMACSecret, srv.WebhookSecret, srv.GameServerSecret}
		}
	}},
	{"checkout", func(t *testing.T, _ *stashtest.Server, c *stash.Client) look {
		must(c.GenerateQuickPayURL(t.Context(), purchase("t-1")))
		return func(srv *stashtest.Server) any {
			again := must(srv.Client().GenerateQuickPayURL(t.Context(), purchase("t-1")))
			if !strings.HasPrefix(again.URL, srv.URL+"/") {
				t.Errorf("the link %s is not one of %s", again.URL, srv.URL)
			}
			other := purchase("t-1")
			other.Item.Quantity = 2
			_, clash := srv.Client().GenerateQuickPayURL(t.Context(), other)
			return []any{again, srv.Checkouts(), must(srv.Client().GetPaymentEvent(t.Context(), again.ID)), errors.Is(clash, stash.ErrConflict)}
		}
	}},
	{"paid checkout with bonus", func(t *testing.T, srv *stashtest.Server, c *stash.Client) look {
		body := purchase("")
		body.Currency, body.RegionCode, body.User.ID = "EUR", "DE", "player-1"
		body.BonusItems = []stash.QuickPayBonusItem{{ID: "extra", Name: "Extra", Quantity: 2}}
		id := must(c.GenerateQuickPayURL(t.Context(), body)).ID
		check(t, srv.Pay(id))
		return func(srv *stashtest.Server) any { return must(srv.Client().GetPaymentEvent(t.Context(), id)) }
	}},
	{"order with pictures", keptOrder},
	{"refunded part", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		id := checkout(t, srv, 3)
		check(t, srv.Pay(id))
		check(t, srv.Refund(id, stashtest.RefundItem{ID: "gems", Quantity: 1}))
		return func(srv *stashtest.Server) any {
			refund := func(n int32) string {
				return fmt.Sprint(srv.Refund(id, stashtest.RefundItem{ID: "gems", Quantity: n}))
			}
			return []string{refund(3), refund(2), refund(1)}
		}
	}},
	{"subscription link", func(t *testing.T, _ *stashtest.Server, c *stash.Client) look {
		id := subscriptionLink(t, c)
		return func(srv *stashtest.Server) any {
			done := srv.Subscribe(id)
			for _, sub := range subscriptions(t, srv) {
				return []any{fmt.Sprint(done), sub.ExternalAccountID, sub.PlanID, sub.CheckoutLinkMetadata, sub.Status}
			}
			return fmt.Sprint(done)
		}
	}},
	{"trialing", inStatus(func(*testing.T, *stashtest.Server, string) {})},
	{"active", inStatus(func(t *testing.T, srv *stashtest.Server, id string) { check(t, srv.Renew(id)) })},
	{"past_due", inStatus(func(t *testing.T, srv *stashtest.Server, id string) { check(t, srv.FailRenewal(id)) })},
	{"canceled", inStatus(func(t *testing.T, srv *stashtest.Server, id string) {
		check(t, srv.Renew(id))
		must(srv.Client().CancelSubscription(t.Context(), id))
	})},
	{"expired", inStatus(func(t *testing.T, srv *stashtest.Server, id string) { check(t, srv.Expire(id)) })},
	{"changed", inStatus(func(t *testing.T, srv *stashtest.Server, id string) {
		check(t, srv.Renew(id))
		srv.AddPlan(stash.Plan{Code: "yearly", BillingPeriodValue: 12, Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 9900}}})
		link := must(srv.Client().CreateSubscriptionChangeCheckoutLink(t.Context(), id, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: "yearly"}))
		check(t, srv.ApplyChange(link.ID))
	})},
	{"plans", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		for _, plan := range []stash.Plan{{Code: "a"}, {Code: "b", SegmentID: "s"}, {Code: "a", Name: "replaced"}, {ID: "plan_abc123", Code: "monthly_premium", Name: "replaced too"}} {
			srv.AddPlan(plan)
		}
		return func(srv *stashtest.Server) any {
			return must(srv.Client().ListPlans(t.Context(), stash.ListPlansParams{}))
		}
	}},
	{"products", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		for _, sku := range []string{"b", "a", "c", "b"} {
			srv.AddProduct(gems(sku, 100))
		}
		return func(srv *stashtest.Server) any { return skus(t, srv, stash.ListProductsParams{}) }
	}},
	{"prices", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		srv.SetPrice("gems", 99)
		srv.SetPrice("gems", 199)
		srv.SetRegionPrice(stash.SheetPrice{SKU: "gems", Region: "DE", Currency: "EUR", Amount: 189, DecimalPlaces: 2})
		return func(srv *stashtest.Server) any {
			return must(srv.Client().GetPrices(t.Context(), stash.GetPricesParams{}))
		}
	}},
	{"loyalty", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		srv.SetLoyalty(stash.LoyaltyCampaign{CampaignID: "season-3"})
		srv.SetPlayerPoints("player-1", 9)
		srv.SetLoyalty(season())
		srv.SetPlayerPoints("player-2", 300)
		return func(srv *stashtest.Server) any {
			c := signed(srv, srv.Client())
			one, failed := c.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1")
			two, _ := c.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-2")
			return []any{one, two, failed == nil}
		}
	}},
	{"preference", func(t *testing.T, _ *stashtest.Server, c *stash.Client) look {
		must(c.SetUserPreferences(t.Context(), "player-1", stash.SetUserPreferencesRequest{PaymentChannel: stash.PaymentChannelNativeIAP}))
		must(c.SetUserPreferences(t.Context(), "player-1", stash.SetUserPreferencesRequest{PaymentChannel: stash.PaymentChannelStashPay}))
		return func(srv *stashtest.Server) any {
			answer, err := srv.Client().GetUserPreferences(t.Context(), "player-1")
			return []any{answer, err == nil}
		}
	}},
	{"codes", func(t *testing.T, srv *stashtest.Server, c *stash.Client) look {
		used, open := srv.IssueCode(), srv.IssueCode()
		must(codeUses(srv, c)[0].call(t.Context(), used))
		return func(srv *stashtest.Server) any {
			var answers []string
			for _, code := range []string{used, open, "made-up"} {
				_, err := codeUses(srv, srv.Client())[0].call(t.Context(), code)
				answers = append(answers, fmt.Sprint(err != nil))
			}
			return answers
		}
	}},
	{"launcher tokens", func(t *testing.T, _ *stashtest.Server, c *stash.Client) look {
		code := must(c.SaveTokens(t.Context(), stash.SaveTokensRequest{AccessToken: "fake-access", RefreshToken: "fake-refresh"})).CodeChallenge
		return func(srv *stashtest.Server) any { tokens, _ := srv.SavedTokens(code); return tokens }
	}},
	{"player token", func(t *testing.T, srv *stashtest.Server, _ *stash.Client) look {
		token := srv.PlayerToken("player-1")
		return func(srv *stashtest.Server) any {
			_, err := srv.Client().With(stash.PlayerToken(token)).Link(t.Context(), stash.LinkRequest{CodeChallenge: "made-up", User: stash.UserReference{ID: "player-1"}})
			return contains(err, "there is no code")
		}
	}},
	{"webshop sessions", func(t *testing.T, _ *stashtest.Server, c *stash.Client) look {
		var shops []*url.URL
		for _, player := range []string{"player-1", "player-2"} {
			answer := must(c.GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: player}}))
			shops = append(shops, must(url.Parse(answer.URL)))
		}
		must(c.LogoutUser(t.Context(), stash.LogoutUserParams{UserID: "player-2"}))
		return func(srv *stashtest.Server) any {
			var signedIn []bool
			for i, shop := range shops {
				page := must(http.Get(srv.URL + "/shop/" + srv.ShopHandle + "?" + shop.RawQuery))
				signedIn = append(signedIn, strings.Contains(string(must(io.ReadAll(page.Body))), fmt.Sprint("player-", i+1)))
				check(t, page.Body.Close())
			}
			return signedIn
		}
	}},
	{"logged out", func(t *testing.T, srv *stashtest.Server, c *stash.Client) look {
		for _, player := range []string{"player-1", "player-2", "\u00ff"} {
			must(c.LogoutUser(t.Context(), stash.LogoutUserParams{UserID: player}))
		}
		must(codeUses(srv, c)[4].call(t.Context(), srv.IssueCode())) // signs player-1 in
		return func(srv *stashtest.Server) any {
			return []bool{srv.LoggedOut("player-1"), srv.LoggedOut("player-2"), srv.LoggedOut("\u00ff")}
		}
	}},
}

func subscriptionLink(t *testing.T, c *stash.Client) string {
	t.Helper()
	return must(c.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"}, Metadata: map[string]string{"a": "b"},
	})).ID
}

func subscriptions(t *testing.T, srv *stashtest.Server) []stash.Subscription {
	t.Helper()
	return must(srv.Client().ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions
}

// inStatus brings a subscription into a status. It is looked at before and after the actions that its hidden fields
// decide.
func inStatus(into func(t *testing.T, srv *stashtest.Server, id string)) func(*testing.T, *stashtest.Server, *stash.Client) look {
	return func(t *testing.T, srv *stashtest.Server, c *stash.Client) look {
		link := subscriptionLink(t, c)
		check(t, srv.Subscribe(link))
		id := subscriptions(t, srv)[0].ID
		into(t, srv, id)
		return func(srv *stashtest.Server) any {
			seen := []any{fmt.Sprint(srv.Subscribe(link)), subscriptions(t, srv)} // completing it again changes nothing
			if payments, err := srv.Client().GetPaymentsBySubscriptionID(t.Context(), id, stash.GetPaymentsBySubscriptionIDParams{}); err == nil {
				seen = append(seen, payments)
			}
			_, _ = srv.Client().ReactivateSubscription(t.Context(), id)
			_ = srv.Renew(id)
			return append(seen, subscriptions(t, srv))
		}
	}
}

// TestStateIsKept holds for each kind of change that it is in the file when the call or the method returns, and that a
// server which goes on from the file knows it. The file is copied while the server runs: as a crash would leave it.
func TestStateIsKept(t *testing.T) {
	filled := map[string]bool{}
	for _, tt := range changes {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state")
			srv := stashtest.New(t, stashtest.WithState(path))
			seen := tt.do(t, srv, srv.Client())
			crashed := copied(t, path)
			want := text(t, srv, seen)
			again := stashtest.New(t, stashtest.WithState(crashed))
			check(t, again.Close()) // a start that changes nothing
			check(t, again.Close()) // and a second end, as New brings it
			again = stashtest.New(t, stashtest.WithState(crashed))
			for name, rows := range stashtest.Rows(again) {
				filled[name] = filled[name] || rows > 0
			}
			if got := text(t, again, seen); got != want {
				t.Errorf("before the crash it is\n%s\nand after\n%s", want, got)
			}
			fresh := stashtest.New(t)
			if empty := text(t, fresh, seen); empty == want {
				t.Errorf("a server that knows nothing tells the same: %s", empty)
			}
		})
	}
	for name, ok := range filled {
		if !ok && name != "deliveries" { // they have tests of their own
			t.Errorf("no change of this test leaves a row in the %s", name)
		}
	}
}

// copied copies a state file as it is on the disk.
func copied(t *testing.T, path string) string {
	t.Helper()
	data := must(os.ReadFile(path))
	to := path + "-crashed"
	check(t, os.WriteFile(to, data, 0o600))
	return to
}

// text is what a look shows, without what differs between servers by chance.
func text(t *testing.T, srv *stashtest.Server, seen look) string {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Logf("a look ended early: %v", p)
		}
	}()
	return strings.ReplaceAll(string(must(json.Marshal(seen(srv)))), srv.URL, "URL")
}
