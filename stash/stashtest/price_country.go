package stashtest

// country is what a price becomes in a country. Rates and taxes are made up once and stay as they are, so that a test
// can count on them; they are decimal numbers in text, because sums of money must be exact.
type country struct {
	currency     string
	rate         string // for one US dollar
	tax          string // as a fraction of the price before tax
	taxInclusive bool   // shown prices have the tax in them
	before       string // written before the number
	after        string // written after it; with a no-break space, as CLDR has it
	comma        bool   // the decimal sign is a comma
}

// countries are by ISO 3166-1 alpha-2 code. Among them are currencies without minor units and with three decimals.
var countries = map[string]country{
	"US": {currency: "USD", rate: "1", tax: "0", before: "$"},
	"CA": {currency: "CAD", rate: "1.37", tax: "0.05", before: "$"},
	"GB": {currency: "GBP", rate: "0.79", tax: "0.2", taxInclusive: true, before: "£"},
	"DE": {currency: "EUR", rate: "0.925", tax: "0.19", taxInclusive: true, after: "\u00a0€", comma: true},
	"FR": {currency: "EUR", rate: "0.925", tax: "0.2", taxInclusive: true, after: "\u00a0€", comma: true},
	"BR": {currency: "BRL", rate: "5.4", tax: "0", before: "R$\u00a0", comma: true},
	"JP": {currency: "JPY", rate: "150", tax: "0.1", taxInclusive: true, before: "¥"},
	"KR": {currency: "KRW", rate: "1350", tax: "0.1", taxInclusive: true, before: "₩"},
	"KW": {currency: "KWD", rate: "0.307", tax: "0", before: "KWD\u00a0"},
}
