package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// parse reads the JSON of a body and keeps the digits of its numbers. It refuses what two readers could take for two
// different values: a key that occurs twice, text that is not Unicode, and anything after the value.
func parse(body []byte) (any, *Violation) {
	if !utf8.Valid(body) {
		return nil, &Violation{"", "the body is not UTF-8"}
	}
	if bytes.Contains(body, []byte(`\u`)) && loneSurrogate(body) {
		return nil, &Violation{"", `the body has half of a surrogate pair, such as "\ud800"`}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	value, wrong := parseValue(d, nil)
	if wrong != nil {
		return nil, wrong
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &Violation{"", "the body has text after its JSON"}
	}
	return value, nil
}

func parseValue(d *json.Decoder, at []string) (any, *Violation) {
	token, err := d.Token()
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		return nil, &Violation{"", "the body is not JSON: " + err.Error()}
	}
	switch token {
	case json.Delim('{'):
		object := map[string]any{}
		for d.More() {
			key, wrong := parseValue(d, at)
			if wrong != nil {
				return nil, wrong
			}
			below := append(at[:len(at):len(at)], fmt.Sprint(key))
			if _, twice := object[fmt.Sprint(key)]; twice {
				return nil, &Violation{jsonPath(below), "is in the body twice"}
			}
			if object[fmt.Sprint(key)], wrong = parseValue(d, below); wrong != nil {
				return nil, wrong
			}
		}
		_, wrong := parseValue(d, at)
		return object, wrong
	case json.Delim('['):
		list := []any{}
		for d.More() {
			each, wrong := parseValue(d, append(at[:len(at):len(at)], fmt.Sprint(len(list))))
			if wrong != nil {
				return nil, wrong
			}
			list = append(list, each)
		}
		_, wrong := parseValue(d, at)
		return list, wrong
	}
	return token, nil
}

// loneSurrogate reports whether an escape is half of a surrogate pair. A decoder of the standard library replaces it, so
// two different texts would become the same.
func loneSurrogate(body []byte) bool {
	high := false
	for i := 0; i < len(body); i++ {
		unit := rune(0)
		if body[i] == '\\' {
			if i+5 < len(body) && body[i+1] == 'u' {
				if n, err := strconv.ParseUint(string(body[i+2:i+6]), 16, 16); err == nil {
					unit, i = rune(n), i+4
				}
			}
			i++
		}
		low := unit >= 0xdc00 && utf16.IsSurrogate(unit)
		if high != low {
			return true
		}
		high = utf16.IsSurrogate(unit) && !low
	}
	return high
}
