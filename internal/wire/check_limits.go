package wire

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits are the limits that a schema puts on a number. A limit that is not set is infinite.
type Limits struct {
	Least, Most           float64
	AboveLeast, BelowMost bool    // exclusiveMinimum, exclusiveMaximum
	MultipleOf            float64 // 0 for none
}

// Unlimited are no limits.
var Unlimited = Limits{Least: math.Inf(-1), Most: math.Inf(1)}

// CheckNumber applies the limits of a number. An optional number that is zero is not sent and has none.
func CheckNumber[T ~int | ~int32 | ~int64 | ~float64](field string, value T, required bool, limits Limits) error {
	n := float64(value)
	if n == 0 && !required {
		return nil
	}
	what := ""
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		what = "it must be a number that JSON has"
	case n < limits.Least:
		what = "it must be at least " + number(limits.Least)
	case n == limits.Least && limits.AboveLeast:
		what = "it must be more than " + number(limits.Least)
	case n > limits.Most:
		what = "it must be at most " + number(limits.Most)
	case n == limits.Most && limits.BelowMost:
		what = "it must be less than " + number(limits.Most)
	case limits.MultipleOf > 0 && !multiple(n, limits.MultipleOf):
		what = "it must be a multiple of " + number(limits.MultipleOf)
	default:
		return nil
	}
	return &Problem{field, fmt.Sprintf("is %v; %s", value, what)}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// multiple allows for decimal fractions, which binary ones only come close to: the remainder may be as large as the last
// bits of n.
func multiple(n, of float64) bool {
	remainder := math.FMA(-math.Round(n/of), of, n)
	return math.Abs(remainder) <= math.Abs(n)*0x1p-51
}

// CheckLongest applies the greatest length of a text.
func CheckLongest(field, value string, most int) error {
	if n := utf8.RuneCountInString(value); n > most {
		return &Problem{field, fmt.Sprintf("has %d characters; it must have at most %d", n, most)}
	}
	return nil
}

// CheckAtMost applies the greatest number of entries of a list or map.
func CheckAtMost(field string, length, most int) error {
	if length > most {
		return &Problem{field, fmt.Sprintf("has %d entries; it must have at most %d", length, most)}
	}
	return nil
}

// CheckUnique refuses a list that has an entry twice.
func CheckUnique[T comparable](field string, values []T) error {
	seen := make(map[T]int, len(values))
	for i, value := range values {
		if first, ok := seen[value]; ok {
			return &Problem{field + "[" + strconv.Itoa(i) + "]", fmt.Sprintf("is the same as [%d]; the entries must differ", first)}
		}
		seen[value] = i
	}
	return nil
}

// CheckSet refuses a required value that has no zero value of its own, such as a list that is nil.
func CheckSet(field string, set bool) error {
	if !set {
		return &Problem{field, "is not set; it must be"}
	}
	return nil
}

// CheckTime refuses a required time that is zero, and a year or a zone that RFC 3339 cannot write.
func CheckTime(field string, value time.Time, required bool) error {
	if value.IsZero() {
		return CheckSet(field, !required)
	}
	if year := value.Year(); year < 0 || year > 9999 {
		return &Problem{field, fmt.Sprintf("is in the year %d; it must be between 0 and 9999", year)}
	}
	if _, offset := value.Zone(); offset <= -24*3600 || offset >= 24*3600 {
		return &Problem{field, fmt.Sprintf("has a zone that is %d hours from UTC; it must be less than 24", offset/3600)}
	}
	return nil
}

// CheckAll applies a rule to each entry of a list.
func CheckAll[T any](field string, values []T, check func(field string, value T) error) error {
	for i, value := range values {
		if err := check(field+"["+strconv.Itoa(i)+"]", value); err != nil {
			return err
		}
	}
	return nil
}

// CheckValues applies a rule to each value of a map.
func CheckValues[T any](field string, values map[string]T, check func(field string, value T) error) error {
	for key, value := range values {
		if err := check(field+"["+strconv.Quote(key)+"]", value); err != nil {
			return err
		}
	}
	return nil
}

// First returns the first error of a list.
func First(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckPointer applies a rule to a value that is set.
func CheckPointer[T any](field string, value *T, check func(field string, value T) error) error {
	if value == nil {
		return nil
	}
	return check(field, *value)
}
