package wire

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is the error for one value that breaks a rule of the document.
type Problem struct {
	Field string // the JSON path of the value: user.id, items[0].quantity; empty for the whole body
	What  string // what is wrong and what to do; with Field before it, it is a sentence
}

// Error returns the field and what is wrong with it.
func (p *Problem) Error() string {
	if p.Field == "" {
		return p.What
	}
	return p.Field + " " + p.What
}

// Problems remembers the first of several problems.
type Problems struct {
	First error
}

// Add remembers err if it is the first problem. A nil err is ignored.
func (p *Problems) Add(err error) {
	if p.First == nil {
		p.First = err
	}
}

// Validator is implemented by generated types that have rules in the document.
type Validator interface {
	Validate() error
}

// CheckText checks the length and pattern of a string. An optional string that is empty is not checked.
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

// CheckTexts checks each string of a list as CheckText does.
func CheckTexts(field string, values []string, minLength int, pattern string) error {
	for i, value := range values {
		if err := CheckText(field+"["+strconv.Itoa(i)+"]", value, true, minLength, pattern); err != nil {
			return err
		}
	}
	return nil
}

// CheckMinimum checks that a number is not below its minimum. An optional number that is 0 is not checked.
func CheckMinimum[T ~int | ~int32 | ~int64](field string, value T, required bool, least int64) error {
	if value == 0 && !required || int64(value) >= least {
		return nil
	}
	return &Problem{field, fmt.Sprintf("is %d; it must be at least %d", value, least)}
}

// CheckMaximum checks that a number is not above its maximum.
func CheckMaximum[T ~int | ~int32 | ~int64](field string, value T, greatest int64) error {
	if int64(value) <= greatest {
		return nil
	}
	return &Problem{field, fmt.Sprintf("is %d; it must be at most %d", value, greatest)}
}

// CheckCount checks that a list has enough entries. An optional list that is not set is not checked.
func CheckCount(field string, length int, set, required bool, least int) error {
	if !set && !required || length >= least {
		return nil
	}
	return &Problem{field, fmt.Sprintf("has %d entries; it must have at least %d", length, least)}
}

// CheckObject checks an object by its own Validate method, if it has one. An optional object that is zero is not sent and is
// not checked.
func CheckObject[T any](field string, value *T, required bool) error {
	rules, ok := any(value).(Validator)
	if !ok || !required && reflect.ValueOf(value).Elem().IsZero() {
		return nil
	}
	return within(field, rules.Validate())
}

// CheckEach checks each entry of a list as CheckObject does.
func CheckEach[T any](field string, values []T) error {
	for i := range values {
		if err := CheckObject(field+"["+strconv.Itoa(i)+"]", &values[i], true); err != nil {
			return err
		}
	}
	return nil
}

// CheckExactlyOne returns an error unless exactly one of the named properties is set.
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

// CheckAtLeastOne returns an error if none of the named properties is set.
func CheckAtLeastOne(names []string, set ...bool) error {
	if count(set) == 0 {
		return &Problem{"", "at least one of " + strings.Join(names, " and ") + " must be set, and none of them is"}
	}
	return nil
}

// IsSet reports whether a property would be sent: it is not zero, and not an empty list or map.
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

// within puts the name of a field before the path of a problem inside the field.
func within(field string, err error) error {
	p, ok := err.(*Problem)
	switch {
	case !ok:
		return err
	case p.Field == "":
		return &Problem{field, "is wrong: " + p.What}
	case p.Field[0] == '[':
		return &Problem{field + p.Field, p.What}
	default:
		return &Problem{field + "." + p.Field, p.What}
	}
}
