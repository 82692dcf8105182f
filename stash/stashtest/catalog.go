package stashtest

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// catalog is the managed catalog. Which products are on sale changes only when one is added and when an offer begins
// or ends; between those moments every page is cut from the same list, so that reading many pages of a large
// catalog stays cheap.
type catalog struct {
	products    listing[string, product]
	added       int
	listed      []*product // what is on sale from since on, and before till; nil when that is not known
	since, till time.Time  // till is zero when no offer will begin or end
}

func newCatalog() catalog { return catalog{products: newListing[string](newestFirst)} }

func (c *catalog) add(p stash.Product) {
	c.added++
	c.products.set(p.ProductID, product{p, c.added})
	c.listed = nil
}

// find returns a product that is on sale, or nil.
func (c *catalog) find(sku string, now time.Time) *product {
	if p := c.products.byKey[sku]; p != nil && p.onSale(now) {
		return p
	}
	return nil
}

// onSale lists the products on sale, newest first.
func (c *catalog) onSale(now time.Time) []*product {
	if c.listed != nil && within(now, c.since, c.till) {
		return c.listed
	}
	c.listed, c.since, c.till = []*product{}, time.Time{}, time.Time{}
	for _, p := range c.products.all() {
		c.turnsAt(p.OfferStartTime, now)
		c.turnsAt(p.OfferEndTime, now)
		if p.onSale(now) {
			c.listed = append(c.listed, p)
		}
	}
	return c.listed
}

// turnsAt narrows the time in which the list holds to this side of a moment at which an offer begins or ends.
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
