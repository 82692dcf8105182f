package money

import (
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// Show writes a price as a page shows it: with at least the decimals of its currency, and none of its own lost.
func Show(price, currency string) string {
	value, ok := new(big.Rat).SetString(price)
	if !ok {
		return price + " " + strings.ToUpper(currency)
	}
	_, fraction, _ := strings.Cut(price, ".")
	return value.FloatString(max(Decimals(currency), len(fraction))) + " " + strings.ToUpper(currency)
}

// ShowCents writes an amount in minor units as a page shows it.
func ShowCents(amount int64, currency string) string {
	return stash.FormatMinorUnits(amount, Decimals(currency)) + " " + strings.ToUpper(currency)
}

// ShowSum is what an item costs in its quantity.
func ShowSum(item stash.PaymentItem, currency string) string {
	return Show(Total([]stash.PaymentItem{item}), currency)
}
