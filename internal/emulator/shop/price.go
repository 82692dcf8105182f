package shop

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/store"
	"github.com/stash-sdk/stash-go/stash"
)

// SetPrice sets a SKU's price in the price sheet for a region. It replaces an earlier price of the same SKU and region.
func (s *Shop) SetPrice(price stash.SheetPrice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sheet.Set(sheetKey(&price), price)
}

// sheetKey is also the position of a page in the sheet. Its separator sorts before any letter.
func sheetKey(p *stash.SheetPrice) string { return p.SKU + "\x00" + strings.ToUpper(p.Region) }

func bySheetKey(a, b *store.Row[stash.SheetPrice]) int { return cmp.Compare(a.Key, b.Key) }

// Prices lists the price sheet by SKU: at most limit prices of a region after a position; an empty region means all.
// Next is the position of the last listed price, and empty at the end of the sheet.
func (s *Shop) Prices(region, after string, limit int) (page []stash.SheetPrice, next string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	prices := s.sheet.All()
	start, found := slices.BinarySearchFunc(prices, after, func(p *store.Row[stash.SheetPrice], key string) int { return cmp.Compare(p.Key, key) })
	if found {
		start++
	}
	for _, each := range prices[start:] {
		price := &each.Value
		if region != "" && !strings.EqualFold(price.Region, region) {
			continue
		}
		if n := len(page); n == limit {
			return page, sheetKey(&page[n-1])
		}
		page = append(page, *price)
	}
	return page, ""
}

// SheetPrice returns the price sheet's price of a SKU for the US.
func (s *Shop) SheetPrice(sku string) (price stash.SheetPrice, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.sheet.Get(sheetKey(&stash.SheetPrice{SKU: sku, Region: "US"})); found != nil {
		return *found, true
	}
	return price, false
}

// charming is the only rounding scheme that a source names. No source says how it rounds. The emulator rounds up to the
// next amount that ends in 99.
const charming = "hg"

// Convert converts prices of the sheet to the prices in a country.
func (s *Shop) Convert(body *stash.ConvertPricesRequest) (*stash.ConvertPricesResponse, *Refusal) {
	if !strings.EqualFold(body.SourceCurrency, "USD") {
		return nil, Invalid("sourceCurrency", "only USD is supported")
	}
	code := strings.ToUpper(body.DestinationCountry)
	to, ok := money.Countries[code]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(money.Countries)), ", ")
		return nil, Invalid("destinationCountry", fmt.Sprintf("the emulator has no rate for %s; it knows %s", code, known))
	}
	if body.Rounding != "" && body.Rounding != charming {
		return nil, Invalid("rounding", fmt.Sprintf("there is no scheme %.40q; leave it unset for none", body.Rounding))
	}
	answer := &stash.ConvertPricesResponse{
		SourceCurrency: "USD", DestinationCurrency: to.Currency, DestinationCountry: code, TaxRate: to.Tax, TaxInclusive: to.TaxInclusive,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sku := range body.SKUs {
		price := s.sheet.Get(sheetKey(&stash.SheetPrice{SKU: sku, Region: "US"}))
		if price == nil || price.Currency != "USD" || price.DecimalPlaces != 2 {
			answer.MissingSKUs = append(answer.MissingSKUs, sku)
			continue
		}
		exact, fits := to.Convert(price.Amount)
		if !fits {
			return nil, precondition(fmt.Sprintf("the price of %.100q is too large to convert", sku))
		}
		charged := exact
		if body.Rounding == charming && money.Decimals(to.Currency) == 2 {
			charged = (exact/100)*100 + 99
		}
		answer.Conversions = append(answer.Conversions, stash.PriceConversion{
			SKU: sku, SourceAmount: price.Amount, DestinationAmount: charged, PreRoundingAmount: exact,
			DisplayPrice: to.Display(charged), DecimalPlaces: int32(money.Decimals(to.Currency)),
		})
	}
	return answer, nil
}
