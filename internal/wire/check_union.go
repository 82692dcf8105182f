package wire

import (
	"bytes"
	"encoding/json"
)

// CheckUnion refuses a value of several possible types that is unset, or that none of the types allows. kinds are
// pointers to values of the types. Where just one type has the value's properties, its rules say what is wrong.
func CheckUnion(value json.RawMessage, kinds ...any) error {
	if len(value) == 0 {
		return &Problem{"", "it is not set; it must be"}
	}
	var wrong error
	for _, kind := range kinds {
		decoder := json.NewDecoder(bytes.NewReader(value))
		decoder.DisallowUnknownFields()
		if decoder.Decode(kind) != nil {
			continue
		}
		rules, ok := kind.(Validator)
		if !ok {
			return nil
		}
		err := rules.Validate()
		if err == nil {
			return nil
		}
		if wrong == nil {
			wrong = err
		}
	}
	if wrong == nil {
		wrong = &Problem{"", "it is of none of the types that the document allows"}
	}
	return wrong
}
