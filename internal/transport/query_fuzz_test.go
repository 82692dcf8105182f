package transport

import (
	"net/url"
	"reflect"
	"strconv"
	"testing"
)

// FuzzQuery checks that a server reads back exactly the names and values that were added, in whatever they are.
func FuzzQuery(f *testing.F) {
	for _, text := range []string{"", "a", "a b", "a+b", "a&b=c", "a;b", "%2e", "%", "ä", "\x00", "\xff", "a\r\nb", "#", "?", "=", "&"} {
		f.Add("limit", text, int64(25), true)
		f.Add(text, "x", int64(-1<<63), false)
	}
	f.Fuzz(func(t *testing.T, name, text string, number int64, flag bool) {
		var q Query
		q.Text(name, text)
		q.Integer(name+"N", number)
		q.Boolean(name+"B", flag)
		q.Styled(url.Values{name + "S": {text, name}}.Encode())
		q.Text(name, name)
		u, err := url.Parse("https://stash.example.com/sdk?" + q.Encode())
		if err != nil {
			t.Fatalf("%s cannot be read: %v", q.Encode(), err)
		}
		got, err := url.ParseQuery(u.RawQuery)
		want := url.Values{
			name: {text, name}, name + "N": {strconv.FormatInt(number, 10)}, name + "B": {strconv.FormatBool(flag)}, name + "S": {text, name},
		}
		if err != nil || u.Fragment != "" || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s reads %q, want %q: %v", q.Encode(), got, want, err)
		}
	})
}
