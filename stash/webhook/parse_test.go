package webhook_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

func parse(t *testing.T, body string) *webhook.Event {
	t.Helper()
	event, err := webhook.Parse([]byte(body))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return event
}

func TestGuideSampleFieldByField(t *testing.T) {
	e := parse(t, sampleBody)
	p := e.Payload.(*webhook.PurchaseSucceeded)
	for field, pair := range map[string][2]any{
		"type":        {e.Type, webhook.EventTypePurchaseSucceeded},
		"environment": {e.Environment, webhook.EnvironmentTest},
		"shop":        {e.ShopID, ""},
		"key":         {e.Key, "PURCHASE_SUCCEEDED:8ZVBabLrnCMm9zPdu9QpfCWzNaA"},
		"repeats":     {e.Repeats, false},
		"body":        {string(e.Body), sampleBody},
		"raw":         {string(e.Raw), sampleBody[strings.Index(sampleBody, `{"timeMillis`) : len(sampleBody)-1]},
		"timeMillis":  {p.TimeMillis, webhook.Int64(1753993257000)},
		"orderId":     {p.OrderID, "8ZVBabLrnCMm9zPdu9QpfCWzNaA"},
		"currency":    {p.Currency, "USD"},
		"userId":      {p.UserID, "player_1001"},
		"items":       {p.Items, []webhook.EventItem{{ID: "gem_pack_500", Quantity: 1, Price: "199"}}},
		"tax":         {p.Tax, "0"},
		"total":       {p.Total, "199"},
		"regionCode":  {p.RegionCode, "US"},
		"source":      {p.Source, "StashPay"},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s is %v, want %v", field, pair[0], pair[1])
		}
	}
}

// TestSpellingsReadAlike checks that every spelling of an event is read as the same event.
func TestSpellingsReadAlike(t *testing.T) {
	want := parse(t, sampleBody)
	for name, body := range map[string]string{
		"eventData":         strings.Replace(sampleBody, `"purchaseSucceeded":`, `"eventData":`, 1),
		"data":              strings.Replace(sampleBody, `"purchaseSucceeded":`, `"data":`, 1),
		"snake_case":        strings.NewReplacer("purchaseSucceeded", "purchase_succeeded", "orderId", "order_id", "timeMillis", "time_millis").Replace(sampleBody),
		"time as text":      strings.Replace(sampleBody, `1753993257000`, `"1753993257000"`, 1),
		"time as a float":   strings.Replace(sampleBody, `1753993257000`, `1753993257000.0`, 1),
		"amounts as number": strings.NewReplacer(`"total":"199"`, `"total":199`, `"price":"199"`, `"price":199`, `"tax":"0"`, `"tax":0`).Replace(sampleBody),
		"quantity as text":  strings.Replace(sampleBody, `"quantity":1`, `"quantity":"1"`, 1),
		"USD":               strings.Replace(sampleBody, "usd", "USD", 1),
		"TEST":              strings.Replace(sampleBody, `"test"`, `"TEST"`, 1),
		"escaped key":       strings.Replace(sampleBody, `"type"`, `"\u0074ype"`, 1),
		"escaped type":      strings.Replace(sampleBody, `PURCHASE_`, `PURCHASE\u005f`, 1),
		"type last":         strings.Replace(sampleBody[:len(sampleBody)-1], `"type":"PURCHASE_SUCCEEDED",`, "", 1) + `,"type":"PURCHASE_SUCCEEDED"}`,
		"unknown fields":    strings.Replace(sampleBody, `{"timeMillis"`, `{"new":{"a":[1]},"timeMillis"`, 1),
		"null beside it":    strings.Replace(sampleBody, `"environment"`, `"eventData":null,"environment"`, 1),
		"white space":       " " + strings.ReplaceAll(sampleBody, ":", " :\n\t") + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := parse(t, body)
			if !reflect.DeepEqual(got.Payload, want.Payload) || got.Key != want.Key || got.Environment != want.Environment || got.Type != want.Type {
				t.Errorf("%s gives %+v with %+v", body, got, got.Payload)
			}
		})
	}
	for _, tt := range []struct{ status, eventType string }{{"canceled", "canceled"}, {"cancelled", "cancelled"}, {"canceled", "cancelled"}} {
		e := parse(t, `{"type":"subscription.`+tt.eventType+`","data":{"id":"s","status":"`+tt.status+`"}}`)
		if p, ok := e.Payload.(*webhook.SubscriptionCanceled); !ok || p.Status != "canceled" || e.Type != webhook.EventTypeSubscriptionCanceled {
			t.Errorf("%v gives %+v with %+v", tt, e, e.Payload)
		}
	}
	for text, want := range map[string]webhook.Environment{"prod": "production", "Production": "production", "PAYMENT_ENVIRONMENT_TEST": "test", "staging": "staging"} {
		if got := parse(t, `{"type":"VIEW_ITEM","environment":"`+text+`","viewItem":{}}`).Environment; got != want {
			t.Errorf("environment %s gives %s, want %s", text, got, want)
		}
	}
	for value, want := range map[string]webhook.Environment{
		`1`: "test", `2`: "production", `0`: "", `null`: "", `""`: "", `"PAYMENT_ENVIRONMENT_UNSPECIFIED"`: "",
		`3`: "3", `false`: "false", `["test"]`: `["test"]`, `{"name":"test"}`: `{"name":"test"}`,
	} {
		if e := parse(t, `{"type":"NEW","environment":`+value+`,"shopId":[7]}`); e.Environment != want || e.ShopID != "[7]" {
			t.Errorf("environment %s gives %q and shop %q, want %q", value, e.Environment, e.ShopID, want)
		}
	}
}

