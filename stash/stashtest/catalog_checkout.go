package stashtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// priced turns items of the managed catalog into what a checkout sells. st.mu must be held.
func (st *state) priced(items []stash.QuickPayCatalogItem, currency string, now time.Time) ([]stash.PaymentItem, *status) {
	if len(items) > 0 && currency != "" && !strings.EqualFold(currency, "USD") {
		return nil, invalid("currency", "catalogItems are sold in USD here; leave it unset or send USD")
	}
	var sold []stash.PaymentItem
	for i, item := range items {
		each, failed := st.catalogItem(fmt.Sprintf("catalogItems[%d].id", i), item.ID, now)
		if failed != nil {
			return nil, failed
		}
		each.Quantity = item.Quantity
		sold = append(sold, each)
	}
	return sold, nil
}

// catalogItem is one piece of a product that a request names in the given field. st.mu must be held.
func (st *state) catalogItem(field, sku string, now time.Time) (stash.PaymentItem, *status) {
	p := st.catalog.find(sku, now)
	if p == nil {
		return stash.PaymentItem{}, invalid(field, fmt.Sprintf("there is no product %.100q on sale now", sku))
	}
	price, ok := usualPrice(p.Prices)
	if !ok {
		return stash.PaymentItem{}, invalid(field, fmt.Sprintf("the product %.100q has no price in USD for the US, so it cannot be sold", sku))
	}
	return stash.PaymentItem{
		ID: sku, Quantity: 1, Description: p.Description.DefaultText,
		Name:         cmp.Or(p.DisplayName.DefaultText, p.Name.DefaultText),
		PricePerItem: stash.FormatMinorUnits(price.Cents, int(price.DecimalPlaces)),
	}, nil
}

// usualPrice is the price that a product is sold at: the one that the document wants of each that is not a gift.
func usualPrice(prices []stash.ProductPrice) (stash.ProductPrice, bool) {
	i := slices.IndexFunc(prices, func(price stash.ProductPrice) bool {
		return price.Currency == "USD" && price.Region == "US" && price.Platform == stash.ProductPricePlatformUniversal
	})
	if i < 0 {
		return stash.ProductPrice{}, false
	}
	return prices[i], true
}
