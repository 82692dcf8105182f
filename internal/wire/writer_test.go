package wire_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/wire"
)

func TestWriterText(t *testing.T) {
	for _, text := range []string{"", "plain", `"quoted" \ slash`, "line\nbreak\r\t\x00\x1f", "gewöhnlich ünd 日本語 🎮", "</script>&"} {
		w := wire.NewWriter(nil)
		w.Text(text)
		data, err := w.Bytes()
		var got string
		if err != nil || json.Unmarshal(data, &got) != nil || got != text {
			t.Errorf("%q was written as %s (%v)", text, data, err)
		}
	}
	w := wire.NewWriter(nil)
	w.Text("a\xffb")
	if data, _ := w.Bytes(); string(data) != "\"a\ufffdb\"" {
		t.Errorf("broken UTF-8 was written as %q", data)
	}
}

func TestWriterRefusesWhatJSONCannotSay(t *testing.T) {
	for name, write := range map[string]func(*wire.Writer){
		"not a number": func(w *wire.Writer) { w.Number(math.NaN()) },
		"infinity":     func(w *wire.Writer) { w.Number(math.Inf(1)) },
		"year":         func(w *wire.Writer) { w.Time(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"none":         func(w *wire.Writer) { w.ExactlyOne("Choice", false, false) },
		"two":          func(w *wire.Writer) { w.ExactlyOne("Choice", true, true) },
	} {
		w := wire.NewWriter(nil)
		if write(w); nothing(w.Bytes()) {
			t.Errorf("%s was written without an error", name)
		}
	}
}

func nothing(_ []byte, err error) bool { return err == nil }

func TestWriterEnum(t *testing.T) {
	shape := wire.Shape{Kind: wire.Enum, Names: []wire.Name{{Number: 0, Text: "NONE"}, {Number: 7, Text: "SEVEN"}}}
	for _, c := range []struct {
		value   string
		numeric bool
		want    string
	}{
		{"SEVEN", false, `"SEVEN"`}, {"SEVEN", true, `7`}, {"", false, `"NONE"`}, {"", true, `0`},
		{"UNHEARD_OF", false, `"UNHEARD_OF"`}, {"UNHEARD_OF", true, `"UNHEARD_OF"`},
	} {
		w := wire.NewWriter(nil)
		w.NumericEnums = c.numeric
		w.Enum(&shape, c.value)
		if got, _ := w.Bytes(); string(got) != c.want {
			t.Errorf("%q (numeric: %v) was written as %s, want %s", c.value, c.numeric, got, c.want)
		}
	}
}

func TestQuerySpellings(t *testing.T) {
	shape := wire.Shape{Kind: wire.Enum, Names: []wire.Name{{Number: 2, Text: "TWO"}}}
	q := wire.Query{"player_id": {"p"}, "kind": {"2"}, "other": {"9"}, "named": {"TWO"}}
	for _, c := range [][2]string{
		{q.Text("playerId"), "p"}, {q.Text("none"), ""}, {q.Enum("kind", &shape), "TWO"},
		{q.Enum("other", &shape), "9"}, {q.Enum("named", &shape), "TWO"},
	} {
		if c[0] != c[1] {
			t.Errorf("read %q, want %q", c[0], c[1])
		}
	}
}
