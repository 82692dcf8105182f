// Package money calculates exact amounts: prices, their currencies, and conversions to other countries.
package money

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
	"github.com/stash-sdk/stash-go/stash"
)

// decimalPrice matches a price of the document. The check is needed because big.Rat also reads fractions, exponents and
// hexadecimal numbers.
const decimalPrice = "^[0-9]+[.]?[0-9]*$"

// Parse parses a price in major units.
func Parse(text string) (price *big.Rat, ok bool) {
	if !wire.Match(decimalPrice, text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// Check returns why a price is invalid in a currency: it is not a number, or it has too many decimals, so that events
// and calls to a game server could not carry it exactly.
func Check(price, currency string) error {
	value, ok := Parse(price)
	if !ok {
		return fmt.Errorf("%.40q is not a decimal number", price)
	}
	if decimals := Decimals(currency); !inMinorUnits(value, decimals).IsInt() {
		return fmt.Errorf("%.40q is finer than %.10s can be, which has %d decimals", price, strings.ToUpper(currency), decimals)
	}
	return nil
}

// Total adds up items in the unit and with the decimals of their prices, which Check has accepted.
func Total(items []stash.PaymentItem) string {
	sum, decimals := new(big.Rat), 0
	for _, item := range items {
		price, ok := Parse(item.PricePerItem)
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

// inMinorUnits converts an amount from major to minor units, in place.
func inMinorUnits(amount *big.Rat, decimals int) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return amount.Mul(amount, new(big.Rat).SetInt(scale))
}

// Cents converts an amount from major to minor units, exactly.
func Cents(amount string, decimals int) (int64, error) {
	price, ok := Parse(amount)
	if !ok {
		return 0, fmt.Errorf("%.40q is not a decimal number, so the game server cannot be told of it", amount)
	}
	value := inMinorUnits(price, decimals)
	if !value.IsInt() || !value.Num().IsInt64() {
		return 0, fmt.Errorf("%.40q is not an amount of a currency with %d decimals, so the game server cannot be told of it", amount, decimals)
	}
	return value.Num().Int64(), nil
}

// MinorUnits converts an amount from major units to the minor units of events, which do not carry the number of
// decimals. It returns an amount that is not a number unchanged.
func MinorUnits(amount, currency string) string {
	value, ok := Parse(amount)
	if !ok {
		return amount
	}
	return inMinorUnits(value, Decimals(currency)).FloatString(0)
}

// Times multiplies an amount in minor units.
func Times(amount string, n int32) (*big.Int, error) {
	value, ok := new(big.Int).SetString(amount, 10)
	if !ok {
		return nil, fmt.Errorf("the amount %.40q is not in minor units", amount)
	}
	return value.Mul(value, big.NewInt(int64(n))), nil
}
