package pages

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// opened is a shop with pages.
func opened(t *testing.T) (*Pages, *shop.Shop, shop.Identity) {
	t.Helper()
	rules, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	id := shop.RandomIdentity()
	who, address := func() shop.Identity { return id }, func() string { return "http://127.0.0.1:1" }
	sh := shop.New(time.Now, func(any) {})
	calls := server.New(server.Around{Now: time.Now, Who: who, URL: address, Shop: sh, Document: rules})
	return New(Around{
		Who: who, URL: address, Shop: sh, Calls: calls,
		Deliveries: deliver.New(deliver.Around{Now: time.Now, Who: who, Changed: calls.Changed, Keep: sh.Keep, Fault: calls.Fault}),
		Games:      callout.New(callout.Around{Now: time.Now, Who: who, Shop: sh, Changed: calls.Changed}),
	}), sh, id
}

// TestButtonsOfACheckout checks that opening a page pays nothing, that its button pays, and that another site's page
// cannot use the button.
func TestButtonsOfACheckout(t *testing.T) {
	pages, sh, _ := opened(t)
	made, failed := sh.OpenCheckout(shop.Checkout{Items: []stash.PaymentItem{{ID: "gem", PricePerItem: "0.99", Quantity: 2}}}, "items[]")
	if failed != nil {
		t.Fatal(failed.Error())
	}
	for _, tt := range []struct {
		method, site string
		status       int
		paid         bool
	}{
		{"GET", "none", 200, false}, {"POST", "cross-site", 403, false}, {"POST", "same-origin", 303, true}, {"POST", "same-origin", 303, true},
	} {
		r := httptest.NewRequest(tt.method, "http://127.0.0.1:1/pay/"+made.ID, strings.NewReader(url.Values{"do": {"pay"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", tt.site)
		w := httptest.NewRecorder()
		if !pages.Serve(w, r) || w.Code != tt.status {
			t.Errorf("%s from %s is answered HTTP %d, want %d", tt.method, tt.site, w.Code, tt.status)
		}
		if found, _ := sh.Checkout(made.ID); found.Paid.IsZero() == tt.paid {
			t.Errorf("after %s from %s it is paid at %v", tt.method, tt.site, found.Paid)
		}
	}
	if pages.Serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/sdk/server/payment/a", nil)) {
		t.Error("an operation is taken for a page")
	}
}

// TestSecretsAreHidden checks that the console shows no secret, in any spelling.
func TestSecretsAreHidden(t *testing.T) {
	pages, sh, id := opened(t)
	token := sh.IssueToken("player-1")
	hide := pages.hiding()
	for _, text := range []string{
		hide.text("the key " + id.APIKey), hide.query("a=1&token=" + token), hide.body([]byte(`{"a":"` + id.WebhookSecret + `"}`)),
		hide.field("Cookie", token), hide.address("http://user:" + id.HMACSecret + "@127.0.0.1/?x=" + token), pages.Sentence(errors.New("no: " + token)),
	} {
		for _, secret := range []string{id.APIKey, id.HMACSecret, id.WebhookSecret, token} {
			if strings.Contains(text, secret) {
				t.Errorf("%q shows a secret", text)
			}
		}
	}
}

// TestStreamsAreFew checks that only some pages are kept up to date at once.
func TestStreamsAreFew(t *testing.T) {
	pages, _, _ := opened(t)
	pages.streams.Store(mostStreams)
	w := httptest.NewRecorder()
	pages.sendChanges(w, httptest.NewRequest("GET", "http://127.0.0.1:1/console/events", nil))
	if w.Code != 503 || pages.streams.Load() != mostStreams {
		t.Errorf("one page more is answered HTTP %d, and %d are open", w.Code, pages.streams.Load())
	}
}
