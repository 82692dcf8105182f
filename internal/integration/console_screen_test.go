package integration

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/stash-sdk/stash-go/stash"
)

// busy is a backend whose console has many rows, with long names, failures and bad signatures.
func busy(t *testing.T) *backend {
	t.Helper()
	shop := newBackend(t)
	for i := range 12 {
		link := shop.quickPay(t, fmt.Sprint("busy-", i))
		shop.post(t, "/_emulator/checkouts/"+link.ID+"/pay", "")
	}
	shop.waitForGrants(t, 12)
	link, err := shop.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1001"},
	})
	if err != nil {
		t.Fatal(err)
	}
	shop.post(t, "/_emulator/subscription-links/"+link.ID+"/complete", "")
	list, err := shop.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shop.CreateSubscriptionChangeCheckoutLink(t.Context(), list.Subscriptions[0].ID, stash.CreateSubscriptionChangeCheckoutLinkRequest{UpdatePaymentMethod: true}); err != nil {
		t.Fatal(err)
	}
	shop.post(t, "/sdk/server/checkout_links/generate_quick_pay_url", `{"itm":{}}`)
	return shop
}

var consolePages = []string{"/", "/?show=failed", "/console/calls/emulated-000001", "/console/checkouts", "/console/subscriptions", "/console/webhooks", "/console/webhooks/delivery-000001", "/console/game-server"}

// TestConsoleIsDense counts the rows that a laptop shows without scrolling.
func TestConsoleIsDense(t *testing.T) {
	shop := busy(t)
	b := browse(t)
	b.look(1280, 800, "light")
	for page, least := range map[string]int{"/": 15, "/console/webhooks": 9} {
		b.open(shop.console(page))
		rows := ask(b, "count the rows", chromedp.Evaluate[int](`[...document.querySelectorAll("tbody > tr")].filter(row => row.getBoundingClientRect().bottom <= innerHeight).length`))
		t.Logf("%s shows %d rows on 1280×800", page, rows)
		if rows < least {
			t.Errorf("%s shows %d rows on 1280×800, want %d", page, rows, least)
		}
		b.keep("console, dense" + map[bool]string{true: ", calls", false: ", webhooks"}[page == "/"])
	}
}

// TestConsoleFitsSmallScreens checks that no page must be scrolled sideways, also at 320 pixels (WCAG 1.4.10).
func TestConsoleFitsSmallScreens(t *testing.T) {
	shop := busy(t)
	b := browse(t)
	for _, width := range []int64{320, 390, 1280} {
		b.look(width, 800, "light")
		for _, page := range consolePages {
			b.open(shop.console(page))
			if wide := ask(b, "measure the page", chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); wide > 0 {
				t.Errorf("%s is %d pixels too wide at %d", page, wide, width)
			}
		}
	}
}

// TestFocusStays checks that the focus is still in the row when the button that had it is gone.
func TestFocusStays(t *testing.T) {
	shop := newBackend(t)
	link := shop.quickPay(t, "focus")
	b := browse(t)
	b.open(shop.console("/console/checkouts"))
	for _, button := range []string{"Pay", "Refund all"} {
		b.tabTo(button)
		b.key(kb.Enter)
		b.reads("#checkouts", map[string]string{"Pay": "Refund all", "Refund all": "Nothing is left"}[button])
		in := ask(b, "find the focus", chromedp.Evaluate[string](`document.activeElement.closest("tr")?.id ?? document.activeElement.tagName`))
		if in != "row-"+link.ID {
			t.Errorf("after %s the focus is in %s", button, in)
		}
	}
}

// TestAxe runs axe-core on every page of the console and of a player: light, dark, in forced colours, on a desk and a
// phone.
func TestAxe(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(npmFolder(t), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	shop := busy(t)
	open := shop.quickPay(t, "axe")
	pages := []string{open.URL}
	for _, page := range consolePages {
		pages = append(pages, shop.console(page))
	}
	b := browse(t)
	judge := func(page, how string) {
		b.open(page)
		ask(b, "load axe", chromedp.Evaluate[bool](string(script)+";true"))
		found := ask(b, "run axe", chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | "))))`, chromedp.EvalAwaitPromise))
		var violations []string
		if err := json.Unmarshal([]byte(found), &violations); err != nil {
			t.Fatal(err)
		}
		for _, each := range violations {
			t.Errorf("%s, %s: %s", page, how, each)
		}
	}
	for _, width := range []int64{390, 1280} {
		for _, scheme := range []string{"light", "dark", "forced"} {
			b.look(width, 800, scheme)
			for _, page := range pages {
				judge(page, fmt.Sprintf("%s at %d", scheme, width))
			}
		}
	}
}
