package wire

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// event is a type with one property of every kind.
type event struct {
	Name        string            `json:"name,omitzero"`
	TotalAmount Int64             `json:"totalAmount,omitzero"`
	ItemCount   int32             `json:"itemCount,omitzero"`
	Status      string            `json:"status,omitzero"`
	CreatedAt   time.Time         `json:"createdAt,omitzero"`
	IsPaid      bool              `json:"isPaid,omitzero"`
	Metadata    map[string]string `json:"metadata,omitzero"`
	Inner       *event            `json:"inner,omitzero"`
	AllItems    []event           `json:"allItems,omitzero"`
}

func eventShape() *Shape {
	shape := &Shape{Kind: Object}
	shape.Fields = []Field{
		{"name", &Shape{Kind: Text}},
		{"totalAmount", nil},
		{"itemCount", &Shape{Kind: Integer}},
		{"status", &Shape{Kind: Enum, Names: []Name{{0, "STATUS_UNSPECIFIED"}, {2, "STATUS_PAID"}}}},
		{"createdAt", &Shape{Kind: Time}},
		{"isPaid", &Shape{Kind: Bool}},
		{"metadata", &Shape{Kind: Map, Elem: &Shape{Kind: Text}}},
		{"inner", shape},
		{"allItems", &Shape{Kind: Array, Elem: shape}},
	}
	return shape
}

