package stashtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// AddProduct adds products to the managed catalog; one takes the place of an earlier one with the same SKU
// (ProductID). What is not set is filled in: published as status, and the server's time for what has none. A product
// without a SKU panics.
func (s *Server) AddProduct(products ...stash.Product) {
	s.addProducts(products)
	s.mustKeep("AddProduct")
}

func (s *Server) addProducts(products []stash.Product) {
	now := s.time()
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	for _, p := range products {
		if p.ProductID == "" {
			panic("stashtest: AddProduct: the product has no SKU; set ProductID")
		}
		p.Status = cmp.Or(p.Status, stash.ProductStatusPublished)
		p.CreatedAt = cmp.Or(p.CreatedAt, now)
		p.UpdatedAt = cmp.Or(p.UpdatedAt, p.CreatedAt)
		p.Prices, p.Items, p.Bonuses = slices.Clone(p.Prices), slices.Clone(p.Items), slices.Clone(p.Bonuses)
		for i := range p.Prices {
			p.Prices[i].UpdatedAt = cmp.Or(p.Prices[i].UpdatedAt, p.UpdatedAt)
		}
		s.state.catalog.add(p)
	}
}

// USDPrice is what makes a product a paid one: its price in the US, in cents.
func USDPrice(cents int64) stash.ProductPrice {
	return stash.ProductPrice{
		Currency: "USD", Region: "US", Platform: stash.ProductPricePlatformUniversal, Cents: cents, DecimalPlaces: 2,
	}
}

func listProducts(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	limit, failed := c.integer("limit", usualPage)
	if failed != nil {
		return nil, failed
	}
	offset, failed := c.integer("offset", 0)
	if failed != nil {
		return nil, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	onSale := s.state.catalog.onSale(s.time())
	first := min(offset, int64(len(onSale)))
	last := min(first+min(limit, longestPage), int64(len(onSale)))
	answer := stash.ListProductsResponse{Products: make([]stash.Product, 0, last-first)}
	for _, p := range onSale[first:last] {
		answer.Products = append(answer.Products, *p)
	}
	if last < int64(len(onSale)) {
		answer.NextOffset = last
	}
	return answer, nil
}

func getProduct(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sku := c.Params["productId"]
	found := s.state.catalog.find(sku, s.time())
	if found == nil {
		return nil, notFound(fmt.Sprintf("there is no product %.100q on sale now", sku))
	}
	return stash.GetProductResponse{Product: *found}, nil
}

// ownShop refuses a path with another shop's id. It is no 404: those mean "not on sale" and "no campaign" here,
// which callers take for ordinary, so a wrong shop id would hide behind them.
func (s *Server) ownShop(c *call) *status {
	if strings.EqualFold(c.Params["shopId"], s.ShopID) {
		return nil
	}
	return forbidden("shopId: the credential is not one of the shop " + c.Params["shopId"])
}

func onSale(p *stash.Product, now time.Time) bool {
	return p.Status == stash.ProductStatusPublished && within(now, p.OfferStartTime, p.OfferEndTime)
}

// newestFirst tells products made at the same time by when they were added.
func newestFirst(a, b *row[stash.Product]) int {
	return cmp.Or(b.value.CreatedAt.Compare(a.value.CreatedAt), cmp.Compare(b.number, a.number))
}
