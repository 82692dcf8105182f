package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// environment makes a getenv for a shop of the emulator.
func environment(srv *stashtest.Server, url string) map[string]string {
	return map[string]string{
		"STASH_ENVIRONMENT": "test", "STASH_BASE_URL": url, "STASH_API_KEY": srv.APIKey, "STASH_SHOP_ID": srv.ShopID, "STASH_HMAC_SECRET": srv.HMACSecret,
		"STASH_PLAYER_TOKEN": srv.PlayerToken("secret-player"), "STASH_PLAYER_ID": "secret-player",
	}
}

// runWith runs the program, and fails if it prints a value of the environment variables.
func runWith(t *testing.T, env map[string]string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	status := run(t.Context(), func(name string) string { return env[name] }, &out)
	for name, value := range env {
		if value != "" && name != "STASH_ENVIRONMENT" && name != "STASH_BASE_URL" && strings.Contains(out.String(), value) {
			t.Errorf("%s is shown:\n%s", name, &out)
		}
	}
	return status, out.String()
}

func expect(t *testing.T, printed string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(printed, line) {
			t.Errorf("%q is not printed", line)
		}
	}
}

// paid makes a checkout in the emulator, pays it, and returns its id.
func paid(t *testing.T, srv *stashtest.Server) string {
	t.Helper()
	link, err := srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Pay(link.ID); err != nil {
		t.Fatal(err)
	}
	return link.ID
}

func TestAgainstTheEmulator(t *testing.T) {
	srv := stashtest.New(t)
	env := environment(srv, srv.URL)
	env["STASH_PAYMENT_ID"] = paid(t, srv)
	before := len(srv.Requests())
	status, printed := runWith(t, env)
	expect(t, printed,
		"GetPaymentEvent              hmac         HTTP 200",
		"GetPaymentEvent              apiKey       HTTP 200",
		"ListSubscriptions            playerToken  HTTP 200",
		"ListPlans takes hmac.",
		"GetPrices is at its path.",
		"The HMAC key is the secret itself, as the SDK assumes.",
		"There is something under /api/v1/sdk",
		"Responses are in camelCase.",
		"timeMillis is a JSON string.",
		"A payment's status is PAYMENT_STATUS_SUCCEEDED.",
		"taxRate is a fraction of one.",
	)
	if status != 0 || strings.Contains(printed, "Not as the document") || t.Failed() {
		t.Errorf("status %d:\n%s", status, printed)
	}
	for _, r := range srv.Requests()[before:] {
		if r.Method != http.MethodGet && r.Operation != "ConvertPrices" {
			t.Errorf("%s %s was called, which is no read", r.Method, r.Path)
		}
	}
}

// TestNothingIsCalled checks that the program calls nothing without the right variables, and prints why.
func TestNothingIsCalled(t *testing.T) {
	called := 0
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called++ }))
	defer srv.Close()
	for _, tt := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing is set", nil, "STASH_ENVIRONMENT is not test"},
		{"production", map[string]string{"STASH_ENVIRONMENT": "production", "STASH_API_KEY": "fake"}, "STASH_ENVIRONMENT is not test"},
		{"no credential", map[string]string{"STASH_ENVIRONMENT": "test", "STASH_BASE_URL": srv.URL}, "there is no credential"},
		{"half a credential", map[string]string{"STASH_ENVIRONMENT": "test", "STASH_HMAC_SECRET": "fake", "STASH_BASE_URL": srv.URL}, "there is no credential"},
		{"production's address", map[string]string{"STASH_ENVIRONMENT": "test", "STASH_API_KEY": "fake-key", "STASH_BASE_URL": "https://api.stash.gg"}, "neither the test environment nor this machine"},
		{"an address like the test environment's", map[string]string{"STASH_ENVIRONMENT": "test", "STASH_API_KEY": "fake-key", "STASH_BASE_URL": "https://test-api.stash.gg.example.com"}, "neither the test environment"},
	} {
		if status, printed := runWith(t, tt.env); status != 0 || !strings.Contains(printed, tt.want) || strings.Count(printed, "\n") != 1 {
			t.Errorf("%s: status %d, %s", tt.name, status, printed)
		}
	}
	if called != 0 {
		t.Errorf("%d calls were made", called)
	}
}

