package money

import (
	"math/big"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// Convert turns US cents into minor units of the country. It adds the tax if the country's prices include it, and rounds
// halves up.
func (c *Country) Convert(cents int64) (amount int64, fits bool) {
	sum := new(big.Rat).SetInt64(cents)
	sum.Mul(sum, decimal(c.rate))
	if c.TaxInclusive {
		sum.Mul(sum, new(big.Rat).Add(decimal("1"), decimal(c.Tax)))
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(Decimals(c.Currency))), nil)
	sum.Mul(sum, new(big.Rat).SetFrac(scale, big.NewInt(100)))
	rounded := new(big.Int).Lsh(sum.Num(), 1)
	rounded.Add(rounded, sum.Denom()).Div(rounded, new(big.Int).Lsh(sum.Denom(), 1))
	const most = 1 << 62 // leaves room for rounding
	return rounded.Int64(), rounded.IsInt64() && rounded.Int64() < most
}

// Display writes an amount in minor units as shoppers in the country know it.
func (c *Country) Display(amount int64) string {
	number := stash.FormatMinorUnits(amount, Decimals(c.Currency))
	if c.comma {
		number = strings.Replace(number, ".", ",", 1)
	}
	return c.before + number + c.after
}

// decimal parses a number of the table of countries.
func decimal(text string) *big.Rat {
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("money: " + text + " is not a number")
	}
	return n
}
