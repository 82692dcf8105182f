package stashtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestUnknownPages holds that a browser reads a sentence where nothing is, and a client of the API gets JSON.
func TestUnknownPages(t *testing.T) {
	srv := stashtest.New(t)
	for _, path := range []string{"/pay/none", "/order/a%2Fb", "/subscription/none", "/subscription/change/none", "/shop/other", "/shop/other/loyalty"} {
		for _, fields := range []url.Values{nil, {"do": {"pay"}}} {
			page := browse(t, srv.URL+path, fields, "Accept", "*/*")
			page.shows(t, path, http.StatusNotFound, "There is no", "Ask the game for a new link")
			same(t, "type of "+path, page.header.Get("Content-Type"), "text/html; charset=utf-8")
		}
	}
	browse(t, srv.URL+"/nowhere", nil).shows(t, "a browser", http.StatusNotFound, "There is no page at this address")
	same(t, "calls in the journal", len(srv.Requests()), 0)
	for _, tt := range []struct{ path, accept string }{
		{"/nowhere", "*/*"}, {"/nowhere", "application/json"}, {"/sdk/nowhere", "text/html"}, {"/api/v1/sdk/nowhere/", "text/html"},
	} {
		answer := browse(t, srv.URL+tt.path, nil, "Accept", tt.accept)
		if answer.header.Get("Content-Type") != "application/json" || !strings.Contains(answer.html, `"message":`) {
			t.Errorf("%s accepting %s gives HTTP %d, %s", tt.path, tt.accept, answer.status, answer.html)
		}
	}
	same(t, "calls in the journal", len(srv.Requests()), 4)
}

// TestNoOperationIsAPage holds that pages take no address from the API, whatever is asked for there and however.
func TestNoOperationIsAPage(t *testing.T) {
	srv := stashtest.New(t)
	paths := []string{"//", "/pay", "/pay/", "/pay/a/b", "//pay/a", "/sdk/../pay/a", "/shop", "/subscription/change/a/b", "/assets", "/console"}
	for _, op := range load(t).Operations() {
		paths = append(paths, strings.NewReplacer("{", "", "}", "").Replace(op.Path))
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"} {
			req, err := http.NewRequestWithContext(t.Context(), method, srv.URL, nil)
			check(t, err)
			req.URL.Path = path
			resp, err := http.DefaultTransport.RoundTrip(req)
			check(t, err)
			resp.Body.Close()
			same(t, "type of "+method+" "+path, resp.Header.Get("Content-Type"), "application/json")
		}
	}
}

// TestPagesOfOthersDoNothing holds that only the pages themselves press their buttons.
func TestPagesOfOthersDoNothing(t *testing.T) {
	srv := stashtest.New(t)
	srv.AddProduct(gems("gem-pack-500", 499))
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	shop := must(srv.Client().GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1"}})).URL
	host := strings.TrimPrefix(srv.URL, "http://")
	for _, from := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "", "Origin", "http://evil.example"}, {"Sec-Fetch-Site", "", "Origin", "null"},
	} {
		browse(t, link.URL, url.Values{"do": {"pay"}}, from...).shows(t, "pay", http.StatusForbidden, "page of another site")
		browse(t, shop, url.Values{"sku": {"gem-pack-500"}}, from...).shows(t, "buy", http.StatusForbidden, "page of another site")
	}
	same(t, "checkouts", len(srv.Checkouts()), 1)
	same(t, "paid", srv.Checkouts()[0].PaidAt.IsZero(), true)
	// A browser without Sec-Fetch-Site, as on a phone in the same network, says where the form is from.
	answer := browse(t, link.URL, url.Values{"do": {"pay"}}, "Sec-Fetch-Site", "", "Origin", "http://"+host)
	same(t, "status of an older browser", answer.status, http.StatusSeeOther)
}

// TestPagesEscape holds that texts of a game stay texts, whatever is in them, and that marks of direction stay within.
func TestPagesEscape(t *testing.T) {
	srv := stashtest.New(t)
	const evil = "\u202e<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
	srv.AddProduct(stash.Product{
		ProductID: "sku\"><script>", DisplayName: stash.LocalizableText{DefaultText: evil},
		Description: stash.LocalizableText{DefaultText: evil}, Prices: []stash.ProductPrice{stashtest.USDPrice(499)},
	})
	srv.AddPlan(stash.Plan{Code: "evil", Name: evil, Description: evil, Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 1}}})
	srv.SetLoyalty(stash.LoyaltyCampaign{CampaignID: evil, Tiers: []stash.LoyaltyTier{{TierID: evil, Name: evil}}})
	link := must(srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: evil, Name: evil, Description: evil, PricePerItem: "1", Quantity: 1},
		User: stash.QuickPayUser{ID: evil}, BonusItems: []stash.QuickPayBonusItem{{ID: evil, Name: evil, Quantity: 1}},
	}))
	subscription := must(srv.Client().CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "evil", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: evil},
	}))
	shop := must(srv.Client().GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: evil}}))
	check(t, srv.Pay(link.ID))
	check(t, srv.Subscribe(subscription.ID))
	for _, address := range []string{
		link.URL, subscription.URL, shop.URL, srv.URL + "/console/checkouts", srv.URL + "/console/subscriptions",
	} {
		page := browse(t, address, nil)
		if strings.Contains(page.html, "<script>") || strings.Contains(page.html, "<img src=x") {
			t.Errorf("the page of %s lets a script through: %s", address, page.html)
		}
		if !strings.Contains(page.text(), evil) {
			t.Errorf("the page of %s has changed a text: %s", address, page.text())
		}
		for _, before := range strings.Split(page.html, "\u202e")[:strings.Count(page.html, "\u202e")] {
			open := max(strings.LastIndex(before, "<"), 0)
			if !strings.HasPrefix(before[open:], "<bdi") && !strings.HasPrefix(before[open:], "<strong>") && !strings.HasSuffix(before, "&#x2068;") && !strings.HasSuffix(before, `value="`) {
				t.Errorf("a mark of direction is not kept within its text: %s", before[open:])
			}
		}
	}
}

// TestPagesAreGuarded holds the headers of every kind of answer that a browser gets.
func TestPagesAreGuarded(t *testing.T) {
	srv := stashtest.New(t)
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	for name, answer := range map[string]answered{
		"page": browse(t, link.URL, nil), "redirect": browse(t, link.URL, url.Values{"do": {"close"}}),
		"not found": browse(t, srv.URL+"/nowhere", nil), "no such asset": browse(t, srv.URL+"/assets/none", nil),
		"style": browse(t, srv.URL+"/assets/style.css", nil), "script": browse(t, srv.URL+"/assets/page.js", nil),
		"icon": browse(t, srv.URL+"/favicon.ico", nil), "refused": browse(t, link.URL, url.Values{}, "Sec-Fetch-Site", "cross-site"),
	} {
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Content-Type": "",
		} {
			if got := answer.header.Get(header); !strings.Contains(got, want) || got == "" && name != "redirect" {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		for _, inline := range []string{"<style", " style=", " onclick", "javascript:", "<script>"} {
			if strings.Contains(answer.html, inline) {
				t.Errorf("%s has %s in it, which its policy refuses", name, inline)
			}
		}
	}
}
