package stashtest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// SetPrice sets a SKU's price in the price sheet, in US cents, for the US: what ConvertPrices starts from.
func (s *Server) SetPrice(sku string, cents int64) {
	s.SetRegionPrice(stash.SheetPrice{SKU: sku, Region: "US", Currency: "USD", Amount: cents, DecimalPlaces: 2})
}

// SetRegionPrice sets a SKU's price in the price sheet for a region, for GetPrices to list. It takes the place of an
// earlier one of the same SKU and region.
func (s *Server) SetRegionPrice(price stash.SheetPrice) {
	s.setRegionPrice(price)
	s.mustKeep("SetRegionPrice")
}

func (s *Server) setRegionPrice(price stash.SheetPrice) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.sheet.set(sheetKey(&price), price)
}

// sheetKey is also a page's place in the sheet; the separator sorts before any letter.
func sheetKey(p *stash.SheetPrice) string { return p.SKU + "\x00" + strings.ToUpper(p.Region) }

func bySheetKey(a, b *row[stash.SheetPrice]) int { return cmp.Compare(a.key, b.key) }

func getPrices(s *Server, c *call) (any, *status) {
	limit, failed := c.integer("limit", usualPage)
	if failed != nil {
		return nil, failed
	}
	region := c.query.Get("region")
	list := "prices of " + strings.ToUpper(region)
	after, failed := c.position(list)
	if failed != nil {
		return nil, failed
	}
	limit = min(limit, longestPage)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	prices := s.state.sheet.all()
	start, found := slices.BinarySearchFunc(prices, after, func(p *row[stash.SheetPrice], key string) int { return cmp.Compare(p.key, key) })
	if found {
		start++
	}
	var answer stash.GetPricesResponse
	for _, each := range prices[start:] {
		price := &each.value
		if region != "" && !strings.EqualFold(price.Region, region) {
			continue
		}
		if n := len(answer.Prices); n == int(limit) {
			answer.NextPageToken = pageToken(list, sheetKey(&answer.Prices[n-1]))
			break
		}
		answer.Prices = append(answer.Prices, *price)
	}
	return answer, nil
}
