package integration

import "testing"

// TestPicturesForTheReadme takes the screenshots that the pages show. make pictures copies them to where the pages have
// them.
func TestPicturesForTheReadme(t *testing.T) {
	shop := newBackend(t)
	link := shop.quickPay(t, "order-000123")
	player := browse(t)
	player.look(640, 500, "light")
	player.open(link.URL)
	player.keep("picture-checkout")
	player.press("//main", "Pay")
	player.reads("main", "Paid")
	shop.waitForGrants(t, 1)
	console := player.another()
	console.look(1100, 560, "light")
	console.open(shop.console("/console/webhooks"))
	console.reads("#deliveries", "delivered")
	console.press("//*[@id='deliveries']", "Corrupt")
	console.reads("#deliveries", "401")
	console.keep("picture-console")
}
