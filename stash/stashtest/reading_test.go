package stashtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestAmbiguousRequests checks for every operation that a request which two readers could read differently is refused.
func TestAmbiguousRequests(t *testing.T) {
	srv := stashtest.New(t)
	call := func(method, path, query, body string) (int, string) {
		status, answer := send(t, srv, method, strings.NewReplacer("{", "", "}", "").Replace(path)+query, srv.APIKey, "application/json", body)
		return status, fmt.Sprint(answer["message"])
	}
	for _, op := range load(t).Operations() {
		if schemes := op.Schemes(); len(schemes) > 0 && schemes[0].ID != "apiKey" {
			continue // the reader is the same for every credential
		}
		for query, want := range map[string]string{"?%zz=%": "the query cannot be read", "?a;b=c": "the query cannot be read", "?limit=1&limit=zzz": "limit: is "} {
			if status, message := call(op.Method, op.Path, query, ""); status != http.StatusBadRequest || !strings.Contains(message, want) {
				t.Errorf("%s%s: HTTP %d %s, want %q", op.ID, query, status, message, want)
			}
		}
		example, err := op.RequestExample()
		if err != nil {
			t.Fatal(err)
		}
		if len(example) < 3 {
			continue
		}
		for body, want := range map[string]string{
			string(example) + " {":                              "the body has text after its JSON",
			string(example) + "\n{}":                            "the body has text after its JSON",
			`{"x":1,"x":1,` + string(example[1:]):               "x: is in the body twice",
			`{"x":{"y":[{"z":1,"z":2}]},` + string(example[1:]): "x.y[0].z: is in the body twice",
			`{"x":"\ud800",` + string(example[1:]):              "half of a surrogate pair",
			`{"x":"\udc00\ud800",` + string(example[1:]):        "half of a surrogate pair",
			`{"x":"` + "\xff" + `",` + string(example[1:]):      "the body is not UTF-8",
			string(example[:len(example)-1]):                    "it ends too early",
		} {
			if status, message := call(op.Method, op.Path, "", body); status != http.StatusBadRequest || !strings.Contains(message, want) {
				t.Errorf("%s %q: HTTP %d %s, want %q", op.ID, body, status, message, want)
			}
		}
	}
}

// TestOtherSpellings checks that what protobuf JSON allows is accepted, and that the console tells where it is not as the
// document writes it.
func TestOtherSpellings(t *testing.T) {
	srv := stashtest.New(t)
	const path = "/sdk/server/checkout_links/generate_quick_pay_url"
	const plain = `{"item":{"id":"a","name":"A","pricePerItem":"1","quantity":2},"user":{"id":"p"},"currency":"USD"}`
	for _, tt := range []struct{ old, other, respelled string }{
		{"", "", ""},
		{`"USD"`, `"\u0055SD"`, ""},
		{`"pricePerItem"`, `"price_per_item"`, "item.price_per_item: is pricePerItem in the document"},
		{`"quantity":2`, `"quantity":"2"`, "item.quantity: is a string, and a number in the document"},
		{`"user":{"id":"p"}`, `"user":{"id":"p","regionCode":"","profileImageUrl":"","currency":"","payerIp":""}`, "user.currency: is empty, which means unset; user.regionCode: is empty, which means unset"},
		{`"currency":"USD"`, `"currency":"","catalogItems":null`, "catalogItems: is null, which means unset; currency: is empty, which means unset"},
	} {
		before := len(srv.Requests())
		status, answer := send(t, srv, "POST", path, srv.APIKey, "application/json", strings.Replace(plain, tt.old, tt.other, 1))
		seen := srv.Requests()[before]
		if got := strings.Join(seen.Respelled, "; "); status != http.StatusOK || got != tt.respelled {
			t.Errorf("%s: HTTP %d %v, respelled %q, want %q", tt.other, status, answer["message"], got, tt.respelled)
		}
		if id := fmt.Sprint(answer["id"]); status == http.StatusOK {
			same(t, tt.other, must(srv.Client().GetPaymentEvent(t.Context(), id)).Total, "2")
		}
		if tt.respelled != "" {
			browse(t, srv.URL+"/console/calls/"+seen.RequestID, nil).shows(t, tt.other, http.StatusOK, "Legal, but not as the document writes it", strings.Split(tt.respelled, ";")[0])
		}
	}
	for body, want := range map[string]string{
		strings.Replace(plain, `"pricePerItem"`, `"price_per_item":"1","pricePerItem"`, 1): "item.price_per_item: is in the body twice, also as pricePerItem",
		strings.Replace(plain, `"id":"p"`, `"id":""`, 1):                                   "user.id",
		strings.Replace(plain, `"USD"`, `"US"`, 1):                                         "currency",
	} {
		status, answer := send(t, srv, "POST", path, srv.APIKey, "application/json", body)
		if message := fmt.Sprint(answer["message"]); status != http.StatusBadRequest || !strings.Contains(message, want) {
			t.Errorf("%s: HTTP %d %s, want %q", body, status, message, want)
		}
	}
}

// TestSeveralCredentials checks that a wrong credential is refused beside a right one, whatever their order in the
// document is.
func TestSeveralCredentials(t *testing.T) {
	srv := stashtest.New(t)
	good := signature.NewKey([]byte(srv.HMACSecret)).Header(srv.ShopID, time.Now().UnixMilli(), nil)
	for _, op := range []string{"/sdk/plans", "/api/v1/launcher/status"} {
		for key, status := range map[[2]string]int{
			{srv.APIKey, good}: 200, {srv.APIKey, "v1;x"}: 401, {"fake-key", good}: 401, {srv.APIKey, ""}: 200, {"", good}: 200, {"", ""}: 401,
		} {
			req := must(http.NewRequest(http.MethodGet, srv.URL+op, nil))
			for i, header := range []string{"X-Stash-Api-Key", "x-stash-hmac-signature"} {
				if key[i] != "" {
					req.Header.Set(header, key[i])
				}
			}
			resp := must(http.DefaultClient.Do(req))
			_ = resp.Body.Close()
			same(t, fmt.Sprint(op, " status with ", key), resp.StatusCode, status)
		}
	}
}
