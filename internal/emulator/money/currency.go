package money

import "strings"

// Decimals returns the number of decimals of a currency, for messages that do not give it. Stash uses CLDR: its
// definitions say so for every amount sent to a game server. CLDR differs from ISO 4217: IQD has 0 decimals instead of
// 3, and LBP 0 instead of 2.
func Decimals(currency string) int {
	if n, ok := otherDecimals[strings.ToUpper(currency)]; ok {
		return n
	}
	return 2
}

// otherDecimals lists the current currencies without two decimals, from CLDR 45's supplemental data. Only IDR is from
// Stash's own list, which has 0 decimals; CLDR has 2.
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
