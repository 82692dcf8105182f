package stashtest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// charming is the only rounding scheme that a source names. How it rounds is not known: the emulator goes up to the
// next amount that ends in 99.
const charming = "hg"

func convertPrices(s *Server, c *call) (any, *status) {
	body, failed := read[stash.ConvertPricesRequest](c)
	if failed != nil {
		return nil, failed
	}
	if !strings.EqualFold(body.SourceCurrency, "USD") {
		return nil, invalid("sourceCurrency", "only USD is supported")
	}
	code := strings.ToUpper(body.DestinationCountry)
	to, ok := countries[code]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(countries)), ", ")
		return nil, invalid("destinationCountry", fmt.Sprintf("the emulator has no rate for %s; it knows %s", code, known))
	}
	if body.Rounding != "" && body.Rounding != charming {
		return nil, invalid("rounding", fmt.Sprintf("there is no scheme %.40q; leave it unset for none", body.Rounding))
	}
	answer := stash.ConvertPricesResponse{
		SourceCurrency: "USD", DestinationCurrency: to.currency, DestinationCountry: code, TaxRate: to.tax, TaxInclusive: to.taxInclusive,
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	for _, sku := range body.SKUs {
		price := s.state.sheet.get(sheetKey(&stash.SheetPrice{SKU: sku, Region: "US"}))
		if price == nil || price.Currency != "USD" || price.DecimalPlaces != 2 {
			answer.MissingSKUs = append(answer.MissingSKUs, sku)
			continue
		}
		exact, fits := to.convert(price.Amount)
		if !fits {
			return nil, precondition(fmt.Sprintf("the price of %.100q is too large to convert", sku))
		}
		charged := exact
		if body.Rounding == charming && decimalsOf(to.currency) == 2 {
			charged = (exact/100)*100 + 99
		}
		answer.Conversions = append(answer.Conversions, stash.PriceConversion{
			SKU: sku, SourceAmount: price.Amount, DestinationAmount: charged, PreRoundingAmount: exact,
			DisplayPrice: to.display(charged), DecimalPlaces: int32(decimalsOf(to.currency)),
		})
	}
	return answer, nil
}

// convert turns US cents into minor units of the country, with its tax when prices have it in them. Halves go up.
func (c *country) convert(cents int64) (amount int64, fits bool) {
	sum := new(big.Rat).SetInt64(cents)
	sum.Mul(sum, decimal(c.rate))
	if c.taxInclusive {
		sum.Mul(sum, new(big.Rat).Add(decimal("1"), decimal(c.tax)))
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimalsOf(c.currency))), nil)
	sum.Mul(sum, new(big.Rat).SetFrac(scale, big.NewInt(100)))
	rounded := new(big.Int).Lsh(sum.Num(), 1)
	rounded.Add(rounded, sum.Denom()).Div(rounded, new(big.Int).Lsh(sum.Denom(), 1))
	const most = 1 << 62 // so that rounding has room
	return rounded.Int64(), rounded.IsInt64() && rounded.Int64() < most
}

func (c *country) display(amount int64) string {
	number := stash.FormatMinorUnits(amount, decimalsOf(c.currency))
	if c.comma {
		number = strings.Replace(number, ".", ",", 1)
	}
	return c.before + number + c.after
}

// decimal reads a number of the table above.
func decimal(text string) *big.Rat {
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("stashtest: " + text + " is not a number")
	}
	return n
}
