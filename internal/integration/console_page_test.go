package integration

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/stash-sdk/stash-go/stash"
)

// console is the address of a page of the console.
func (b *backend) console(page string) string { return b.shop.exports["STASH_BASE_URL"] + page }

// TestPurchaseSeenInConsole pays in one tab. Other tabs show, without a reload, that the webhook was delivered and
// that the backend read the payment as paid.
func TestPurchaseSeenInConsole(t *testing.T) {
	shop := newBackend(t)
	calls := browse(t)
	calls.open(shop.console("/"))
	calls.reads("main", "No calls yet")
	calls.reads("#live", "up to date")
	deliveries := calls.another()
	deliveries.open(shop.console("/console/webhooks"))
	deliveries.reads("main", "No deliveries yet")

	link := shop.quickPay(t, "seen-in-console")
	player := calls.another()
	player.open(link.URL)
	player.reads("main", "Total 9.98 USD")
	player.press("//main", "Pay")
	player.reads("main", "Paid")
	shop.waitForGrants(t, 1)

	deliveries.show()
	deliveries.reads("#deliveries", "PURCHASE_SUCCEEDED")
	deliveries.reads("#deliveries", "delivered")
	deliveries.reads("#deliveries", "200")
	deliveries.keep("console, webhooks")
	calls.show()
	calls.reads("#calls", "GetPaymentEvent GET /sdk/server/payment/"+link.ID)
	calls.reads("#calls", "GenerateQuickPayUrl POST")
	calls.keep("console, calls")
	if status := shop.status(t, link.ID); status != stash.PaymentStatusSucceeded {
		t.Errorf("the payment is %s", status)
	}
	if granted := shop.granted(); !slices.Equal(granted, []string{"2 × gem-pack-500 for player-1001"}) {
		t.Errorf("granted %q", granted)
	}
}

// TestConsoleButtons presses each button of the console and checks what the receiver does. Nothing is granted twice.
func TestConsoleButtons(t *testing.T) {
	shop := newBackend(t)
	link := shop.quickPay(t, "console-buttons")
	b := browse(t)
	b.open(shop.console("/console/checkouts"))
	b.tabTo("Pay")
	b.key(kb.Enter)
	b.reads("#checkouts", "paid")
	shop.waitForGrants(t, 1)
	b.press("//*[@id='checkouts']", "Refund part")
	b.reads("#checkouts", "Refunded: 1 of 2")
	b.press("//*[@id='checkouts']", "Refund all")
	b.reads("#checkouts", "Nothing is left to refund")
	b.keep("console, checkouts")

	b.open(shop.console("/console/webhooks"))
	b.reads("#deliveries", "PURCHASE_REFUNDED")
	for _, tt := range []struct{ button, row, state string }{
		{"Redeliver", "#row-delivery-000004", "delivered"},
		{"Duplicate", "#row-delivery-000005", "delivered"},
		{"Corrupt", "#row-delivery-000006", "401"},
	} {
		b.press("//*[@id='row-delivery-000001']", tt.button)
		b.reads(tt.row, tt.state)
	}
	b.reads("#deliveries", "delivery-000006")
	b.keep("console, deliveries")
	if granted := shop.granted(); len(granted) != 1 {
		t.Errorf("granted %q, want the purchase %s once", granted, link.ID)
	}
}

// TestConsoleShowsViolations checks that the console explains a wrong call, and that no page shows a secret.
func TestConsoleShowsViolations(t *testing.T) {
	shop := newBackend(t)
	b := browse(t)
	b.open(shop.console("/?violations=1"))
	if _, err := shop.Call(t.Context(), "checkout-links/generate", map[string]any{"currency": "USD"}); err == nil {
		t.Fatal("a checkout without items is accepted")
	}
	shop.post(t, "/sdk/server/checkout_links/generate_quick_pay_url", `{"item":{"id":"gems"},"usr":{"id":"player-1001"}}`)
	b.reads("#calls", "usr")
	b.keep("console, violations")
	for _, page := range []string{"/", "/console/checkouts", "/console/subscriptions", "/console/webhooks"} {
		b.open(shop.console(page))
		html := ask(b, "read the page", chromedp.OuterHTML(chromedp.CSS("html")))
		for _, secret := range []string{"STASH_API_KEY", "STASH_WEBHOOK_SECRET", "STASH_PLAYER_TOKEN"} {
			if value := shop.shop.exports[secret]; value == "" || strings.Contains(html, value) {
				t.Errorf("%s shows %s", page, secret)
			}
		}
	}
}
