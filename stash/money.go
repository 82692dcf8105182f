package stash

import (
	"fmt"
	"strconv"
	"strings"
)

// maxDecimalPlaces is what Stash's own definitions allow.
const maxDecimalPlaces = 18

// FormatMinorUnits writes an amount of minor units (cents) as a decimal number of major units: 499 with 2 decimal
// places is "4.99", 499 with 0 is "499". The number of decimal places comes with the amount, in its message; there
// is no table of currencies to go stale. Stash's own definitions allow 0 to 18; for another number, which a message
// could hold by mistake, the amount is written with an exponent (499e-20), so that it is neither wrong nor a panic.
func FormatMinorUnits(amount int64, decimalPlaces int) string {
	digits := strconv.FormatInt(amount, 10)
	if !placesInRange(decimalPlaces) {
		return digits + "e" + strconv.Itoa(-decimalPlaces)
	}
	sign := ""
	if amount < 0 {
		sign, digits = "-", digits[1:]
	}
	if decimalPlaces == 0 {
		return sign + digits
	}
	if missing := decimalPlaces + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - decimalPlaces
	return sign + digits[:point] + "." + digits[point:]
}

// ParseMinorUnits reads a decimal number of major units as minor units: "4.99" with 2 decimal places is 499, and so
// is "4.990". A number that has more decimals than there are minor units for is an error, never rounded; so are
// decimal places that are not 0 to 18.
func ParseMinorUnits(text string, decimalPlaces int) (int64, error) {
	if !placesInRange(decimalPlaces) {
		return 0, fmt.Errorf("stash: an amount has 0 to %d decimal places, not %d", maxDecimalPlaces, decimalPlaces)
	}
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if !isDigits(whole) || point && !isDigits(fraction) {
		return 0, fmt.Errorf("stash: %.40q is not an amount; write digits with a point, such as 4.99", text)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > decimalPlaces {
		return 0, fmt.Errorf("stash: %.40q has more than %d decimals, and an amount is not rounded", text, decimalPlaces)
	}
	digits = whole + fraction + strings.Repeat("0", decimalPlaces-len(fraction))
	if negative {
		digits = "-" + digits
	}
	amount, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("stash: %.40q is too large an amount for 64 bits of minor units", text)
	}
	return amount, nil
}

func placesInRange(n int) bool { return n >= 0 && n <= maxDecimalPlaces }

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