// TestOtherReadings puts a proxy before the emulator that answers the open questions the other way, and breaks the
// document in other places.
func TestOtherReadings(t *testing.T) {
	srv := stashtest.New(t)
	payment := paid(t, srv)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/proxy")
		answer := httptest.NewRecorder()
		srv.ServeHTTP(answer, r)
		body := answer.Body.String()
		switch {
		case r.URL.Path == "/sdk/server/prices" || strings.HasPrefix(r.URL.Path, "/api/v1/"):
			answer.Code, body = http.StatusNotFound, `{"code":5,"message":"Not Found","details":[]}`
		case strings.HasPrefix(r.URL.Path, "/sdk/server/payment/"):
			body = `{"status":"PAYMENT_STATUS_CAPTURED","time_millis":1760000000000,"total":4.99,"bonus_items":[],"order_ref":"secret-order","` + srv.APIKey + `":1}`
		case r.URL.Path == "/sdk/plans" && r.Header.Get("X-Stash-Api-Key") == "":
			answer.Code, body = http.StatusForbidden, `{"code":7,"message":"secret words","details":[{"@type":"x","secret":1}]}`
		case r.URL.Path == "/sdk/server/prices/convert":
			body = `{"missing_skus":["secret-sku"],"taxRate":"19","taxInclusive":"yes"}`
		case strings.Contains(r.URL.Path, "/loyalty/players/"):
			answer.Code, body = http.StatusOK, "<html>secret</html>"
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.Code)
		_, _ = w.Write([]byte(body))
	}))
	defer front.Close()
	env := environment(srv, front.URL+"/proxy")
	env["STASH_PAYMENT_ID"] = payment
	status, printed := runWith(t, env)
	expect(t, printed,
		"GetPrices is not at its path",
		"Whether there is anything under /api/v1/sdk: the response is that of a path that does not exist.",
		"ListPlans does not take hmac",
		"Responses are in camelCase and in snake_case.",
		"timeMillis is a JSON number.",
		"A payment's status is PAYMENT_STATUS_CAPTURED.",
		"The document does not have the value GetPaymentEvent: status PAYMENT_STATUS_CAPTURED.",
		"The document does not have the field GetPaymentEvent: order_ref.",
		"The document does not have the field GetPaymentEvent: (a name that is not shown).",
		"taxRate is a percentage.",
		"GetPaymentEvent: HTTP 200: total: value must be a string.",
		"ConvertPrices: HTTP 200: taxInclusive: value must be a boolean.",
		"GetPlayerLoyalty: the body of the HTTP 200 response is not JSON.",
		"the SDK cannot read the response",
	)
	for _, private := range []string{"secret-order", "secret-sku", "secret words", "<html>"} {
		if strings.Contains(printed, private) {
			t.Errorf("%q is printed", private)
		}
	}
	if status != 1 || t.Failed() {
		t.Errorf("status %d:\n%s", status, printed)
	}
}

// TestDecodedSecret puts a proxy before the emulator that accepts only the base64-decoded secret.
func TestDecodedSecret(t *testing.T) {
	srv := stashtest.New(t)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		verified := httptest.NewRecorder()
		srv.ServeHTTP(verified, r.Clone(r.Context()))
		if r.Header.Get("X-Stash-Hmac-Signature") != "" && verified.Code != http.StatusUnauthorized {
			http.Error(w, `{"code":16,"message":"bad signature"}`, http.StatusUnauthorized)
			return
		}
		r.Header.Del("X-Stash-Hmac-Signature")
		r.Header.Set("X-Stash-Api-Key", srv.APIKey)
		srv.ServeHTTP(w, r)
	}))
	defer front.Close()
	env := environment(srv, front.URL)
	if _, printed := runWith(t, env); !strings.Contains(printed, "the base64-decoded secret: pass stash.Base64Secret()") {
		t.Errorf("printed:\n%s", printed)
	}
	env["STASH_HMAC_SECRET"] = "fake-other-secret_0123"
	env["STASH_BASE_URL"] = srv.URL
	if _, printed := runWith(t, env); !strings.Contains(printed, "accepted neither reading of the secret") {
		t.Errorf("printed:\n%s", printed)
	}
}

// TestNobodyAnswers checks that the program fails when the service cannot be reached, and verifies no fact.
func TestNobodyAnswers(t *testing.T) {
	srv := stashtest.New(t)
	env := environment(srv, srv.URL)
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	status, printed := runWith(t, env)
	if status != 1 || strings.Contains(printed, "Settled:") || !strings.Contains(printed, "there was no response") {
		t.Errorf("status %d:\n%s", status, printed)
	}
}

// TestEveryReadIsCalled fails when the document has a read that is not in calls, and when calls has an operation that
// changes something.
func TestEveryReadIsCalled(t *testing.T) {
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, each := range calls {
		listed[each.operation] = true
	}
	for _, op := range document.Operations() {
		read := op.Method == http.MethodGet || op.ID == "ConvertPrices"
		switch {
		case read && !listed[op.ID]:
			t.Errorf("make live does not call %s, which is a read: add it to calls in internal/tools/live/calls.go", op.ID)
		case !read && listed[op.ID]:
			t.Errorf("make live calls %s, which is not a read: remove it from calls in internal/tools/live/calls.go", op.ID)
		}
	}
}
