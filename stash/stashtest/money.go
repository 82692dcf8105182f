package stashtest

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
	"github.com/stash-sdk/stash-go/stash"
)

// decimalPrice is a price as the document has it. A big.Rat reads fractions, exponents and hexadecimal numbers too.
const decimalPrice = "^[0-9]+[.]?[0-9]*$"

// priceOf reads a price.
func priceOf(text string) (price *big.Rat, ok bool) {
	if !wire.Match(decimalPrice, text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// checkPrices refuses a price that is no number or finer than its currency, which events and a game server could not
// be told exactly. The field is what a request has the price in, with [] where the number of its item belongs.
func checkPrices(items []stash.PaymentItem, currency, field string) *status {
	decimals := decimalsOf(currency)
	for i, item := range items {
		at := strings.Replace(field, "[]", fmt.Sprintf("[%d]", i), 1)
		price, ok := priceOf(item.PricePerItem)
		if !ok {
			return invalid(at, fmt.Sprintf("%.40q is not a decimal number", item.PricePerItem))
		}
		if !inMinorUnits(price, decimals).IsInt() {
			return invalid(at, fmt.Sprintf("%.40q is finer than %.10s can be, which has %d decimals", item.PricePerItem, strings.ToUpper(currency), decimals))
		}
	}
	return nil
}

// total adds up items in the unit and with the decimals of their prices, which checkPrices has seen.
func total(items []stash.PaymentItem) string {
	sum, decimals := new(big.Rat), 0
	for _, item := range items {
		price, ok := priceOf(item.PricePerItem)
		if !ok {
			return ""
		}
		if _, fraction, ok := strings.Cut(item.PricePerItem, "."); ok {
			decimals = max(decimals, len(fraction))
		}
		sum.Add(sum, price.Mul(price, new(big.Rat).SetInt64(int64(item.Quantity))))
	}
	return sum.FloatString(decimals)
}

// inMinorUnits makes an amount in major units one in minor units. It changes the amount itself.
func inMinorUnits(amount *big.Rat, decimals int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return amount.Mul(amount, new(big.Rat).SetInt(scale))
}
