package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// products reads all pages of the catalog in Stash Studio, by SKU. If a page fails, it returns an error and no products, so
// that half a catalog never replaces a whole one.
func products(ctx context.Context, client *stash.Client, shopID string) (map[string]stash.Product, error) {
	all := map[string]stash.Product{}
	for product, err := range client.AllProducts(ctx, shopID, stash.ListProductsParams{}) {
		if err != nil {
			return nil, err
		}
		all[product.ProductID] = product
	}
	return all, nil
}

// sell makes a checkout of a product by its SKU. Stash knows the price. Store the order before and the link after, as in
// the flow Checkout.
func (b *backend) sell(ctx context.Context, orderID, player, sku string) (*stash.GenerateQuickPayURLResponse, error) {
	return b.stash.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		CatalogItems:  []stash.QuickPayCatalogItem{{ID: sku, Quantity: 1}},
		User:          stash.QuickPayUser{ID: player},
		TransactionID: orderID,
	})
}

// A catalog of more than one page, and a SKU that is not in it.
func Example_managedCatalog() {
	srv, b := start()
	defer srv.Close()
	for i := range 120 {
		srv.AddProduct(stash.Product{ProductID: fmt.Sprintf("gems/%d", i), Prices: []stash.ProductPrice{stashtest.USDPrice(499)}})
	}
	ctx := context.Background()
	b.stash = b.stash.With(stash.HMAC(srv.ShopID, srv.HMACSecret)) // the catalog takes no API key

	catalog, err := products(ctx, b.stash, srv.ShopID)
	check(err)
	price := catalog["gems/7"].Prices[0]
	fmt.Println(len(catalog), stash.FormatMinorUnits(price.Cents, int(price.DecimalPlaces)), price.Currency)

	link, err := b.sell(ctx, "order-000123", "player-1001", "gems/7")
	check(err)
	event, err := b.stash.GetPaymentEvent(ctx, link.ID)
	check(err)
	fmt.Println(event.Total, event.Currency)
	_, err = b.sell(ctx, "order-000124", "player-1001", "gems/no-more")
	fmt.Println("sold what is not on sale:", !errors.Is(err, stash.ErrInvalidArgument))
	// Output:
	// 120 4.99 USD
	// 4.99 USD
	// sold what is not on sale: false
}
