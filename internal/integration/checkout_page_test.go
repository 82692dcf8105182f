package integration

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/stash-sdk/stash-go/stash"
)

// TestCheckoutInChromium opens the URL that the SDK returned in a browser, and does each thing that a player can do
// there.
func TestCheckoutInChromium(t *testing.T) {
	shop := newBackend(t)
	for _, tt := range []struct {
		name   string
		act    func(b *tab)
		reads  string // on the page afterwards
		status stash.PaymentStatus
	}{
		{"pay", func(b *tab) { b.press("//main", "Pay") }, "Paid", stash.PaymentStatusSucceeded},
		{"decline", func(b *tab) { b.press("//main", "Decline") }, "declined, and nothing was paid", stash.PaymentStatusUnspecified},
		{"close", func(b *tab) { b.press("//main", "Close") }, "Nothing was paid", stash.PaymentStatusUnspecified},
		{"decline, then pay", func(b *tab) {
			b.press("//main", "Decline")
			b.reads("main", "try again")
			b.press("//main", "Pay")
		}, "Paid", stash.PaymentStatusSucceeded},
		{"pay by keyboard", func(b *tab) {
			b.tabTo("Pay")
			b.key(kb.Enter)
		}, "Paid", stash.PaymentStatusSucceeded},
		{"decline by keyboard", func(b *tab) {
			b.tabTo("Decline")
			b.key(" ")
		}, "declined, and nothing was paid", stash.PaymentStatusUnspecified},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(shop.granted())
			link := shop.quickPay(t, "in-chromium-"+tt.name)
			b := browse(t)
			b.open(link.URL)
			b.reads("main", "500 gems 2 4.99 USD 9.98 USD")
			b.reads("main", "Total 9.98 USD")
			b.keep("checkout")
			tt.act(b)
			b.reads("main", tt.reads)
			b.keep("checkout, " + tt.name)
			if status := shop.status(t, link.ID); status != tt.status {
				t.Errorf("the payment is %s, want %s", status, tt.status)
			}
			if tt.status == stash.PaymentStatusSucceeded {
				shop.waitForGrants(t, before+1)
			}
			if got := shop.granted()[before:]; tt.status == stash.PaymentStatusSucceeded && !slices.Equal(got, []string{"2 × gem-pack-500 for player-1001"}) ||
				tt.status != stash.PaymentStatusSucceeded && len(got) != 0 {
				t.Errorf("granted %q", got)
			}
		})
	}
}

// TestSubscriptionInChromium subscribes on the page of a subscription's link.
func TestSubscriptionInChromium(t *testing.T) {
	shop := newBackend(t)
	plans, err := shop.ListPlans(t.Context(), stash.ListPlansParams{})
	if err != nil {
		t.Fatal(err)
	}
	link, err := shop.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: plans.Plans[0].Code, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1001"},
	})
	if err != nil {
		t.Fatal(err)
	}
	subscriptions := func() int {
		list, err := shop.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{ExternalAccountID: new("player-1001")})
		if err != nil {
			t.Fatal(err)
		}
		return len(list.Subscriptions)
	}
	b := browse(t)
	b.open(link.URL)
	b.reads("main", "every month")
	b.press("//main", "Decline")
	b.reads("main", "declined")
	if n := subscriptions(); n != 0 {
		t.Errorf("%d subscriptions after Decline", n)
	}
	b.press("//main", "Start the trial")
	b.reads("main", "The trial has begun")
	b.keep("subscription")
	if n := subscriptions(); n != 1 {
		t.Errorf("%d subscriptions after Pay", n)
	}
}

// TestPagesFitEveryScreen checks that nothing is cut off or must be scrolled sideways: on a phone, in light and dark,
// and with letters of double size.
func TestPagesFitEveryScreen(t *testing.T) {
	shop := newBackend(t)
	link := shop.quickPay(t, "on-every-screen")
	b := browse(t)
	for _, page := range []struct{ name, url string }{{"checkout", link.URL}, {"console", shop.shop.exports["STASH_BASE_URL"] + "/"}} {
		for _, screen := range []struct {
			name          string
			width, height int64
		}{{"phone", 360, 740}, {"desk", 1200, 900}} {
			for _, scheme := range []string{"light", "dark"} {
				b.look(screen.width, screen.height, scheme)
				b.open(page.url)
				b.keep(page.name + " on a " + screen.name + ", " + scheme)
				if wide := ask(b, "measure the page", chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); wide > 0 {
					t.Errorf("the page %s is %d pixels too wide on a %s", page.name, wide, screen.name)
				}
			}
		}
	}
}
