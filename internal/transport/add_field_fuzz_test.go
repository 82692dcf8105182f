package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// FuzzAddField checks that an object has the added field and its own fields afterwards, each once and unchanged, or that the
// call is refused.
func FuzzAddField(f *testing.F) {
	for _, body := range []string{
		"", "{}", " { } ", `{"a":1}`, `{"a":{"b":[1,{"c":"}"}]}} `, `{"a":1,}`, `{"a"}`, "[1]", `"{}"`, "null", "{", "{}{}", "{} x", `{"a\"}":"\\"}`,
		`{"field":1}`, `{"FIELD":1}`, `{"fi_eld":1}`, `{"\u0066ield":1}`, "\ufeff{}", "{\"a\":\"\xff\"}", `{"a":1,"a":2}`,
	} {
		f.Add(body, "field", `x"<é`)
		f.Add(body, `q"`, "\x00")
	}
	f.Fuzz(func(t *testing.T, body, name, value string) {
		req, err := http.NewRequest(http.MethodPost, "https://stash.example.com/a", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if AddField(name, value)(context.Background(), req) != nil {
			return
		}
		got, err := io.ReadAll(req.Body)
		if err != nil {
			t.Fatal(err)
		}
		var before, after map[string]json.RawMessage
		if body == "" {
			body = "{}"
		}
		if err := json.Unmarshal([]byte(body), &before); err != nil {
			t.Fatalf("%q is no object and becomes %q", body, got)
		}
		if err := json.Unmarshal(got, &after); err != nil {
			t.Fatalf("%q becomes %q: %v", body, got, err)
		}
		var added string
		if err := json.Unmarshal(after[name], &added); err != nil || added != value || before[name] != nil {
			t.Fatalf("%q becomes %q, in which %q is %q: %v", body, got, name, after[name], err)
		}
		delete(after, name)
		if !reflect.DeepEqual(before, after) || !bytes.HasPrefix(got, []byte(strings.TrimRight(body, "} \t\r\n"))) {
			t.Fatalf("%q becomes %q", body, got)
		}
	})
}
