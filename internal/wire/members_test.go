package wire

import (
	"encoding/json"
	"maps"
	"testing"
)

func TestMembers(t *testing.T) {
	for text, want := range map[string]map[string]string{
		`{}`: {},
		" { \"a\" : 1 , \"b\":[1,{\"c\":\"}]\"}]}\n": {"a": "1", "b": `[1,{"c":"}]"}]`},
		`{"\u0061":"x\"y","n":null,"t":true}`:        {"a": `"x\"y"`, "n": "null", "t": "true"},
	} {
		list, err := Members(nil, []byte(text))
		got := map[string]string{}
		for _, m := range list {
			got[string(m.Key)] = string(m.Value)
		}
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s gives %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", " ", "[]", "1", `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,}`, `{,}`, `{"a" 1}`, `{"a":1 2}`, `{"a":1}x`, `{"a":1}}`, `{"a":}`, `{"a":]}`, `{a:1}`, `{"a\x":1}`, `{"a":"\`, "{\"a\":1}\x00"} {
		if list, err := Members(nil, []byte(text)); err == nil {
			t.Errorf("%s gives %q and no error", text, list)
		}
	}
}

// FuzzMembers checks that the members of valid JSON, joined again, are the same object.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,2]},"c":"d"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Members(nil, data)
		valid := err == nil
		for _, m := range list {
			valid = valid && json.Valid(m.Value)
		}
		var object map[string]json.RawMessage
		if want := json.Unmarshal(data, &object) == nil && object != nil; valid != want {
			t.Errorf("%q: members are valid: %v, object is valid: %v (%v)", data, valid, want, err)
		}
	})
}
