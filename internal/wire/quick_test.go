package wire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// bothWays reads data in the quick way and in the tolerant one.
func bothWays(data string, shape *Shape) (quickly, slowly event, taken bool, err error) {
	taken = quick([]byte(data), reflect.ValueOf(&quickly).Elem(), shape)
	err = json.Unmarshal(Respell([]byte(data), shape), &slowly)
	return
}

// TestQuickIsTaken checks that usual responses are read in one pass.
func TestQuickIsTaken(t *testing.T) {
	for _, data := range []string{
		`{}`, ` { } `, `{"name":"a b","totalAmount":"1","itemCount":2,"status":"X","createdAt":"2026-01-02T03:04:05.5Z","isPaid":true}`,
		`{"name":"größe 🎮","totalAmount":-1,"itemCount":"-2","createdAt":"","isPaid":false}`, `{"name":"a\n\u00e9\ud83c\udfae"}`,
		"{\n\t\"inner\" : { \"inner\" : { } } ,\r\n\"allItems\" : [ { } , { \"name\" : \"b\" } ] }", `{"allItems":[],"metadata":{}}`,
		`{"metadata":{"a_b":"1","ü":"2"},"inner":{"metadata":null}}`, `{"newOne":[1.5e3,{"a_b":null}],"other":"\u0000","name":null,"allItems":[null]}`,
	} {
		got, want, taken, err := bothWays(data, eventShape())
		if !taken || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s was read quickly: %v, as\n%+v, want\n%+v: %v", data, taken, got, want, err)
		}
	}
}

// TestQuickLeaves checks that the quick way returns false for JSON that is wrong or in another spelling.
func TestQuickLeaves(t *testing.T) {
	for _, data := range []string{
		"", "{", `{"`, `{"name`, `{"name"`, `{"name":`, `{"name":"`, `{"name":"\`, `{"name":"a`, `{"name":"a"`, `{"name":"a",`, `{"name":"a",}`,
		`{,}`, `{"name":"a" "status":"b"}`, `{} {}`, "{}\x00", "[]", "null{}", `{"name":nul}`, `{"name":nullx}`, `{"name":"a` + "\n" + `"}`, `{"new":01}`,
		`{"itemCount":`, `{"itemCount":-`, `{"itemCount":-}`, `{"itemCount":01}`, `{"itemCount":1.0}`, `{"itemCount":1e2}`, `{"itemCount":"1`,
		`{"itemCount":"+1"}`, `{"itemCount":""}`, `{"itemCount":2147483648}`, `{"totalAmount":9223372036854775808}`, `{"itemCount":true}`,
		`{"isPaid":tru}`, `{"isPaid":1}`, `{"isPaid":"true"}`, `{"createdAt":1}`, `{"createdAt":"now"}`, `{"status":2}`, `{"name":7}`,
		`{"total_amount":1}`, `{"Name":"a"}`, `{"NAME":"a"}`, `{"ſtatus":"a"}`, `{"na\u006de":"a"}`, `{"name":"a","name":"b"}`,
		`{"allItems":[}`, `{"allItems":[{},]}`, `{"allItems":[{}{}]}`, `{"allItems":{}}`, `{"inner":[]}`, `{"metadata":[]}`, `{"metadata":{"a":1}}`,
		"{\"name\":\"a\xff\"", `{"new":{"a":1]}`, `{"new":"\x"}`, `{"new":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`,
		strings.Repeat(`{"inner":`, 20_000) + "{}" + strings.Repeat("}", 20_000),
	} {
		if got, _, taken, _ := bothWays(data, eventShape()); taken {
			t.Errorf("%.80s was read quickly, as %+v", data, got)
		}
	}
}

// TestPlanless checks that the quick way returns false for types that it cannot read.
func TestPlanless(t *testing.T) {
	text := &Shape{Kind: Text}
	for _, value := range []any{
		new(struct {
			N string `json:"n,string"`
		}),
		new(struct {
			N json.RawMessage `json:"n"`
		}),
		new(struct {
			N uint64 `json:"n"`
		}),
		new(struct {
			Other string `json:"other"`
		}),
		new(struct{ n string }),
	} {
		v := reflect.ValueOf(value).Elem()
		if quick([]byte(`{}`), v, &Shape{Kind: Object, Fields: []Field{{"n", text}}}) {
			t.Errorf("%T has a plan", value)
		}
	}
}

// FuzzQuick checks that whatever the quick way reads, the tolerant way reads as the same value.
func FuzzQuick(f *testing.F) {
	for _, seed := range []string{
		`{"name":"7","totalAmount":"9007199254740993","itemCount":3,"status":"STATUS_PAID","createdAt":"2026-01-02T03:04:05Z","isPaid":true}`,
		`{"inner":{"allItems":[{"name":"\u00e9"},null]},"metadata":{"a_b":"1"},"other":[1,{"x":null}],"itemCount":"-0"}`,
		"{\"name\":\"\xff\",\"itemCount\":00}", ` [ ] `, `{"Name":"a","name":null,"isPaid":false,"createdAt":""}`,
	} {
		f.Add(seed)
	}
	shape := eventShape()
	f.Fuzz(func(t *testing.T, data string) {
		got, want, taken, err := bothWays(data, shape)
		if taken && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Fatalf("%q reads\n%+v, and slowly\n%+v: %v", data, got, want, err)
		}
	})
}
