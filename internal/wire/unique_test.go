package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestUnique(t *testing.T) {
	shape := eventShape()
	for data, want := range map[string]bool{
		`{}`: true, `{"name":"a","itemCount":1,"inner":{"name":"b"},"allItems":[{"name":"c"},{"name":"d"}]}`: true,
		`{"name":"a","name":"a"}`: false, `{"name":"a","na\u006de":"a"}`: false, `{"name":"a","Name":"a"}`: false, `{"name":"a","name":null}`: false,
		`{"itemCount":1,"item_count":2}`: false, `{"itemCount":1,"ITEMCOUNT":2}`: false, `{"totalAmount":1,"totalAmou_nt":1}`: false,
		`{"inner":{"name":"a","name":"b"}}`: false, `{"allItems":[{},{"name":"a","NAME":"b"}]}`: false, `{"all_items":[{"itemCount":1,"item_count":2}]}`: false,
		`{"allItems":[{"name":"a"}],"allItems":[{"itemCount":1}]}`: false,
		// A map's names are the caller's own, and so are those of an object that the document does not know.
		`{"metadata":{"a_b":"1","aB":"2"}}`: true, `{"metadata":{"a":"1","a":"2"}}`: false,
		`{"new":{"a_b":"1","aB":"2"}}`: true, `{"new":{"a":"1","b":[{"c":1,"c":2}]}}`: false, `{"newOne":1,"new_one":2}`: false,
		"{\"metadata\":{\"\xff\":\"1\",\"\xfe\":\"2\"}}": false, `{"itemCount":1,"itemſ":2,"items":3}`: false, `{"KELVIN":1,"kelvin":2}`: false,
	} {
		err := Unique([]byte(data), shape)
		if (err == nil) != want || err != nil && !errors.Is(err, ErrAmbiguous) {
			t.Errorf("%s: %v", data, err)
		}
	}
	if err := Unique([]byte(`{"user":1,"item_count":1,"itemCount":2}`), shape); err == nil || !strings.Contains(err.Error(), `"itemCount"`) {
		t.Errorf("the error does not name the field: %v", err)
	}
	if err := Unique([]byte(`{"robin":1,"robin":2}`), shape); err == nil || strings.Contains(err.Error(), "robin") {
		t.Errorf("the error shows the sender's text: %v", err)
	}
	var wide strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&wide, `"n%d":%d,`, i, i)
	}
	if err := Unique([]byte("{"+wide.String()+`"last":1}`), shape); err != nil {
		t.Error(err)
	}
	if err := Unique([]byte("{"+wide.String()+`"n49999":1}`), shape); err == nil {
		t.Error("a name that comes twice among 50,000 is taken")
	}
	if err := Unique([]byte(strings.Repeat(`{"a":`, 200_000)), shape); err == nil {
		t.Error("200,000 levels are taken")
	}
}

func TestUniqueQuery(t *testing.T) {
	for query, want := range map[string]bool{"": true, "playerId=a&shopId=b": true, "playerId=a&playerId=b": false, "playerId=a&player_id=b": false} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if err := UniqueQuery(values); (err == nil) != want {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestUniqueAllocatesNothing(t *testing.T) {
	if racing {
		t.Skip("the race detector makes pools forget")
	}
	data, shape := []byte(`{"name":"a","item_count":1,"inner":{"name":"b"},"allItems":[{"name":"c"},{"name":"d"}],"metadata":{"a":"1"}}`), eventShape()
	if n := testing.AllocsPerRun(100, func() { _ = Unique(data, shape) }); n > 0.5 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzUnique checks that Unique ends and does not panic, whatever the text, and refuses no JSON that encoding/json writes
// from a map.
func FuzzUnique(f *testing.F) {
	for _, seed := range []string{`{"name":"a","NAME":1}`, `[{"a":[1,"b",{"c":null}]}]`, `{"a"`, `{"a":`, `{"a":[`, `{"a":1,,}`, `"`, `{"\`, `]`, `}`, `{]`, `[}`, "", `{"a"}`, `{:`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		_ = Unique([]byte(data), eventShape())
		var value map[string]any
		if json.Unmarshal([]byte(data), &value) != nil {
			return
		}
		written, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := Unique(written, nil); err != nil && !strings.Contains(err.Error(), "levels") {
			t.Errorf("%s: %v", written, err)
		}
	})
}
