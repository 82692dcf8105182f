package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
)

// Decode reads one JSON value into out, a pointer. Answers come in the spellings that protobuf JSON allows, so
// keys may be snake_case, enums numbers, and integers strings; shape tells which is meant where. An answer in
// the document's own spelling takes the quick way.
func Decode(data []byte, out any, shape *Shape) error {
	if err := checkGrowth(data, reflect.TypeOf(out).Elem()); err != nil {
		return err
	}
	if free, ok := out.(*map[string]any); ok {
		return decodeFree(data, free)
	}
	if shape == nil {
		return json.Unmarshal(data, out)
	}
	value := reflect.ValueOf(out).Elem()
	if quick(data, value, shape) {
		return nil
	}
	value.SetZero()
	return json.Unmarshal(Respell(data, shape), out)
}

// decodeFree keeps numbers of free-form answers as json.Number, so that no digit is lost.
func decodeFree(data []byte, out *map[string]any) error {
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
