package stash_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

// bodies starts a server that keeps the bodies of its requests.
func bodies(t *testing.T, reply string) (*recorder, *[]string) {
	var got []string
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = append(got, string(b))
		answer(200, "application/json", reply)(w, r)
	})
	return srv, &got
}

// TestExactBody checks that the body is compact, spelled as the document has it, and has no value that was not set.
func TestExactBody(t *testing.T) {
	srv, got := bodies(t, `{"id":"1","url":"https://pay.example.com/1"}`)
	body := checkout()
	body.Item.Description = `<b>&"ü"</b>`
	if _, err := srv.client(t, stash.WithUserAgent("game/1")).GenerateQuickPayURL(t.Context(), body); err != nil {
		t.Fatal(err)
	}
	want := `{"item":{"description":"<b>&\"ü\"</b>","id":"gems","name":"Gems","pricePerItem":"4.99","quantity":1},"user":{"id":"player-1"}}`
	if (*got)[0] != want {
		t.Errorf("sent %s\nwant %s", (*got)[0], want)
	}
	r := srv.requests()[0]
	header := map[string]string{
		"Accept": "application/json", "Content-Type": "application/json", "X-Stash-Api-Key": fakeKey,
	}
	for name, value := range header {
		if r.Header.Get(name) != value {
			t.Errorf("%s is %q", name, r.Header.Get(name))
		}
	}
	if !strings.HasPrefix(r.Header.Get("User-Agent"), "game/1 stash-go/") || r.ContentLength != int64(len(want)) {
		t.Errorf("User-Agent %q, length %d", r.Header.Get("User-Agent"), r.ContentLength)
	}
}

func TestCallAddsTheShop(t *testing.T) {
	srv, got := bodies(t, `{"id":"1","count":12345678901234567890,"nested":{"n":1.10}}`)
	with, without := srv.client(t, stash.WithShopHandle("option-shop")), srv.client(t)
	data := map[string]any{"currency": "USD"}
	before := maps.Clone(data)
	answer, err := with.Call(t.Context(), "x", data)
	if err != nil || answer["count"] != json.Number("12345678901234567890") {
		t.Errorf("%v %v", answer, err)
	}
	if !maps.Equal(data, before) {
		t.Errorf("the caller's map was changed: %v", data)
	}
	if _, err := with.Call(t.Context(), "x", map[string]any{"shop_handle": "data-shop"}); err != nil {
		t.Error(err)
	}
	if _, err := with.Call(t.Context(), "x", nil); err != nil {
		t.Error(err)
	}
	want := []string{`{"currency":"USD","shop_handle":"option-shop"}`, `{"shop_handle":"data-shop"}`, `{"shop_handle":"option-shop"}`}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("sent %q", *got)
	}
	for _, data := range []map[string]any{nil, {"currency": "USD"}, {"shop_handle": ""}} {
		_, err := without.Call(t.Context(), "x", data)
		if !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "stash.WithShopHandle") {
			t.Errorf("%v: %v", data, err)
		}
	}
	if _, err := with.Call(t.Context(), "x", map[string]any{"bad": make(chan int)}); !errors.Is(err, stash.ErrInvalidArgument) {
		t.Errorf("a channel in data: %v", err)
	}
	if len(*got) != 3 {
		t.Errorf("%d requests were sent", len(*got))
	}
}

