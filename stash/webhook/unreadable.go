package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

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
	open, end := string(value[0]), ""
	var parts, names []string
	switch {
	case open == "{" && read("{}") == nil:
		end = "}"
		members, _ := wire.Members(nil, value)
		for _, m := range members {
			name, _ := json.Marshal(string(m.Key))
			parts, names = append(parts, string(name)+":"+string(m.Value)), append(names, "."+string(m.Key))
		}
	case open == "[" && read("[]") == nil:
		end = "]"
		var elements []json.RawMessage
		_ = json.Unmarshal(value, &elements)
		for i, element := range elements {
			parts, names = append(parts, string(element)), append(names, fmt.Sprintf("[%d]", i))
		}
	default:
		return fmt.Sprintf("%s is %s and must be %s", path, kindOf(value), wanted(read(string(value))))
	}
	at := firstBad(parts, func(some []string) bool { return read(open+strings.Join(some, ",")+end) == nil })
	if at < 0 {
		return path + " cannot be read, though each of its members can"
	}
	part := parts[at]
	if open == "{" {
		name, _ := json.Marshal(names[at][1:])
		open, part = open+string(name)+":", part[len(name)+1:]
	}
	return misfit(decode, path+names[at], before+open, []byte(part), end+after)
}

// firstBad finds a part that cannot be read, or returns -1. It halves the list: reading the parts one by one would take
// seconds for a body of many thousand.
func firstBad(parts []string, good func(some []string) bool) int {
	low, high := 0, len(parts)
	for high-low > 1 {
		if middle := (low + high) / 2; good(parts[low:middle]) {
			low = middle
		} else {
			high = middle
		}
	}
	if high == low || good(parts[low:high]) { // the whole can fail alone, because parts have their names unescaped
		return -1
	}
	return low
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
