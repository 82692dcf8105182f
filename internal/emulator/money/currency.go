package money

import "strings"

// Decimals is the number of decimals of a currency, where a message does not tell it. Stash counts by CLDR: its
// definitions say so of every amount for a game server, and that differs from ISO 4217, which has 3 for IQD and 2 for
// LBP where CLDR has none.
func Decimals(currency string) int {
	if n, ok := otherDecimals[strings.ToUpper(currency)]; ok {
		return n
	}
	return 2
}

// otherDecimals are the currencies in use that do not have two decimals, by the digits of CLDR 45's supplemental data.
// IDR alone is not from there: CLDR has 2 for it, and Stash's own list has 0.
var otherDecimals = func() map[string]int {
	byCurrency := map[string]int{}
	for n, currencies := range map[int]string{
		0: `AFN ALL BIF CLP DJF GNF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PYG RSD RWF SLL SOS SYP UGX UYI VND VUV
			XAF XOF XPF YER`,
		3: "BHD JOD KWD LYD OMR TND",
		4: "CLF UYW",
	} {
		for _, currency := range strings.Fields(currencies) {
			byCurrency[currency] = n
		}
	}
	return byCurrency
}()
