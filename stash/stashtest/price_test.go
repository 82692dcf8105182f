package stashtest_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestConvertPrices holds exact amounts, also in currencies without minor units and with three decimals.
func TestConvertPrices(t *testing.T) {
	srv := stashtest.New(t)
	srv.SetPrice("a", 499)
	srv.SetPrice("cent", 1)
	srv.SetPrice("free", 0)
	srv.SetPrice("huge", math.MaxInt64)
	srv.SetRegionPrice(stash.SheetPrice{SKU: "elsewhere", Region: "DE", Currency: "EUR", Amount: 499, DecimalPlaces: 2})
	for _, tt := range []struct {
		sku, country, rounding string
		amount, exact          int64
		decimals               int32
		currency, display, tax string
		inclusive              bool
	}{
		{"a", "US", "", 499, 499, 2, "USD", "$4.99", "0", false},
		{"a", "de", "", 549, 549, 2, "EUR", "5,49\u00a0€", "0.19", true},
		{"a", "DE", "hg", 599, 549, 2, "EUR", "5,99\u00a0€", "0.19", true},
		{"a", "GB", "", 473, 473, 2, "GBP", "£4.73", "0.2", true},
		{"a", "CA", "", 684, 684, 2, "CAD", "$6.84", "0.05", false},
		{"a", "BR", "", 2695, 2695, 2, "BRL", "R$\u00a026,95", "0", false},
		{"a", "JP", "", 823, 823, 0, "JPY", "¥823", "0.1", true},
		{"a", "JP", "hg", 823, 823, 0, "JPY", "¥823", "0.1", true},
		{"a", "KW", "", 1532, 1532, 3, "KWD", "KWD\u00a01.532", "0", false},
		{"cent", "KW", "", 3, 3, 3, "KWD", "KWD\u00a00.003", "0", false},
		{"cent", "FR", "", 1, 1, 2, "EUR", "0,01\u00a0€", "0.2", true},
		{"free", "DE", "", 0, 0, 2, "EUR", "0,00\u00a0€", "0.19", true},
	} {
		t.Run(fmt.Sprint(tt.sku, tt.country, tt.rounding), func(t *testing.T) {
			answer := must(srv.Client().ConvertPrices(t.Context(), stash.ConvertPricesRequest{
				SourceCurrency: "USD", DestinationCountry: tt.country, SKUs: []string{"none", tt.sku, "elsewhere"}, Rounding: tt.rounding,
			}))
			got := answer.Conversions[0]
			if got.DestinationAmount != tt.amount || got.PreRoundingAmount != tt.exact || got.DecimalPlaces != tt.decimals || got.DisplayPrice != tt.display {
				t.Errorf("conversion is %+v, want %+v", got, tt)
			}
			if answer.DestinationCurrency != tt.currency || answer.DestinationCountry != strings.ToUpper(tt.country) || answer.TaxRate != tt.tax || answer.TaxInclusive != tt.inclusive {
				t.Errorf("answer is %+v, want %+v", answer, tt)
			}
			if !slices.Equal(answer.MissingSKUs, []string{"none", "elsewhere"}) {
				t.Errorf("missing SKUs are %v", answer.MissingSKUs)
			}
		})
	}
	for _, tt := range []struct {
		currency, country, rounding, sku, message string
	}{
		{"EUR", "DE", "", "a", "sourceCurrency: only USD"},
		{"USD", "XX", "", "a", "destinationCountry: the emulator has no rate for XX"},
		{"USD", "DE", "nice", "a", "rounding: there is no scheme"},
		{"USD", "JP", "", "huge", "too large"},
	} {
		_, err := srv.Client().ConvertPrices(t.Context(), stash.ConvertPricesRequest{
			SourceCurrency: tt.currency, DestinationCountry: tt.country, Rounding: tt.rounding, SKUs: []string{tt.sku},
		})
		if !errors.Is(err, stash.ErrInvalidArgument) || !contains(err, tt.message) {
			t.Errorf("error %v, want %q", err, tt.message)
		}
	}
}

// TestDecimalsOfCurrencies holds what a game is told of a price in currencies that do not have two decimals: CLDR's
// digits, which for some are not those of ISO 4217.
func TestDecimalsOfCurrencies(t *testing.T) {
	decimals := map[string]int{"USD": 2, "eur": 2, "MXN": 2, "XYZ": 2}
	for n, currencies := range map[int]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF vnd IQD LBP IDR",
		3: "BHD JOD KWD LYD OMR TND", 4: "CLF UYW",
	} {
		for _, currency := range strings.Fields(currencies) {
			decimals[currency] = n
		}
	}
	game := &payGame{granted: map[string]int{}}
	s := serveGame(t, game, nil)
	for currency, n := range decimals {
		id := s.link(t, "order-"+currency, "7", currency, 1)
		check(t, s.Pay(id))
		r := game.asked[len(game.asked)-1]
		if want := int64(7 * math.Pow10(n)); r.DecimalPlaces != int64(n) || r.Total != want {
			t.Errorf("7 %s is told as %d with %d decimals, want %d with %d", currency, r.Total, r.DecimalPlaces, want, n)
		}
	}
}

// TestPriceSheetPages holds that the pages of a region are complete, also when the sheet changes in between.
func TestPriceSheetPages(t *testing.T) {
	srv := stashtest.New(t)
	for i := range 130 {
		srv.SetPrice(fmt.Sprintf("sku-%03d", i), int64(i+1))
		srv.SetRegionPrice(stash.SheetPrice{SKU: fmt.Sprintf("sku-%03d", i), Region: "DE", Currency: "EUR", Amount: 1, DecimalPlaces: 2})
	}
	c := srv.Client()
	for region, want := range map[string]int{"": 260, "US": 130, "de": 130, "FR": 0} {
		for _, limit := range []int64{0, 1, 7, 130, 1000} {
			params, got := stash.GetPricesParams{}, 0
			if region != "" {
				params.Region = &region
			}
			if limit > 0 {
				params.Limit = &limit
			}
			for price, err := range c.AllPrices(t.Context(), params) {
				check(t, err)
				if region != "" && !strings.EqualFold(price.Region, region) {
					t.Fatalf("region %s lists %+v", region, price)
				}
				got++
			}
			same(t, fmt.Sprintf("prices of %q in pages of %d", region, limit), got, want)
		}
	}
	page := must(c.GetPrices(t.Context(), stash.GetPricesParams{Region: stash.Ptr("US")}))
	srv.SetPrice("sku-000a", 1) // before the second page
	srv.SetPrice("sku-999", 1)  // on the last one
	got := len(page.Prices)
	for price, err := range c.AllPrices(t.Context(), stash.GetPricesParams{Region: stash.Ptr("US"), PageToken: &page.NextPageToken}) {
		check(t, err)
		if price.SKU == page.Prices[len(page.Prices)-1].SKU {
			t.Errorf("%s is listed twice", price.SKU)
		}
		got++
	}
	same(t, "prices with those added meanwhile behind the first page", got, 131)
	for _, token := range []string{"x", "!", page.NextPageToken} {
		if _, err := c.GetPrices(t.Context(), stash.GetPricesParams{PageToken: &token}); !errors.Is(err, stash.ErrInvalidArgument) || !contains(err, "pageToken") {
			t.Errorf("token %q, of no list or of another region's: %v", token, err)
		}
	}
}