// TestRefusedBeforeSending checks that bad arguments name their field and send nothing.
func TestRefusedBeforeSending(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"id":"1"}`))
	change := func(edit func(*stash.GenerateQuickPayURLRequest)) stash.GenerateQuickPayURLRequest {
		body := checkout()
		edit(&body)
		return body
	}
	catalog := []stash.QuickPayCatalogItem{{ID: "sku", Quantity: 1}}
	for want, body := range map[string]stash.GenerateQuickPayURLRequest{
		"exactly one of item and catalogItems must be set, and none": {},
		"exactly one of item and catalogItems must be set, and 2":    change(func(b *stash.GenerateQuickPayURLRequest) { b.CatalogItems = catalog }),
		"catalogItems[0].quantity is 0":                              {CatalogItems: []stash.QuickPayCatalogItem{{ID: "sku"}}},
		"catalogItems[1].id is empty":                                {CatalogItems: append(catalog, stash.QuickPayCatalogItem{Quantity: 1})},
		`user.id is "shop:player"`:                                   change(func(b *stash.GenerateQuickPayURLRequest) { b.User.ID = "shop:player" }),
		"user.id is empty":                                           change(func(b *stash.GenerateQuickPayURLRequest) { b.User = stash.QuickPayUser{DisplayName: "x"} }),
		`user.regionCode is "USAX"`:                                  change(func(b *stash.GenerateQuickPayURLRequest) { b.User.RegionCode = "USAX" }),
		`regionCode is "1"`:                                          change(func(b *stash.GenerateQuickPayURLRequest) { b.RegionCode = "1" }),
		`currency is "US"`:                                           change(func(b *stash.GenerateQuickPayURLRequest) { b.Currency = "US" }),
		"item.quantity is -1":                                        change(func(b *stash.GenerateQuickPayURLRequest) { b.Item.Quantity = -1 }),
		`item.pricePerItem is "4,99"`:                                change(func(b *stash.GenerateQuickPayURLRequest) { b.Item.PricePerItem = "4,99" }),
		"item.name is empty":                                         change(func(b *stash.GenerateQuickPayURLRequest) { b.Item.Name = "" }),
	} {
		_, err := srv.client(t).GenerateQuickPayURL(t.Context(), body)
		var e *stash.Error
		if !errors.As(err, &e) || !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), want) || e.Attempts != 0 {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	//lint:ignore SA1012 a nil context is the mistake under test
	if _, err := srv.client(t).GetPaymentEvent(nil, "1"); !errors.Is(err, stash.ErrInvalidArgument) { //nolint:staticcheck
		t.Errorf("nil context: %v", err)
	}
	if _, err := srv.client(t).GetPaymentEvent(t.Context(), "1", nil); !errors.Is(err, stash.ErrInvalidArgument) {
		t.Errorf("nil editor: %v", err)
	}
	if n := len(srv.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestEditors checks their order, and that an editor's error stops the call and can be found in it.
func TestEditors(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"total":"1"}`))
	add := func(value string) gen.RequestEditorFn {
		return func(_ context.Context, r *http.Request) error { r.Header.Add("X-Order", value); return nil }
	}
	signedLast := func(_ context.Context, r *http.Request) error {
		if r.Header.Get("X-Stash-Api-Key") != "" {
			return errors.New("the key was there before the editor ran")
		}
		return nil
	}
	client := srv.client(t, stash.WithRequestEditor(add("1")), stash.WithRequestEditor(add("2")))
	if _, err := client.GetPaymentEvent(t.Context(), "1", add("3"), signedLast); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(srv.requests()[0].Header["X-Order"], ""); got != "123" {
		t.Errorf("order %s", got)
	}
	mine := errors.New("editor's own")
	if _, err := client.GetPaymentEvent(t.Context(), "1", func(context.Context, *http.Request) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("error %v", err)
	}
	if len(srv.requests()) != 1 {
		t.Error("a request was sent though an editor failed")
	}
}

