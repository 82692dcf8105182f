package wire

import "reflect"

// Decode reads one JSON value into out, a pointer. It accepts every spelling that protobuf JSON allows: keys in camelCase or
// snake_case, enums by name or number, integers as numbers or strings. The shape says what each property is. A response in
// the document's own spelling is read in one pass; any other is respelled and given to encoding/json.
func Decode(data []byte, out any, shape *Shape) error {
	if err := checkGrowth(data, reflect.TypeOf(out).Elem()); err != nil {
		return err
	}
	if _, free := out.(*map[string]any); free || shape == nil {
		return Unmarshal(data, out)
	}
	value := reflect.ValueOf(out).Elem()
	if quick(data, value, shape) {
		return nil
	}
	value.SetZero()
	return Unmarshal(Respell(data, shape), out)
}
