package stashtest

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// catalog is the managed catalog. Which products are on sale changes only when one is added and when an offer begins
// or ends; between those moments every page is cut from the same list, so that reading many pages of a large
// catalog stays cheap.
type catalog struct {
	products    table[stash.Product] // by SKU
	listed      []*stash.Product     // what is on sale from since on, and before till; nil when that is not known
	since, till time.Time            // till is zero when no offer will begin or end
}

func newCatalog() catalog { return catalog{products: sortedTable("products", newestFirst)} }

func (c *catalog) add(p stash.Product) {
	c.products.add(p.ProductID, p)
	c.listed = nil
}

// find returns a product that is on sale, or nil.
func (c *catalog) find(sku string, now time.Time) *stash.Product {
	if p := c.products.get(sku); p != nil && onSale(p, now) {
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
	for _, each := range c.products.all() {
		p := &each.value
		c.turnsAt(p.OfferStartTime, now)
		c.turnsAt(p.OfferEndTime, now)
		if onSale(p, now) {
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
