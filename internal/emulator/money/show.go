package money

import (
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// Show writes a price for a page, with at least the decimals of its currency. It never drops a decimal.
func Show(price, currency string) string {
	value, ok := new(big.Rat).SetString(price)
	if !ok {
		return price + " " + strings.ToUpper(currency)
	}
	_, fraction, _ := strings.Cut(price, ".")
	return value.FloatString(max(Decimals(currency), len(fraction))) + " " + strings.ToUpper(currency)
}

// ShowCents writes an amount in minor units for a page.
func ShowCents(amount int64, currency string) string {
	return stash.FormatMinorUnits(amount, Decimals(currency)) + " " + strings.ToUpper(currency)
}

// ShowSum writes the price of an item times its quantity.
func ShowSum(item stash.PaymentItem, currency string) string {
	return Show(Total([]stash.PaymentItem{item}), currency)
}
