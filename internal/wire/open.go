package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// MarshalOpen writes an object that has further properties beside those of its type. plain is a value of the type without
// its method MarshalJSON. A further property that has the name of one of the type's is an error.
func MarshalOpen[V any](plain any, others map[string]V) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(plain); err != nil {
		return nil, err
	}
	out.Truncate(out.Len() - 2) // the brace and the line break
	declared := namesOf(reflect.TypeOf(plain))
	for _, key := range slices.Sorted(maps.Keys(others)) {
		if declared[key] {
			return nil, fmt.Errorf("AdditionalProperties has %q, which is a field of its own; set the field", key)
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(key); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1)
		out.WriteByte(':')
		if err := encoder.Encode(others[key]); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// UnmarshalOpen reads an object that has further properties beside those of its type. plain is a pointer to a value of the
// type without its method UnmarshalJSON.
func UnmarshalOpen[V any](data []byte, plain any, others *map[string]V) error {
	members, err := Members(nil, data)
	if err != nil {
		return err
	}
	declared := namesOf(reflect.TypeOf(plain).Elem())
	own := []byte{'{'}
	for _, member := range members {
		if len(member.Key) == 0 { // the tolerant reader writes it in place of a second spelling
			continue
		}
		if !declared[string(member.Key)] {
			var value V
			if err := Unmarshal(member.Value, &value); err != nil {
				return fmt.Errorf("%q: %w", member.Key, err)
			}
			if *others == nil {
				*others = map[string]V{}
			}
			(*others)[string(member.Key)] = value
			continue
		}
		if len(own) > 1 {
			own = append(own, ',')
		}
		key, err := json.Marshal(string(member.Key))
		if err != nil {
			return err
		}
		own = append(append(append(own, key...), ':'), member.Value...)
	}
	return Unmarshal(append(own, '}'), plain)
}

// namesOf lists the properties of a type.
func namesOf(t reflect.Type) map[string]bool {
	names := make(map[string]bool, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names[name] = true
	}
	delete(names, "-") // the further properties themselves
	return names
}

// Unmarshal reads one JSON value. Numbers in values of any type become json.Number, so that no digit is lost.
func Unmarshal(data []byte, out any) error {
	if !json.Valid(data) { // a decoder would read the first value and leave the rest
		return json.Unmarshal(data, out)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(out)
}
