package server

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
)

// TestLifeOfARequest checks that the server routes, checks, answers and logs a request, in this order.
func TestLifeOfARequest(t *testing.T) {
	rules, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	who := shop.RandomIdentity()
	s := New(Around{
		Now: time.Now, Who: func() shop.Identity { return who }, URL: func() string { return "http://127.0.0.1:1" },
		Shop: shop.New(time.Now, func(any) {}), Document: rules,
	})
	const path, good = "/sdk/server/checkout_links/generate_quick_pay_url", `{"item":{"id":"gem","name":"Gem","pricePerItem":"0.99","quantity":1},"user":{"id":"p"}}`
	for _, tt := range []struct {
		method, path, key, body string
		status                  int
		text                    string
		fault                   *Fault
	}{
		{"POST", path, who.APIKey, good, 200, "/pay/", nil},
		{"POST", path, who.APIKey, good, 503, "told to fail", &Fault{Operation: "GenerateQuickPayUrl", Status: 503}},
		{"POST", path, "fake-key-of-another", good, 401, "is not one of this shop", nil},
		{"POST", path, "", good, 401, "no credential", nil},
		{"POST", path, who.APIKey, `{"itm":1}`, 400, "itm", nil},
		{"GET", "/sdk/nowhere", who.APIKey, "", 404, "there is no operation", nil},
		{"GET", "/sdk/server/payment/none", who.APIKey, "", 404, "there is no payment none", nil},
	} {
		if tt.fault != nil {
			if err := s.Inject(*tt.fault); err != nil {
				t.Fatal(err)
			}
		}
		r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
		r.Header.Set("Content-Type", "application/json")
		if tt.key != "" {
			r.Header.Set("X-Stash-Api-Key", tt.key)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.text) {
			t.Errorf("%s %s %s is answered HTTP %d %s, want %d with %q", tt.method, tt.path, tt.body, w.Code, w.Body, tt.status, tt.text)
		}
		noted := s.Requests()
		if last := noted[len(noted)-1]; last.Status != tt.status || last.Header.Get("X-Stash-Api-Key") == who.APIKey {
			t.Errorf("%s %s is noted as %+v", tt.method, tt.path, last)
		}
	}
	if faults := s.Faults(); len(faults) > 0 {
		t.Errorf("answers of its own break the document: %q", faults)
	}
	if err := s.Inject(Fault{Operation: "Nothing"}); err == nil {
		t.Error("a fault that can hit nothing is taken")
	}
}
