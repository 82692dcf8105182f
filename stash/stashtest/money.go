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

// total adds up items in the unit and with the decimals of their prices.
func total(items []stash.PaymentItem) (string, error) {
	sum, decimals := new(big.Rat), 0
	for i, item := range items {
		price, ok := new(big.Rat).SetString(item.PricePerItem)
		if !ok || !wire.Match(decimalPrice, item.PricePerItem) {
			return "", fmt.Errorf("items[%d].pricePerItem: %.40q is not a decimal number", i, item.PricePerItem)
		}
		if _, fraction, ok := strings.Cut(item.PricePerItem, "."); ok {
			decimals = max(decimals, len(fraction))
		}
		sum.Add(sum, price.Mul(price, new(big.Rat).SetInt64(int64(item.Quantity))))
	}
	return sum.FloatString(decimals), nil
}
