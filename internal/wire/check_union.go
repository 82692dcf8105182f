package wire

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
)

// Alternative is one of the types that a value may have. It reports whether the value is of the type, and if it is, what
// breaks the type's rules.
type Alternative func(value json.RawMessage) (is bool, wrong error)

// As is an alternative with a Go type. A closed one allows no properties beyond those of the type. check applies the rules
// of a type that has no method Validate; nil for none.
func As[T any](closed bool, check func(field string, value T) error) Alternative {
	return func(value json.RawMessage) (bool, error) {
		into := new(T)
		decoder := json.NewDecoder(bytes.NewReader(value))
		decoder.UseNumber()
		if closed {
			decoder.DisallowUnknownFields()
		}
		if decoder.Decode(into) != nil || !holdsAll(value, into) {
			return false, nil
		}
		if rules, ok := any(into).(Validator); ok {
			return true, rules.Validate()
		}
		if check == nil {
			return true, nil
		}
		err := check("", *into)
		if p, ok := err.(*Problem); ok && p.Field == "" {
			return true, &Problem{"", "the value " + p.What}
		}
		return true, err
	}
}

// holdsAll reports whether a text has all properties that a value of its type must have: those that the value is written
// with, at any depth.
func holdsAll(text json.RawMessage, value any) bool {
	written, err := json.Marshal(value)
	if err != nil {
		return false
	}
	var have, want any
	return json.Unmarshal(text, &have) == nil && json.Unmarshal(written, &want) == nil && covers(have, want)
}

func covers(have, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		have, ok := have.(map[string]any)
		for key, value := range want {
			other, there := have[key]
			if !ok || !there || !covers(other, value) {
				return false
			}
		}
	case []any:
		have, ok := have.([]any)
		if !ok || len(have) != len(want) {
			return false
		}
		for i := range want {
			if !covers(have[i], want[i]) {
				return false
			}
		}
	case float64: // an integer that was written as a fraction is none
		have, ok := have.(float64)
		return ok && !math.IsNaN(have)
	default:
		return reflect.TypeOf(have) == reflect.TypeOf(want)
	}
	return true
}

// CheckOneOf refuses a value that is unset, or that does not have exactly one of several types, as a server would. If it
// has one but for a rule, the rule says what is wrong.
func CheckOneOf(value json.RawMessage, alternatives ...Alternative) error {
	fits, wrong := try(value, alternatives)
	switch {
	case fits == 1:
		return nil
	case fits > 1:
		return &Problem{"", "it fits several of the types that the document allows, and must fit only one; set what tells them apart"}
	}
	return wrong
}

// CheckAnyOf refuses a value that is unset, or that has none of several types.
func CheckAnyOf(value json.RawMessage, alternatives ...Alternative) error {
	fits, wrong := try(value, alternatives)
	if fits > 0 {
		return nil
	}
	return wrong
}

// CheckDiscriminated refuses a value that is unset, or that does not have the type which its property names.
func CheckDiscriminated(value json.RawMessage, property string, alternatives map[string]Alternative) error {
	if len(value) == 0 {
		return &Problem{"", "it is not set; it must be"}
	}
	var object map[string]json.RawMessage
	var name string
	if json.Unmarshal(value, &object) != nil || json.Unmarshal(object[property], &name) != nil || alternatives[name] == nil {
		return &Problem{property, "does not name one of the types that the document allows"}
	}
	return CheckOneOf(value, alternatives[name])
}

func try(value json.RawMessage, alternatives []Alternative) (fits int, wrong error) {
	if len(value) == 0 {
		return 0, &Problem{"", "it is not set; it must be"}
	}
	wrong = &Problem{"", "it is of none of the types that the document allows"}
	if strings.TrimSpace(string(value)) == "null" {
		return 0, wrong
	}
	for i := len(alternatives) - 1; i >= 0; i-- { // the first one's problem is kept
		is, problem := alternatives[i](value)
		switch {
		case is && problem == nil:
			fits++
		case is:
			wrong = problem
		}
	}
	return fits, wrong
}
