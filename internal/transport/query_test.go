package transport

import (
	"testing"

	"github.com/oapi-codegen/runtime"
)

// The generator's runtime says how a query parameter is written. Query writes the common kinds without its
// reflection, and must write the same.
func TestQueryWritesWhatTheGeneratorsRuntimeWrites(t *testing.T) {
	for _, name := range []string{"limit", "search text", "filter[ä]&x=1"} {
		for _, text := range []string{
			"", "plain", "two words", " edge ", "a+b", "a&b=c", "100%", "%2e%2e", "a/b?c#d", "ünïcödé", "日本語", "😀",
			"line\nbreak", "\x00", "\xff", `"quoted"`, "semi;colon", "~-_.!*'()",
		} {
			compare(t, name, text, func(q *Query) { q.Text(name, text) })
		}
		for _, number := range []int64{0, 1, -1, 25, 1<<63 - 1, -1 << 63} {
			compare(t, name, number, func(q *Query) { q.Integer(name, number) })
		}
		for _, flag := range []bool{true, false} {
			compare(t, name, flag, func(q *Query) { q.Boolean(name, flag) })
		}
	}
}

func compare(t *testing.T, name string, value any, add func(*Query)) {
	t.Helper()
	want, err := runtime.StyleParamWithOptions("form", true, name, value, runtime.StyleParamOptions{ParamLocation: runtime.ParamLocationQuery})
	if err != nil {
		t.Fatalf("the runtime cannot write %q=%#v: %v", name, value, err)
	}
	var q Query
	add(&q)
	if got := q.Encode(); got != want {
		t.Errorf("%q=%#v is written %s, and by the generator's runtime %s", name, value, got, want)
	}
}

func TestQueryJoinsParametersInOrder(t *testing.T) {
	var q Query
	q.Styled("")
	q.Text("a", "x y")
	q.Integer("b", 2)
	q.Styled("c=1&c=2")
	q.Boolean("d", false)
	if got, want := q.Encode(), "a=x+y&b=2&c=1&c=2&d=false"; got != want {
		t.Errorf("the query is %s, want %s", got, want)
	}
}
