package stash

import (
	"fmt"
	"strconv"
	"strings"
)

// maxDecimalPlaces is the maximum in Stash's own definitions.
const maxDecimalPlaces = 18

// FormatMinorUnits writes an amount of minor units (such as cents) as a decimal number of major units: 499 with 2
// decimal places is "4.99", 499 with 0 is "499". Take the number of decimal places from the message that has the
// amount. Stash's own definitions allow 0 to 18. For any other number the amount is written with an exponent, such as
// 499e-20, which is still the right value.
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

// ParseMinorUnits reads a decimal number of major units as minor units: "4.99" with 2 decimal places is 499, and so is
// "4.990". It never rounds: a number with more decimals than decimalPlaces is an error. decimalPlaces outside 0 to 18 is
// an error too.
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
		return 0, fmt.Errorf("stash: %.40q has more than %d decimals, and amounts are not rounded", text, decimalPlaces)
	}
	digits = whole + fraction + strings.Repeat("0", decimalPlaces-len(fraction))
	if negative {
		digits = "-" + digits
	}
	amount, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("stash: %.40q is too large: the amount in minor units does not fit into 64 bits", text)
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
