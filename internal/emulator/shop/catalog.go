package shop

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/store"
	"github.com/stash-sdk/stash-go/stash"
)

// catalog is the managed catalog. It caches the list of products on sale, so that reading many pages of a large catalog
// stays cheap. The list changes only when a product is added, or when an offer begins or ends.
type catalog struct {
	products    store.Table[stash.Product] // by SKU
	listed      []*stash.Product           // products on sale from since until before till; nil when unknown
	since, till time.Time                  // till is zero when no offer will begin or end
}

func newCatalog() catalog { return catalog{products: store.NewSorted("products", newestFirst)} }

func (c *catalog) add(p stash.Product) {
	c.products.Add(p.ProductID, p)
	c.listed = nil
}

// find returns a product if it is on sale, or nil.
func (c *catalog) find(sku string, now time.Time) *stash.Product {
	if p := c.products.Get(sku); p != nil && onSale(p, now) {
		return p
	}
	return nil
}

// onSale lists the products on sale, newest first.
func (c *catalog) onSale(now time.Time) []*stash.Product {
	if c.listed != nil && within(now, c.since, c.till) {
		return c.listed
	}
	c.listed, c.since, c.till = []*stash.Product{}, time.Time{}, time.Time{}
	for _, each := range c.products.All() {
		p := &each.Value
		c.turnsAt(p.OfferStartTime, now)
		c.turnsAt(p.OfferEndTime, now)
		if onSale(p, now) {
			c.listed = append(c.listed, p)
		}
	}
	return c.listed
}

// turnsAt limits the validity of the list to before or after a time at which an offer begins or ends.
func (c *catalog) turnsAt(moment, now time.Time) {
	switch {
	case moment.IsZero():
	case moment.After(now):
		if c.till.IsZero() || moment.Before(c.till) {
			c.till = moment
		}
	case moment.After(c.since):
		c.since = moment
	}
}

// priced turns items of the managed catalog into items of a checkout.
func (s *Shop) priced(items []stash.QuickPayCatalogItem, currency string, now time.Time) ([]stash.PaymentItem, *Refusal) {
	if len(items) > 0 && currency != "" && !strings.EqualFold(currency, "USD") {
		return nil, Invalid("currency", "catalogItems are sold in USD here; leave it unset or send USD")
	}
	var sold []stash.PaymentItem
	for i, item := range items {
		each, failed := s.catalogItem(fmt.Sprintf("catalogItems[%d].id", i), item.ID, now)
		if failed != nil {
			return nil, failed
		}
		each.Quantity = item.Quantity
		sold = append(sold, each)
	}
	return sold, nil
}

// catalogItem returns one piece of the product that a request names in the given field.
func (s *Shop) catalogItem(field, sku string, now time.Time) (stash.PaymentItem, *Refusal) {
	p := s.catalog.find(sku, now)
	if p == nil {
		return stash.PaymentItem{}, Invalid(field, fmt.Sprintf("there is no product %.100q on sale now", sku))
	}
	price, ok := USPrice(p.Prices)
	if !ok {
		return stash.PaymentItem{}, Invalid(field, fmt.Sprintf("the product %.100q has no price in USD for the US, so it cannot be sold", sku))
	}
	return stash.PaymentItem{
		ID: sku, Quantity: 1, Description: p.Description.DefaultText,
		Name:         cmp.Or(p.DisplayName.DefaultText, p.Name.DefaultText),
		PricePerItem: stash.FormatMinorUnits(price.Cents, int(price.DecimalPlaces)),
	}, nil
}

// USPrice returns the price that a product is sold at. The document requires this price of each product that is not a
// gift.
func USPrice(prices []stash.ProductPrice) (stash.ProductPrice, bool) {
	i := slices.IndexFunc(prices, func(price stash.ProductPrice) bool {
		return price.Currency == "USD" && price.Region == "US" && price.Platform == stash.ProductPricePlatformUniversal
	})
	if i < 0 {
		return stash.ProductPrice{}, false
	}
	return prices[i], true
}
func onSale(p *stash.Product, now time.Time) bool {
	return p.Status == stash.ProductStatusPublished && within(now, p.OfferStartTime, p.OfferEndTime)
}

// newestFirst sorts by creation time. It sorts products of the same time by when they were added.
func newestFirst(a, b *store.Row[stash.Product]) int {
	return cmp.Or(b.Value.CreatedAt.Compare(a.Value.CreatedAt), cmp.Compare(b.Number, a.Number))
}