// TestBareClient checks that a gen client works with the editor alone, and that the editor reports a bad key.
func TestBareClient(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"total":"1"}`))
	client, err := gen.NewClient(srv.URL, gen.WithRequestEditorFn(stash.APIKeyEditor(fakeKey)), gen.WithHTTPClient(&http.Client{Timeout: time.Minute}))
	if err != nil {
		t.Fatal(err)
	}
	if event, err := client.GetPaymentEvent(t.Context(), "1"); err != nil || event.Total != "1" {
		t.Errorf("%+v %v", event, err)
	}
	if got := srv.requests()[0].Header.Get("X-Stash-Api-Key"); got != fakeKey {
		t.Errorf("key %q", got)
	}
	bad, err := gen.NewClient(srv.URL, gen.WithRequestEditorFn(stash.APIKeyEditor("pasted\n")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bad.GetPaymentEvent(t.Context(), "1"); err == nil || !strings.Contains(err.Error(), "white space") || len(srv.requests()) != 1 {
		t.Errorf("error %v", err)
	}
}

// TestBareClientRefusesNilOption checks that a nil option is a mistake with a sentence, not a panic.
func TestBareClientRefusesNilOption(t *testing.T) {
	if _, err := gen.NewClient("https://stash.example.com", nil); err == nil || !strings.Contains(err.Error(), "option 1 is nil") {
		t.Errorf("error %v", err)
	}
}

// TestCallersHTTPClientIsLeftAlone checks that the caller's http.Client is not changed.
func TestCallersHTTPClientIsLeftAlone(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"total":"1"}`))
	given := &http.Client{Timeout: time.Minute}
	before, standard := *given, *http.DefaultClient
	if _, err := srv.client(t, stash.WithHTTPClient(given)).GetPaymentEvent(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, *given) || !reflect.DeepEqual(standard, *http.DefaultClient) {
		t.Error("an http.Client of the caller's was changed")
	}
}

// TestTextsThatAreNotUTF8 checks that an id whose bytes JSON cannot carry is refused: two of them would arrive as one.
func TestTextsThatAreNotUTF8(t *testing.T) {
	srv, got := bodies(t, `{"id":"1","url":"https://pay.example.com/1"}`)
	client := srv.client(t)
	call := func(id string) error {
		body := checkout()
		body.TransactionID = id
		_, err := client.GenerateQuickPayURL(t.Context(), body)
		return err
	}
	for _, id := range []string{"\x81\xfe\x90", "order-\xff", `\` + "\xff", `\\` + "\xff", `\ufffd` + "\xff"} {
		if err := call(id); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "transactionId is not valid UTF-8") {
			t.Errorf("%q is answered %v", id, err)
		}
	}
	body := checkout()
	body.BonusItems = []stash.QuickPayBonusItem{{ID: "a", Name: "A", Quantity: 1}, {ID: "b\xff", Name: "B", Quantity: 1}}
	if _, err := client.GenerateQuickPayURL(t.Context(), body); err == nil || !strings.Contains(err.Error(), "bonusItems[1].id is not valid UTF-8") {
		t.Errorf("a bonus item is answered %v", err)
	}
	if _, err := client.Call(t.Context(), "a/b", map[string]any{"shop_handle": "s", "k\xff": 1}); err == nil || !strings.Contains(err.Error(), ": a key is not valid UTF-8") {
		t.Errorf("a key is answered %v", err)
	}
	for name, call := range map[string]func(id string) error{
		"id": func(id string) error { _, err := client.GetPaymentEvent(t.Context(), id); return err },
		"userId": func(id string) error {
			_, err := client.LogoutUser(t.Context(), stash.LogoutUserParams{UserID: id})
			return err
		},
	} {
		for _, id := range []string{"\xff", "order-\xff", "a\xc3"} {
			if err := call(id); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), name+" is not valid UTF-8") {
				t.Errorf("%s %q is answered %v", name, id, err)
			}
		}
	}
	if _, err := client.Call(t.Context(), "a/b\xff", map[string]any{"shop_handle": "s"}); err == nil || !strings.Contains(err.Error(), "path is not valid UTF-8") {
		t.Errorf("an endpoint is answered %v", err)
	}
	if len(*got) != 0 {
		t.Fatalf("sent %q", *got)
	}
	for _, id := range []string{"ü", "\ufffd", `\ufffd`, `\\ufffd`, `a\\\ufffd`} {
		if err := call(id); err != nil {
			t.Errorf("%q is answered %v", id, err)
		}
		var sent struct{ TransactionID string }
		if err := json.Unmarshal([]byte((*got)[len(*got)-1]), &sent); err != nil || sent.TransactionID != id {
			t.Errorf("%q arrives as %q (%v)", id, sent.TransactionID, err)
		}
	}
}
