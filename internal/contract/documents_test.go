package contract_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// TestGameServerDocument checks that the document is valid OpenAPI and that its examples match its schemas.
func TestGameServerDocument(t *testing.T) {
	c, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.Operations()); n != 6 {
		t.Errorf("the document has %d operations, want 6", n)
	}
	for _, op := range c.Operations() {
		if _, err := op.Example(); err != nil {
			t.Error(err)
		}
		if _, err := op.RequestExample(); err != nil {
			t.Error(err)
		}
	}
}

// TestCatalogExample checks the example of a catalog by the rules that kin-openapi does not have.
func TestCatalogExample(t *testing.T) {
	c, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Operation("GetCatalog").Example()
	if err != nil {
		t.Fatal(err)
	}
	var catalog gameserver.GetCatalogResponse
	if err := errors.Join(catalog.Decode(example), catalog.Validate()); err != nil {
		t.Error(err)
	}
}

// TestDocumentsAsWritten validates the three documents with their examples. Load closes the schemas before it does so,
// which other tools do not do.
func TestDocumentsAsWritten(t *testing.T) {
	for name, text := range map[string][]byte{"openapi": api.OpenAPI, "gameserver": api.GameServer, "webhooks": api.Webhooks} {
		if err := validate(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := validate(bytes.Replace(api.Webhooks, []byte("type: VIEW_ITEM\n"), []byte("type: VIEW_CHECKOUT_PAGE\n"), 1)); err == nil {
		t.Error("an example with the payload of another event is valid")
	}
}

func validate(text []byte) error {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return err
	}
	return doc.Validate(context.Background(), openapi3.EnableSchemaFormatValidation(), openapi3.EnableExamplesValidation())
}

// TestUnknownEnumValues checks that a response may have any value of an open enum, and a request only a known one.
func TestUnknownEnumValues(t *testing.T) {
	c, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ method, path, request, response, wrong string }{
		{"GET", "/sdk/server/user_preferences/p", "", `{"paymentChannel":"NEW"}`, ""},
		{"POST", "/sdk/server/user_preferences/p", `{"paymentChannel":"NEW"}`, `{}`, "paymentChannel"},
		{"POST", "/sdk/server/user_preferences/p", `{"paymentChannel":"STASH_PAY"}`, `{}`, ""},
		{"GET", "/sdk/plans?status=NEW", "", `{"plans":[]}`, "status"},
		{"GET", "/sdk/plans?status=active", "", `{"plans":[{"status":"NEW"}]}`, ""},
		{"GET", "/sdk/subscriptions/s", "", `{"subscription":{"status":"NEW"}}`, ""},
		{"GET", "/sdk/server/payment/p", "", `{"status":"NEW"}`, ""},
	} {
		req := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.request))
		req.Header.Set("Content-Type", "application/json")
		exchange, _ := c.Find(req)
		if exchange == nil {
			t.Errorf("%s %s has no operation", tt.method, tt.path)
			continue
		}
		if found := fmt.Sprint(exchange.CheckRequest([]byte(tt.request))); tt.wrong == "" && found != "[]" || !strings.Contains(found, tt.wrong) {
			t.Errorf("%s %s %s: %s, want a violation of %q", tt.method, tt.path, tt.request, found, tt.wrong)
		}
		header := http.Header{"Content-Type": {"application/json"}}
		for _, v := range exchange.CheckResponse(200, header, []byte(tt.response)) {
			if strings.Contains(fmt.Sprint(v), "NEW") {
				t.Errorf("%s %s: %s is refused: %v", tt.method, tt.path, tt.response, v)
			}
		}
	}
}
