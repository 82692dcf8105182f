package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// localPrices returns the prices to show in a country, by SKU. If the price sheet lacks a SKU, Stash still answers HTTP
// 200, and the SKU is in missing: hide the offer, and add it to the sheet.
func (b *backend) localPrices(
	ctx context.Context, country string, skus ...string,
) (shown map[string]string, missing []string, err error) {
	prices, err := b.stash.ConvertPrices(ctx, stash.ConvertPricesRequest{
		SourceCurrency: "USD", DestinationCountry: country, SKUs: skus,
	})
	if err != nil {
		return nil, nil, err
	}
	shown = map[string]string{}
	for _, price := range prices.Conversions {
		shown[price.SKU] = label(price.DisplayPrice, prices.TaxInclusive)
	}
	return shown, prices.MissingSKUs, nil
}

func label(price string, taxInclusive bool) string {
	if taxInclusive {
		return price
	}
	return price + " plus tax"
}

// Prices with tax, without decimals, and without tax. One SKU is missing.
func Example_regionalPrices() {
	srv, b := start()
	defer srv.Close()
	srv.SetPrice("gem-pack-500", 499)
	for _, country := range []string{"GB", "JP", "CA"} {
		fmt.Println(b.localPrices(context.Background(), country, "gem-pack-500", "gem-pack-900"))
	}
	// Output:
	// map[gem-pack-500:£4.73] [gem-pack-900] <nil>
	// map[gem-pack-500:¥823] [gem-pack-900] <nil>
	// map[gem-pack-500:$6.84 plus tax] [gem-pack-900] <nil>
}