func TestUnknownTypesAreNoError(t *testing.T) {
	for body, raw := range map[string]string{
		`{"type":"LOYALTY_MILESTONE_CLAIMED","loyaltyMilestoneClaimed":{"milestoneId":"m"},"shopId":"s"}`: `{"milestoneId":"m"}`,
		`{"type":"new.event","data":{"a":1},"environment":"prod"}`:                                        `{"a":1}`,
		`{"type":"NEW","eventData":[1]}`:                                                                  `[1]`,
		`{"type":"NEW","whatever":1}`:                                                                     `{"type":"NEW","whatever":1}`,
	} {
		e := parse(t, body)
		u, ok := e.Payload.(*webhook.Unknown)
		if !ok || string(u.Raw) != raw || string(e.Raw) != raw || e.Key == "" || e.Repeats {
			t.Errorf("%s gives %+v with %s", body, e, u.Raw)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for body, want := range map[string]error{
		"": webhook.ErrNotJSON, "null": webhook.ErrNotJSON, "[]": webhook.ErrNotJSON, "{": webhook.ErrNotJSON, `{"type":"X"}}`: webhook.ErrNotJSON,
		`{}`: webhook.ErrNoType, `{"type":""}`: webhook.ErrNoType, `{"type":1}`: webhook.ErrNoType, `{"type":null}`: webhook.ErrNoType,
		`{"type":"X","a":tru}`: webhook.ErrNotJSON, `{"type":"VIEW_ITEM","viewItem":{},"x":01}`: webhook.ErrNotJSON,
		`{"type":"VIEW_ITEM","viewItem":{,}}`:                                    webhook.ErrNotJSON,
		`{"type":"PURCHASE_SUCCEEDED"}`:                                          webhook.ErrBadPayload,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":null}`:                 webhook.ErrBadPayload,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":"text"}`:               webhook.ErrBadPayload,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":{}}}`:       webhook.ErrBadPayload,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"timeMillis":"now"}}`: webhook.ErrBadPayload,
	} {
		if e, err := webhook.Parse([]byte(body)); !errors.Is(err, want) || (e != nil) != (want == webhook.ErrBadPayload) {
			t.Errorf("%s gives %v and %v, want %v", body, e, err, want)
		}
	}
}

// unreadable are payloads with valid JSON that this SDK cannot read, and the text of the error. The values have robin in
// them, which no error may show.
var unreadable = []struct{ body, says string }{
	{`{"type":"PURCHASE_REFUNDED","purchaseRefunded":{"orderId":"robin","total":{"amount":"robin"}}}`, "PURCHASE_REFUNDED: purchaseRefunded.total is an object and must be a string or a number"},
	{`{"type":"PURCHASE_REFUNDED","eventData":{"time_millis":"robin"}}`, "eventData.time_millis is a string and must be a 64-bit integer"},
	{`{"type":"subscription.canceled","data":{"id":"robin","cancelAtPeriodEnd":"robin"}}`, "data.cancelAtPeriodEnd is a string and must be a boolean"},
	{`{"type":"subscription.created","data":["robin"]}`, "data is a list and must be an object"},
	{`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"items":[{"id":"robin"},{"quantity":"robin"}]}}`, "purchaseSucceeded.items[1].quantity is a string and must be a 32-bit integer"},
	{`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"items":{"robin":true}}}`, "items is an object and must be a list"},
	{`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"robin":{"a":[]},"userId":true}}`, "userId is a boolean and must be a string"},
	{`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"items":[{"quantity":99999999999}]}}`, "items[0].quantity is a number and must be a 32-bit integer"},
	{`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"\u0074otal":{"robin":7}}}`, "purchaseSucceeded.total is an object and must be a string or a number"},
	{`{"type":"PURCHASE_REFUNDED","refund":{"orderId":"robin"}}`, "neither \"purchaseRefunded\" nor \"eventData\""},
}

// TestUnreadablePayloadsComeWithTheirEvent checks that the rest of the event is read, and that the error names the field
// and shows no value.
func TestUnreadablePayloadsComeWithTheirEvent(t *testing.T) {
	keys := map[string]bool{}
	for _, tt := range unreadable {
		body := `{"environment":"test","shopId":"s",` + tt.body[1:]
		e, err := webhook.Parse([]byte(body))
		if e == nil || !errors.Is(err, webhook.ErrBadPayload) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s gives %v and %v, want an event and %q", body, e, err, tt.says)
			continue
		}
		for _, hidden := range []string{"robin", "99999999999"} {
			if strings.Contains(err.Error(), hidden) {
				t.Errorf("the error shows the payload: %v", err)
			}
		}
		u, ok := e.Payload.(*webhook.Unknown)
		if !ok || u.Err != err || string(u.Raw) != string(e.Raw) || !strings.Contains(body, string(e.Raw)) || string(e.Body) != body {
			t.Errorf("%s gives %+v with %+v", body, e, e.Payload)
		}
		if e.Type == "" || e.Environment != "test" || e.ShopID != "s" || e.Repeats || !strings.HasPrefix(e.Key, "sha256:") || keys[e.Key] {
			t.Errorf("%s gives %+v", body, e)
		}
		keys[e.Key] = true
	}
	if err := parse(t, `{"type":"NEW"}`).Payload.(*webhook.Unknown).Err; err != nil {
		t.Errorf("a type that is not known: %v", err)
	}
}

func TestKeys(t *testing.T) {
	keyOf := func(body string) string { return parse(t, body).Key }
	purchase := func(order string) string {
		data, _ := json.Marshal(order)
		return keyOf(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":` + string(data) + `}}`)
	}
	refund := func(fields string) string {
		return keyOf(`{"type":"PURCHASE_REFUNDED","purchaseRefunded":{"orderId":"o",` + fields + `}}`)
	}
	renewal := func(end string) string {
		return keyOf(`{"type":"subscription.payment_succeeded","data":{"subscriptionId":"s","end":"` + end + `"}}`)
	}
	different := []string{
		purchase("o"), purchase("p"), purchase(strings.Repeat("o", 300)), purchase(strings.Repeat("o", 301)), purchase("a\x00b"), purchase("ä"), purchase(""),
		refund(`"total":"1"`), refund(`"total":"2"`), refund(`"refundId":"r"`), refund(`"refundId":"s"`), renewal("2026-01"), renewal("2026-02"),
	}
	seen := map[string]bool{}
	for _, key := range different {
		if seen[key] || key == "" || len(key) > 200 || strings.ContainsAny(key, "\x00ä\n") {
			t.Errorf("key %q comes twice, is too long or cannot be printed", key)
		}
		seen[key] = true
	}
	if purchase("o") != keyOf(`{"type":"PURCHASE_SUCCEEDED","environment":"prod","eventData":{"order_id":"o","tax":"1"}}`) {
		t.Error("two deliveries of one order have two keys")
	}
	if again := refund(`"total":"1"`); again != different[7] {
		t.Error("two deliveries of one refund have two keys")
	}
	if refund(`"refundId":"r","timeMillis":1`) != refund(`"timeMillis":2,"refundId":"r"`) {
		t.Error("two deliveries of one refund that is named have two keys, because their bytes differ")
	}
}