// TestDecodeAlike checks that every spelling of a response is read as the same value.
func TestDecodeAlike(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	full := event{Name: "7", TotalAmount: 9007199254740993, ItemCount: 3, Status: "STATUS_PAID", CreatedAt: at, IsPaid: true}
	for name, tt := range map[string]struct {
		json string
		want event
	}{
		"as documented":      {`{"name":"7","totalAmount":"9007199254740993","itemCount":3,"status":"STATUS_PAID","createdAt":"2026-01-02T03:04:05Z","isPaid":true}`, full},
		"snake_case":         {`{"name":"7","total_amount":"9007199254740993","item_count":3,"status":"STATUS_PAID","created_at":"2026-01-02T03:04:05Z","is_paid":true}`, full},
		"numbers":            {`{"name":7,"totalAmount":9007199254740993,"itemCount":"3","status":2,"createdAt":"2026-01-02T03:04:05Z","isPaid":true}`, full},
		"all at once":        {" {\n \"name\" : 7 ,\t\"total_amount\":9007199254740993,\"item_count\":\"3\",\"status\":2,\"created_at\":\"2026-01-02T03:04:05Z\",\"is_paid\":true } ", full},
		"exact name first":   {`{"status":"STATUS_UNSPECIFIED","Status":"STATUS_PAID","STATUS":2}`, event{Status: "STATUS_UNSPECIFIED"}},
		"exact name last":    {`{"Status":"STATUS_PAID","STATUS":2,"status":0}`, event{Status: "STATUS_UNSPECIFIED"}},
		"exact name, snake":  {`{"item_count":7,"itemCount":3,"Item_Count":8,"item_count":9}`, event{ItemCount: 3}},
		"exact, in a list":   {`{"allItems":[{"Name":"no","name":"yes"}],"AllItems":[{"name":"no"}]}`, event{AllItems: []event{{Name: "yes"}}}},
		"another case":       {`{"NAME":7,"Itemcount":"3"}`, event{Name: "7", ItemCount: 3}},
		"long s":             {`{"ſtatus":"STATUS_PAID"}`, event{}},
		"long s, escaped":    {`{"\u017ftatus":"STATUS_PAID","i\u017fPaid":true}`, event{}},
		"Kelvin sign":        {`{"\u212Aind":1,"name":"a"}`, event{Name: "a"}},
		"escaped name":       {`{"n\u0061me":"7","item\u005fcount":3}`, event{Name: "7", ItemCount: 3}},
		"control character":  {`{"a\u0001b":1,"na\tme":2,"name":7}`, event{Name: "7"}},
		"escaped, and exact": {`{"n\u0061me":"7","NAME":"8"}`, event{Name: "7"}},
		"bool as text":       {`{"isPaid":"true"}`, event{IsPaid: true}},
		"bool as TRUE":       {`{"isPaid":"TRUE","item_count":1}`, event{IsPaid: true, ItemCount: 1}},
		"bool as false":      {`{"name":"a","isPaid":"false"}`, event{Name: "a"}},
		"bool as number":     {`{"isPaid":1}`, event{IsPaid: true}},
		"bool as zero":       {`{"name":"a","isPaid":0}`, event{Name: "a"}},
		"integer as 2.0":     {`{"itemCount":2.0}`, event{ItemCount: 2}},
		"integer as 1e3":     {`{"itemCount":1e3,"inner":{"itemCount":"2.0"}}`, event{ItemCount: 1000, Inner: &event{ItemCount: 2}}},
		"integer as -1.50E1": {`{"itemCount":-1.50E1}`, event{ItemCount: -15}},
		"time, lower case":   {`{"createdAt":"2026-01-02t03:04:05z"}`, event{CreatedAt: at}},
		"time, +0000":        {`{"createdAt":"2026-01-02T03:04:05+0000"}`, event{CreatedAt: at}},
		"time, +0100":        {`{"createdAt":"2026-01-02T04:04:05+0100"}`, event{CreatedAt: at}},
		"time, +01":          {`{"createdAt":"2026-01-02T04:04:05+01"}`, event{CreatedAt: at}},
		"time, no zone":      {`{"createdAt":"2026-01-02T03:04:05"}`, event{CreatedAt: at}},
		"time, a blank":      {`{"createdAt":"2026-01-02 03:04:05Z"}`, event{CreatedAt: at}},
		"time, a fraction":   {`{"createdAt":"2026-01-02t03:04:05.000"}`, event{CreatedAt: at}},
		"time, a date":       {`{"createdAt":"2026-01-02","name":"a"}`, event{Name: "a", CreatedAt: at.Truncate(24 * time.Hour)}},
		"unknown enum name":  {`{"status":"STATUS_NEW"}`, event{Status: "STATUS_NEW"}},
		"unknown number":     {`{"status":99}`, event{Status: "99"}},
		"enum zero":          {`{"status":0}`, event{Status: "STATUS_UNSPECIFIED"}},
		"unknown fields":     {`{"name":"a","brand_new":{"total_amount":[1,{"x":null}]},"also_new":[[],{}]}`, event{Name: "a"}},
		"nested":             {`{"inner":{"item_count":"1","all_items":[{"name":1},{"status":2}]}}`, event{Inner: &event{ItemCount: 1, AllItems: []event{{Name: "1"}, {Status: "STATUS_PAID"}}}}},
		"user's own keys":    {`{"metadata":{"total_amount":"kept_as_is","itemCount":"x","a_b":7},"item_count":1}`, event{ItemCount: 1, Metadata: map[string]string{"total_amount": "kept_as_is", "itemCount": "x", "a_b": "7"}}},
		"values with a _":    {`{"name":"total_amount","metadata":{"k":"\"total_amount\":1,{["}}`, event{Name: "total_amount", Metadata: map[string]string{"k": `"total_amount":1,{[`}}},
		"nulls":              {`{"name":null,"total_amount":null,"item_count":null,"status":null,"created_at":null,"metadata":null,"all_items":null,"inner":null}`, event{}},
		"empty time":         {`{"createdAt":"","itemCount":1}`, event{ItemCount: 1}},
		"empty time, snake":  {`{"created_at":"","item_count":1}`, event{ItemCount: 1}},
		"negative":           {`{"totalAmount":"-5","itemCount":"-5","name":-5}`, event{TotalAmount: -5, ItemCount: -5, Name: "-5"}},
		"leading zeros":      {`{"itemCount":"007"}`, event{ItemCount: 7}},
		"exponent as amount": {`{"totalAmount":1e3}`, event{TotalAmount: 1000}},
		"fraction as text":   {`{"name":1.50}`, event{Name: "1.50"}},
		"escaped key":        {`{"item\u005fcount":4,"itemCount":5}`, event{ItemCount: 5}},
		"empty":              {`{}`, event{}},
	} {
		t.Run(name, func(t *testing.T) {
			var got event
			if err := Decode([]byte(tt.json), &got, eventShape()); err != nil {
				t.Fatal(err)
			}
			got.CreatedAt = got.CreatedAt.UTC()
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("read %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{
		`{`, `{"item_count":1`, `{"item_count":1}}`, `{"item_count"}`, `[]`, `"x"`, `{"item_count":1.5}`, `{"itemCount":"one"}`,
		`{"total_amount":"1.5"}`, `{"totalAmount":"9223372036854775808"}`, `{"totalAmount":1e30}`, `{"totalAmount":"0x10"}`,
		`{"created_at":"yesterday"}`, `{"createdAt":1767323045}`, `{"createdAt":"2026-13-01T00:00:00Z"}`, `{"isPaid":""}`, `{"isPaid":2}`, `{"itemCount":1.0e}`,
		`{"itemCount":2147483648.0}`, `{"itemCount":1e400}`, `{"inner":[]}`, `{"is_paid":"perhaps"}`, `{"all_items":{}}`, "",
	} {
		var got event
		if err := Decode([]byte(text), &got, eventShape()); err == nil {
			t.Errorf("%s was read as %+v", text, got)
		}
	}
}

// TestDecodeFree checks that free-form responses keep their keys and every digit.
func TestDecodeFree(t *testing.T) {
	var got map[string]any
	if err := Decode([]byte(`{"total_amount":12345678901234567890,"a":{"b_c":0.10}}`), &got, eventShape()); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "map[a:map[b_c:0.10] total_amount:12345678901234567890]" {
		t.Errorf("read %v", got)
	}
	if err := Decode([]byte(`{} {}`), &got, nil); err == nil {
		t.Error("two values were read as one")
	}
}

func TestInt64Writes(t *testing.T) {
	got, err := json.Marshal(struct {
		Min, Max Int64
		None     Int64 `json:",omitzero"`
	}{-1 << 63, 1<<63 - 1, 0})
	if want := `{"Min":"-9223372036854775808","Max":"9223372036854775807"}`; string(got) != want || err != nil {
		t.Errorf("wrote %s, %v", got, err)
	}
}

func TestMatch(t *testing.T) {
	alphabet := []rune("aZ09:._-é$^[]{} ☺")
	random := rand.New(rand.NewPCG(1, 2))
	for _, pattern := range []string{
		"^[A-Za-z]{3}$", "^[A-Za-z]{2,3}$", "^[^:]+$", "^[0-9]+[.]?[0-9]*$", "^a$", "^a-b$", "^[a-]{2,}$", "^é+$", "^[0-9]*$",
		"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}$", "^$", "^[^a-z]{0,2}x?$",
	} {
		reference := regexp.MustCompile(pattern)
		for range 5000 {
			text := make([]rune, random.IntN(10))
			for i := range text {
				text[i] = alphabet[random.IntN(len(alphabet))]
			}
			if got, want := Match(pattern, string(text)), reference.MatchString(string(text)); got != want {
				t.Errorf("Match(%q, %q) is %v", pattern, string(text), got)
			}
		}
	}
	for _, broken := range []string{"", "a", "a$", "^a"} {
		if Match(broken, "a") {
			t.Errorf("pattern %q without anchors matched", broken)
		}
	}
}

func TestLengthIsCountedInCharacters(t *testing.T) {
	for text, ok := range map[string]bool{"": false, "é": false, "€": false, "éé": true, "ab": true} {
		if err := CheckText("name", text, true, 2, ""); (err == nil) != ok {
			t.Errorf("%q with a least length of 2: %v", text, err)
		}
	}
}

func TestProblemsNameTheirPath(t *testing.T) {
	err := within("user", within("cards[2]", &Problem{"", "exactly one of a and b must be set"}))
	if got := err.Error(); !strings.HasPrefix(got, "user.cards[2] is wrong: exactly one of") {
		t.Errorf("error is %q", got)
	}
}

// FuzzRespell checks that respelling never panics, keeps valid JSON valid, and changes nothing when it is repeated.
func FuzzRespell(f *testing.F) {
	for _, seed := range []string{
		`{"total_amount":"1","all_items":[{"item_count":"2","status":2}],"metadata":{"a_b":1}}`,
		`{"inner":{"inner":{"created_at":""}},"unknown_one":[1,"}",{"a":"\\\""}]}`, `[]`, `{"status":-0}`, ` { } `, `{"name":1e5,"a":[[],[{}]]}`,
		`{"item_count":"٣","a\"_b":1}`, "{\"\\u0061_b\":1}", `{"_":1,"__":2,"a__b":3,"item_count":4}`,
	} {
		f.Add([]byte(seed))
	}
	shape := eventShape()
	f.Fuzz(func(t *testing.T, data []byte) {
		once := Respell(data, shape)
		if json.Valid(data) != json.Valid(once) {
			t.Fatalf("%s became %s", data, once)
		}
		if twice := Respell(once, shape); string(twice) != string(once) {
			t.Fatalf("%s became %s and then %s", data, once, twice)
		}
		var direct, tolerant event
		if !strings.ContainsAny(string(data), `_\`) && json.Unmarshal(data, &direct) == nil {
			if err := Decode(data, &tolerant, shape); err != nil || !reflect.DeepEqual(direct, tolerant) {
				t.Fatalf("%s reads %+v, want %+v as encoding/json does: %v", data, tolerant, direct, err)
			}
		}
	})
}
