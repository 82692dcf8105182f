package shop

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/stash-sdk/stash-go/stash"
)

// AddProducts adds products to the managed catalog. A product replaces an earlier one with the same SKU (ProductID).
// AddProducts fills in an unset status with published, and unset times. If a product has no SKU, it adds nothing.
func (s *Shop) AddProducts(products ...stash.Product) error {
	if slices.ContainsFunc(products, func(p stash.Product) bool { return p.ProductID == "" }) {
		return errors.New("the product has no SKU; set ProductID")
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range products {
		p.Status = cmp.Or(p.Status, stash.ProductStatusPublished)
		p.CreatedAt = cmp.Or(p.CreatedAt, now)
		p.UpdatedAt = cmp.Or(p.UpdatedAt, p.CreatedAt)
		p.Prices, p.Items, p.Bonuses = slices.Clone(p.Prices), slices.Clone(p.Items), slices.Clone(p.Bonuses)
		for i := range p.Prices {
			p.Prices[i].UpdatedAt = cmp.Or(p.Prices[i].UpdatedAt, p.UpdatedAt)
		}
		s.catalog.add(p)
	}
	return nil
}

// Products lists at most limit products on sale from an offset, newest first. Next is the offset of the next product; 0
// at the end.
func (s *Shop) Products(offset, limit int64) (page []stash.Product, next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	onSale := s.catalog.onSale(s.now())
	first := min(offset, int64(len(onSale)))
	last := first + min(limit, int64(len(onSale))-first)
	page = make([]stash.Product, 0, last-first)
	for _, p := range onSale[first:last] {
		page = append(page, *p)
	}
	if last < int64(len(onSale)) {
		next = last
	}
	return page, next
}

// OnSale lists all products on sale, newest first.
func (s *Shop) OnSale() []stash.Product {
	page, _ := s.Products(0, math.MaxInt64)
	return page
}

// Product returns a product if it is on sale.
func (s *Shop) Product(sku string) (stash.Product, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.catalog.find(sku, s.now())
	if found == nil {
		return stash.Product{}, NotFound(fmt.Sprintf("there is no product %.100q on sale now", sku))
	}
	return *found, nil
}

// Front is the content of the web shop for a player.
type Front struct {
	Player   string                 // empty when nobody is signed in
	Products []Listed               // newest first
	More     int                    // number of products on sale that the list leaves out
	Campaign *stash.LoyaltyCampaign // nil when none is running
	Standing stash.PlayerLoyalty
}

// Listed is a product on sale.
type Listed struct {
	stash.Product
	Price string // in major units of USD; empty when the product has none and cannot be sold
}

// Front returns the content of the web shop for the player of a session, with a limited number of products.
func (s *Shop) Front(session string, most int) (front Front) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if player := s.sessions.Get(session); player != nil {
		front.Player = *player
	}
	onSale := s.catalog.onSale(now)
	front.More = max(0, len(onSale)-most)
	for _, p := range onSale[:len(onSale)-front.More] {
		listed := Listed{Product: *p}
		if item, failed := s.catalogItem("sku", p.ProductID, now); failed == nil {
			listed.Price = item.PricePerItem
		}
		front.Products = append(front.Products, listed)
	}
	var points int64
	if front.Campaign, points = s.standing(front.Player); front.Campaign != nil {
		front.Standing = loyaltyOf(front.Campaign, points)
	}
	return front
}
