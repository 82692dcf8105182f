package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// unreadable returns an event of a known type whose payload this SDK cannot read, so that a receiver can still get it.
func (e *Event) unreadable(envelope envelope, why string) (*Event, error) {
	if err := envelope.check(-1); err != nil {
		return nil, err
	}
	err := fmt.Errorf("webhook: Parse: %w: %s; WithUnreadable receives such events, and Event.Raw has the payload as received", ErrBadPayload, why)
	e.Payload = &Unknown{Raw: e.Raw, Err: err}
	e.Key = key(e, "")
	return e, err
}

// misfit says which part of a payload cannot be read, what it is and what it must be. The decoder's own errors cannot be
// shown: some name no part, and some repeat the value, which no log may show. before and after are the JSON that the
// decoder needs around the value. The names in the path are the SDK's own, because the decoder ignores all others.
func misfit(decode func([]byte) (any, error), path, before string, value []byte, after string) string {
	read := func(text string) error {
		_, err := decode([]byte(before + text + after))
		return err
	}
	value = bytes.TrimSpace(value)
	whole := true
	switch {
	case value[0] == '{' && read("{}") == nil:
		whole = false
		members, _ := wire.Members(nil, value)
		for _, m := range members {
			name, _ := json.Marshal(string(m.Key))
			start := "{" + string(name) + ":"
			if read(start+string(m.Value)+"}") != nil {
				return misfit(decode, path+"."+string(m.Key), before+start, m.Value, "}"+after)
			}
		}
	case value[0] == '[' && read("[]") == nil:
		whole = false
		var elements []json.RawMessage
		_ = json.Unmarshal(value, &elements)
		for i, element := range elements {
			if read("["+string(element)+"]") != nil {
				return misfit(decode, fmt.Sprintf("%s[%d]", path, i), before+"[", element, "]"+after)
			}
		}
	}
	if !whole {
		return path + " cannot be read, though each of its members can"
	}
	return fmt.Sprintf("%s is %s and must be %s", path, kindOf(value), wanted(read(string(value))))
}

// kindOf names the type of a JSON value.
func kindOf(value []byte) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// wanted names the type that a decoder's error asks for.
func wanted(err error) string {
	if errors.Is(err, wire.ErrInt64) {
		return "a 64-bit integer, as a string or a number"
	}
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		switch wrong.Type.Kind() {
		case reflect.String:
			return "a string or a number"
		case reflect.Bool:
			return "a boolean"
		case reflect.Int32:
			return "a 32-bit integer"
		case reflect.Slice:
			return "a list"
		case reflect.Struct:
			return "an object"
		}
	}
	return "something else"
}
