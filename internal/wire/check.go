package wire

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is a value that breaks a rule of the document.
type Problem struct {
	Field string // where, as a JSON path: user.id, items[0].quantity
	What  string // what is wrong and what to do, as the rest of a sentence
}

// Error names the field and says what is wrong with it.
func (p *Problem) Error() string {
	if p.Field == "" {
		return p.What
	}
	return p.Field + " " + p.What
}

// Problems keeps the first of several problems.
type Problems struct {
	First error
}

// Add notes a problem, if there is one.
func (p *Problems) Add(err error) {
	if p.First == nil {
		p.First = err
	}
}

// Validator is a value that knows the rules of the document for it.
type Validator interface {
	Validate() error
}

// CheckText applies a string's rules. An optional string that is not set has none.
func CheckText(field, value string, required bool, minLength int, pattern string) error {
	if value == "" && !required {
		return nil
	}
	if utf8.RuneCountInString(value) < minLength {
		if value == "" {
			return &Problem{field, "is empty; it must be set"}
		}
		return &Problem{field, "must have at least " + strconv.Itoa(minLength) + " characters"}
	}
	if pattern != "" && !Match(pattern, value) {
		return &Problem{field, fmt.Sprintf("is %.64q; it must be %s", value, inWords(pattern))}
	}
	return nil
}

// CheckTexts applies the rules of a list's strings.
func CheckTexts(field string, values []string, minLength int, pattern string) error {
	for i, value := range values {
		if err := CheckText(field+"["+strconv.Itoa(i)+"]", value, true, minLength, pattern); err != nil {
			return err
		}
	}
	return nil
}

// CheckMinimum applies the least value of a number that is set or required.
func CheckMinimum[T ~int | ~int32 | ~int64](field string, value T, required bool, least int64) error {
	if value == 0 && !required || int64(value) >= least {
		return nil
	}
	return &Problem{field, fmt.Sprintf("is %d; it must be at least %d", value, least)}
}

// CheckMaximum applies the greatest value of a number.
func CheckMaximum[T ~int | ~int32 | ~int64](field string, value T, greatest int64) error {
	if int64(value) <= greatest {
		return nil
	}
	return &Problem{field, fmt.Sprintf("is %d; it must be at most %d", value, greatest)}
}

// CheckCount applies the least length of a list that is set or required.
func CheckCount(field string, length int, set, required bool, least int) error {
	if !set && !required || length >= least {
		return nil
	}
	return &Problem{field, fmt.Sprintf("has %d entries; it must have at least %d", length, least)}
}

// CheckObject applies an object's own rules, if it has any. An optional object that is zero is not sent and has
// none.
func CheckObject[T any](field string, value *T, required bool) error {
	rules, ok := any(value).(Validator)
	if !ok || !required && reflect.ValueOf(value).Elem().IsZero() {
		return nil
	}
	return within(field, rules.Validate())
}

// CheckEach applies the rules of a list's entries.
func CheckEach[T any](field string, values []T) error {
	for i := range values {
		if err := CheckObject(field+"["+strconv.Itoa(i)+"]", &values[i], true); err != nil {
			return err
		}
	}
	return nil
}

// CheckExactlyOne refuses none and more than one of some properties.
func CheckExactlyOne(names []string, set ...bool) error {
	if n := count(set); n != 1 {
		what := "none of them is set"
		if n > 1 {
			what = strconv.Itoa(n) + " of them are set"
		}
		return &Problem{"", "exactly one of " + strings.Join(names, " and ") + " must be set, and " + what}
	}
	return nil
}

// CheckAtLeastOne refuses none of some properties.
func CheckAtLeastOne(names []string, set ...bool) error {
	if count(set) == 0 {
		return &Problem{"", "at least one of " + strings.Join(names, " and ") + " must be set, and none of them is"}
	}
	return nil
}

// IsSet reports whether a property has a value that would be sent: not a zero one, nor an empty list or map.
func IsSet[T any](value *T) bool {
	v := reflect.ValueOf(value).Elem()
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() > 0
	}
	return !v.IsZero()
}

func count(set []bool) int {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	return n
}

// within puts a field in front of the path of a problem inside it.
func within(field string, err error) error {
	p, ok := err.(*Problem)
	switch {
	case !ok:
		return err
	case p.Field == "":
		return &Problem{field, "is wrong: " + p.What}
	default:
		return &Problem{field + "." + p.Field, p.What}
	}
}
