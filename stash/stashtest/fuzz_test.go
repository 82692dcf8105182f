package stashtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// FuzzEmulatorRequest holds that the emulator answers whatever it is sent with JSON, by the document, and never with a
// failure of its own. SHOP and SHOPID in the target and body stand for the server's own, and scheme for a credential
// that is good. What a request makes is paid and read again, as the state that it left must be fit to be answered.
func FuzzEmulatorRequest(f *testing.F) {
	schemes := []string{"apiKey", "hmac", "legacyHmac", "playerToken", ""}
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		f.Fatal(err)
	}
	for _, op := range document.Operations() {
		body, err := op.RequestExample()
		if err != nil {
			f.Fatal(err)
		}
		for i, scheme := range schemes {
			if len(op.Schemes()) > 0 && op.Schemes()[0].ID != scheme {
				continue
			}
			f.Add(op.Method, strings.NewReplacer("{shopId}", "SHOPID", "{endpoint}", "checkout-links/generate", "{", "", "}", "").Replace(op.Path), i, "application/json", []byte(body))
		}
	}
	const quickPay, byName = "/sdk/server/checkout_links/generate_quick_pay_url", "/api/v1/sdk/checkout-links/generate"
	for _, price := range []string{"4.99", "1e9", "1e999999999", "-1", "1/3", "0x10", "1_000", "Inf", "", "99999999999999999999999999.99999999999999"} {
		f.Add("POST", quickPay, 0, "application/json", fmt.Appendf(nil, `{"item":{"id":"a","name":"A","pricePerItem":%q,"quantity":1}}`, price))
		f.Add("POST", byName, 0, "application/json", fmt.Appendf(nil, `{"shop_handle":"SHOP","items":[{"id":"a","price_per_item":%q,"quantity":2}]}`, price))
	}
	for _, body := range []string{"", "null", "[]", "{", `{"items":null}`, `{"shop_handle":{"a":[1]}}`, `{"shop_handle":"SHOP","items":[{"quantity":1e400}]}`, "\xff", `{"a":"\ud800"}`, strings.Repeat("[", 20_000)} {
		f.Add("POST", byName, 0, "application/json", []byte(body))
		f.Add("POST", quickPay, 1, "text/plain", []byte(body))
	}
	for _, target := range []string{"/", "//", "/sdk/server/payment/%2F", "/sdk/server/payment/%", "*", "/sdk/../x", "/sdk/plans?limit=%zz", "/sdk/subscriptions/a/payments?limit=x&limit=1", "/api/v1/sdk/", "/api/v1/sdk/a//b/%2e%2e", "/sdk/studio/SHOPID/products?limit=-1&offset=99999999999999999999"} {
		f.Add("GET", target, 1, "", []byte(nil))
		f.Add("bad method", target, 4, "\x00", []byte("x"))
	}
	f.Fuzz(func(t *testing.T, method, target string, scheme int, contentType string, body []byte) {
		srv, err := stashtest.Start()
		if err != nil {
			t.Fatal(err)
		}
		defer srv.Close()
		own := strings.NewReplacer("SHOPID", srv.ShopID, "SHOP", srv.ShopHandle)
		send := func(method, target, scheme, contentType, body string) (int, []byte) {
			req, err := http.NewRequestWithContext(t.Context(), method, srv.URL+"/"+strings.TrimPrefix(target, "/"), strings.NewReader(body))
			if err != nil {
				t.Skip()
			}
			if contentType != "" {
				req.Header.Set("Content-Type", contentType)
			}
			if scheme != "" {
				if err := editorOf(srv, scheme)(t.Context(), req); err != nil {
					t.Fatal(err)
				}
			}
			if req.URL.Path == "/console/events" {
				t.Skip() // it does not end
			}
			answer := httptest.NewRecorder()
			srv.ServeHTTP(answer, req)
			page := answer.Header().Get("Content-Type") != "application/json" && len(srv.Requests()) == 0
			if faults := srv.Faults(); len(faults) > 0 || answer.Code >= 500 || answer.Code < 200 || !page && !json.Valid(answer.Body.Bytes()) {
				t.Fatalf("%s %s with %q is answered HTTP %d %q; faults %q", method, target, body, answer.Code, answer.Body, faults)
			}
			return answer.Code, answer.Body.Bytes()
		}
		status, answer := send(method, own.Replace(target), schemes[(scheme%len(schemes)+len(schemes))%len(schemes)], contentType, own.Replace(string(body)))
		var made struct{ ID string }
		if json.Unmarshal(answer, &made) != nil || status != http.StatusOK || srv.Pay(made.ID) != nil {
			return
		}
		if status, answer := send("GET", "/sdk/server/payment/"+made.ID, "apiKey", "", ""); status != http.StatusOK {
			t.Fatalf("a checkout that was made with %q cannot be read: HTTP %d %s", body, status, answer)
		}
	})
}
