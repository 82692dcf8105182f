//lint:file-ignore SA1019 the deprecated operations work as long as they are there

package stashtest_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

func flowOlder(t *testing.T, srv *stashtest.Server, c *stash.Client) {
	link := must(c.CreateCheckoutLink(t.Context(), stash.CreateCheckoutLinkRequest{
		ShopHandle: srv.ShopHandle, Currency: "USD", ExternalUser: stash.CheckoutLinkUser{ID: "player-1"},
		Items: []stash.CheckoutLinkItem{{ID: "gems", Name: "Gems", PricePerItem: "5", Quantity: 2, ImageURL: "https://cdn.example.com/gems.png"}},
	}))
	order := must(c.GetCheckoutOrder(t.Context(), link.ID))
	same(t, "summary before paying", order.PaymentSummary, stash.CheckoutPaymentSummary{})
	same(t, "picture", order.Items[0].ImageURL, "https://cdn.example.com/gems.png")
	check(t, srv.Pay(link.ID))
	paid := must(c.GetCheckoutOrder(t.Context(), link.ID)).PaymentSummary
	if same(t, "total", paid.Total, "10"); paid.TimeMillis == 0 {
		t.Error("a paid order has no time")
	}
}

// orderOfTwo makes an older checkout link of two pieces at 4.99 USD.
func orderOfTwo(t *testing.T, srv *stashtest.Server) *stash.CreateCheckoutLinkResponse {
	t.Helper()
	return must(srv.Client().CreateCheckoutLink(t.Context(), stash.CreateCheckoutLinkRequest{
		ShopHandle: srv.ShopHandle, Currency: "USD", ExternalUser: stash.CheckoutLinkUser{ID: "player-1"},
		Items: []stash.CheckoutLinkItem{{ID: "gems", Name: "500 gems", PricePerItem: "4.99", Quantity: 2}},
	}))
}

// keptOrder makes an order whose item has a picture.
func keptOrder(t *testing.T, srv *stashtest.Server, c *stash.Client) look {
	id := must(c.CreateCheckoutLink(t.Context(), stash.CreateCheckoutLinkRequest{
		ShopHandle: srv.ShopHandle, Currency: "USD", ExternalUser: stash.CheckoutLinkUser{ID: "player-1"},
		Items: []stash.CheckoutLinkItem{{ID: "gems", Name: "Gems", PricePerItem: "5", Quantity: 2, ImageURL: "https://cdn.example.com/gems.png"}},
	})).ID
	return func(srv *stashtest.Server) any { return must(srv.Client().GetCheckoutOrder(t.Context(), id)) }
}
