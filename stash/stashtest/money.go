package stashtest

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// total adds up items in the unit and with the decimals of their prices.
func total(items []stash.PaymentItem) (string, error) {
	sum, decimals := new(big.Rat), 0
	for i, item := range items {
		price, ok := new(big.Rat).SetString(item.PricePerItem)
		if !ok {
			return "", fmt.Errorf("items[%d].pricePerItem: %.40q is not a number", i, item.PricePerItem)
		}
		if _, fraction, ok := strings.Cut(item.PricePerItem, "."); ok {
			decimals = max(decimals, len(fraction))
		}
		sum.Add(sum, price.Mul(price, new(big.Rat).SetInt64(int64(item.Quantity))))
	}
	return sum.FloatString(decimals), nil
}
