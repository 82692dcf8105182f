package money

// Country is what a price becomes in a country. Rates and taxes are made up once and stay as they are, so that a test
// can count on them; they are decimal numbers in text, because sums of money must be exact.
type Country struct {
	Currency     string
	rate         string // for one US dollar
	Tax          string // as a fraction of the price before tax
	TaxInclusive bool   // shown prices have the tax in them
	before       string // written before the number
	after        string // written after it; with a no-break space, as CLDR has it
	comma        bool   // the decimal sign is a comma
}

// Countries are by ISO 3166-1 alpha-2 code. Among them are currencies without minor units and with three decimals.
var Countries = map[string]Country{
	"US": {Currency: "USD", rate: "1", Tax: "0", before: "$"},
	"CA": {Currency: "CAD", rate: "1.37", Tax: "0.05", before: "$"},
	"GB": {Currency: "GBP", rate: "0.79", Tax: "0.2", TaxInclusive: true, before: "£"},
	"DE": {Currency: "EUR", rate: "0.925", Tax: "0.19", TaxInclusive: true, after: "\u00a0€", comma: true},
	"FR": {Currency: "EUR", rate: "0.925", Tax: "0.2", TaxInclusive: true, after: "\u00a0€", comma: true},
	"BR": {Currency: "BRL", rate: "5.4", Tax: "0", before: "R$\u00a0", comma: true},
	"JP": {Currency: "JPY", rate: "150", Tax: "0.1", TaxInclusive: true, before: "¥"},
	"KR": {Currency: "KRW", rate: "1350", Tax: "0.1", TaxInclusive: true, before: "₩"},
	"KW": {Currency: "KWD", rate: "0.307", Tax: "0", before: "KWD\u00a0"},
}
