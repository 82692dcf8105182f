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
// the usual spelling is decoded as it is.
func Decode(data []byte, out any, shape *Shape) error {
	if free, ok := out.(*map[string]any); ok {
		return decodeFree(data, free)
	}
	if shape == nil {
		return json.Unmarshal(data, out)
	}
	if !hasSnakeKey(data) {
		err := json.Unmarshal(data, out)
		if err == nil || isSyntax(err) {
			return err
		}
		reflect.ValueOf(out).Elem().SetZero()
	}
	return json.Unmarshal(Respell(data, shape), out)
}

// hasSnakeKey reports whether a key of valid JSON has an underscore in it. Few answers have one, and most have
// underscores in their values, so it looks at underscores alone: one that is followed by the end of its string and
// a colon stands in a key.
func hasSnakeKey(data []byte) bool {
	for {
		i := bytes.IndexByte(data, '_')
		if i < 0 {
			return false
		}
		data = data[i+1:]
		for len(data) > 0 && data[0] != '"' {
			if data[0] == '\\' && len(data) > 1 {
				data = data[1:]
			}
			data = data[1:]
		}
		if len(data) == 0 {
			return false
		}
		data = bytes.TrimLeft(data[1:], " \t\r\n")
		if len(data) > 0 && data[0] == ':' {
			return true
		}
	}
}

func isSyntax(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax)
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
