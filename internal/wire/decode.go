package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
)

// Decode reads one JSON value into out, a pointer. It accepts every spelling that protobuf JSON allows: keys in camelCase or
// snake_case, enums by name or number, integers as numbers or strings. The shape says what each property is. A response in
// the document's own spelling is read in one pass; any other is respelled and given to encoding/json.
func Decode(data []byte, out any, shape *Shape) error {
	if err := checkGrowth(data, reflect.TypeOf(out).Elem()); err != nil {
		return err
	}
	if free, ok := out.(*map[string]any); ok {
		return decodeFree(data, free)
	}
	if shape == nil {
		return decodeFree(data, out)
	}
	value := reflect.ValueOf(out).Elem()
	if quick(data, value, shape) {
		return nil
	}
	value.SetZero()
	return json.Unmarshal(Respell(data, shape), out)
}

// decodeFree reads a value that has no shape. Numbers in free-form values become json.Number, so that no digit is lost.
func decodeFree(data []byte, out any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(out); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("text follows the JSON value")
	}
	return nil
}
