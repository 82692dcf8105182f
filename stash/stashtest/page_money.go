package stashtest

import (
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// inCurrency writes a price as a page shows it: with at least the decimals of its currency, and none of its own lost.
func inCurrency(price, currency string) string {
	value, ok := new(big.Rat).SetString(price)
	if !ok {
		return price + " " + strings.ToUpper(currency)
	}
	_, fraction, _ := strings.Cut(price, ".")
	return value.FloatString(max(decimalsOf(currency), len(fraction))) + " " + strings.ToUpper(currency)
}

// centsInCurrency writes an amount in minor units as a page shows it.
func centsInCurrency(amount int64, currency string) string {
	return stash.FormatMinorUnits(amount, decimalsOf(currency)) + " " + strings.ToUpper(currency)
}

// sumOf is what an item costs in its quantity.
func sumOf(item stash.PaymentItem, currency string) string {
	return inCurrency(total([]stash.PaymentItem{item}), currency)
}
