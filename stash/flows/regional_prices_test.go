package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// localPrices returns what to show a player in a country, by SKU. A SKU that the price sheet does not have is missing,
// with HTTP 200 all the same: hide the offer, and mend the sheet.
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
		shown[price.SKU] = price.DisplayPrice
		if !prices.TaxInclusive {
			shown[price.SKU] += " plus tax"
		}
	}
	return shown, prices.MissingSKUs, nil
}

// Prices with and without tax in them, without decimals, and one that is missing.
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
