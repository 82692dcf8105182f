package money

// Country has the exchange rate, tax and price format of a country. Rates and taxes are invented and fixed, so that
// tests can rely on them. They are decimal numbers in text, because money must be exact.
type Country struct {
	Currency     string
	rate         string // for one US dollar
	Tax          string // as a fraction of the price before tax
	TaxInclusive bool   // prices include the tax
	before       string // written before the number
	after        string // written after the number, with a no-break space as in CLDR
	comma        bool   // the decimal sign is a comma
}

// Countries maps ISO 3166-1 alpha-2 codes to countries. Some of their currencies have no minor units, or three decimals.
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
