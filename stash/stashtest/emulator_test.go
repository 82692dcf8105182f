package stashtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// post sends raw bytes, as a program without the SDK would.
func send(t *testing.T, srv *stashtest.Server, method, path, key, contentType, body string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		req.Header.Set("X-Stash-Api-Key", key)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(data, &answer); err != nil {
		t.Fatalf("HTTP %d is not JSON: %s", resp.StatusCode, data)
	}
	return resp.StatusCode, answer
}

// TestEmulatorJudges holds what the emulator refuses, and how.
func TestEmulatorJudges(t *testing.T) {
	srv := stashtest.New(t)
	const quickPay = "/sdk/server/checkout_links/generate_quick_pay_url"
	const good = `{"item":{"id":"a","name":"A","pricePerItem":"1","quantity":1},"user":{"id":"p"}}`
	priced := func(price string) string {
		return fmt.Sprintf(guideBody, srv.ShopHandle, "USD", price)
	}
	for _, tt := range []struct {
		name, method, path, key, contentType, body string
		status                                     int
		code                                       float64
		message                                    string
	}{
		{"good", "POST", quickPay, srv.APIKey, "application/json", good, 200, 0, ""},
		{"no key", "POST", quickPay, "", "application/json", good, 401, 16, "x-stash-hmac-signature"},
		{"wrong key", "POST", quickPay, "fake", "application/json", good, 401, 16, "not one of this shop"},
		{"key with more behind it", "POST", quickPay, srv.APIKey + "x", "application/json", good, 401, 16, "not one"},
		{"no such path", "POST", "/sdk/nowhere", srv.APIKey, "application/json", good, 404, 5, "no operation at POST /sdk/nowhere"},
		{"wrong method", "GET", quickPay, srv.APIKey, "", "", 405, 12, "GET is not allowed"},
		{"unknown field", "POST", quickPay, srv.APIKey, "application/json", strings.Replace(good, `"user"`, `"usr":1,"user"`, 1), 400, 3, "usr"},
		{"unknown nested field", "POST", quickPay, srv.APIKey, "application/json", strings.Replace(good, `"quantity"`, `"colour":1,"quantity"`, 1), 400, 3, "item.colour: the document has no such field"},
		{"wrong type", "POST", quickPay, srv.APIKey, "application/json", strings.Replace(good, `"1"`, `1`, 1), 400, 3, "item.pricePerItem"},
		{"missing field", "POST", quickPay, srv.APIKey, "application/json", `{"item":{"id":"a"}}`, 400, 3, "item"},
		{"neither item", "POST", quickPay, srv.APIKey, "application/json", `{"user":{"id":"p"}}`, 400, 3, "exactly one of item and catalogItems"},
		{"colon in user id", "POST", quickPay, srv.APIKey, "application/json", strings.Replace(good, `"p"`, `"a:b"`, 1), 400, 3, "user.id"},
		{"no JSON", "POST", quickPay, srv.APIKey, "application/json", "{", 400, 3, ""},
		{"no body", "POST", quickPay, srv.APIKey, "application/json", "", 400, 3, ""},
		{"other media type", "POST", quickPay, srv.APIKey, "text/plain", good, 400, 3, ""},
		{"unknown query parameter", "POST", quickPay + "?debug=1", srv.APIKey, "application/json", good, 400, 3, "debug: is not a query parameter"},
		{"unknown value of an open enum", "POST", "/sdk/server/user_preferences/p", srv.APIKey, "application/json", `{"paymentChannel":"CASH"}`, 400, 3, "paymentChannel: is \"CASH\", and the known values are"},
		{"unknown value of an open enum in the query", "GET", "/sdk/plans?status=sold", srv.APIKey, "", "", 400, 3, "status: is \"sold\""},
		{"body where none belongs", "GET", "/sdk/server/payment/1", srv.APIKey, "application/json", "{}", 400, 3, ""},
		{"too long", "POST", quickPay, srv.APIKey, "application/json", `{"x":"` + strings.Repeat("x", 2<<20) + `"}`, 413, 3, "longer than"},
		{"no such payment", "GET", "/sdk/server/payment/1", srv.APIKey, "", "", 404, 5, "no payment 1"},
		{"slash in id", "GET", "/sdk/server/payment/a%2Fb", srv.APIKey, "", "", 404, 5, "no payment a/b"},
		{"unknown endpoint", "POST", "/api/v1/sdk/none", srv.APIKey, "application/json", `{"shop_handle":"` + srv.ShopHandle + `"}`, 404, 5, "HandleEndpoint"},
		{"other shop", "POST", "/api/v1/sdk/checkout-links/generate", srv.APIKey, "application/json", fmt.Sprintf(guideBody, "other", "USD", "1"), 404, 5, "shop_handle"},
		{"price as a fraction", "POST", "/api/v1/sdk/checkout-links/generate", srv.APIKey, "application/json", priced("1/3"), 400, 3, "items[0].price_per_item"},
		{"price below zero", "POST", "/api/v1/sdk/checkout-links/generate", srv.APIKey, "application/json", priced("-1"), 400, 3, "items[0].price_per_item"},
		{"price with an exponent", "POST", "/api/v1/sdk/checkout-links/generate", srv.APIKey, "application/json", priced("1e6"), 400, 3, "items[0].price_per_item"},
		{"endpoint without items", "POST", "/api/v1/sdk/checkout-links/generate", srv.APIKey, "application/json", `{"shop_handle":"` + srv.ShopHandle + `"}`, 400, 3, "items"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, answer := send(t, srv, tt.method, tt.path, tt.key, tt.contentType, tt.body)
			message, _ := answer["message"].(string)
			code, _ := answer["code"].(float64)
			if status != tt.status || code != tt.code || !strings.Contains(message, tt.message) {
				t.Errorf("HTTP %d, code %v, message %q; want %d, %v, %q", status, code, message, tt.status, tt.code, tt.message)
			}
		})
	}
}

// guideBody is the body of the guide's sample, without what is optional: for a shop's handle, a currency and a price.
const guideBody = `{"shop_handle":%q,"currency":%q,"external_user":{"id":"p"},"items":[{"id":"a","name":"A","price_per_item":%q,"quantity":1}]}`

// TestGuideEndpointRefusesNonsense checks the guide's own call, at its address and at the placeholder in its samples.
func TestGuideEndpointRefusesNonsense(t *testing.T) {
	srv := stashtest.New(t)
	good := fmt.Sprintf(guideBody, srv.ShopHandle, "USD", "4.99")
	for change, want := range map[[2]string]string{
		{"", ""}:                                          "",
		{`"currency":"USD",`, ""}:                         "currency: property",
		{`"USD"`, `"dollars"`}:                            "currency: string doesn't match",
		{`"USD"`, `""`}:                                   "currency: ",
		{`"USD"`, `"<b>"`}:                                "currency: string doesn't match",
		{`"currency"`, `"currencey"`}:                     "currencey: the document has no such field; did you mean currency",
		{`"external_user":{"id":"p"},`, ""}:               "external_user: property",
		{`{"id":"p"}`, `{"id":"p:q"}`}:                    "external_user.id: string doesn't match",
		{`{"id":"p"}`, `{"user_id":"p"}`}:                 "external_user.user_id: the document has no such field",
		{`"id":"a",`, ""}:                                 "items[0].id: property",
		{`"name":"A",`, ""}:                               "items[0].name: property",
		{`"4.99"`, `"x"`}:                                 "items[0].price_per_item: string doesn't match",
		{`"4.99"`, `4.99`}:                                "items[0].price_per_item: value must be a string",
		{`"quantity":1`, `"quantity":1.5`}:                "items[0].quantity: value must be an integer",
		{`"quantity":1`, `"quantity":0`}:                  "items[0].quantity: number must be at least 1",
		{`"quantity":1`, `"quantity":"1","image_url":""`}: "",
		{`"external_user":{"id"`, `"externalUser":{"displayName":"Robin","id"`}: "",
	} {
		body := strings.Replace(good, change[0], change[1], 1)
		for _, endpoint := range []string{"checkout-links/generate", "endpoint"} {
			status, answer := send(t, srv, "POST", "/api/v1/sdk/"+endpoint, srv.APIKey, "application/json", body)
			message, _ := answer["message"].(string)
			if want == "" && status != 200 || want != "" && (status != 400 || !strings.Contains(message, want)) {
				t.Errorf("%s %s: HTTP %d %s, want %q", endpoint, body, status, message, want)
			}
		}
	}
}

// TestPricesFinerThanTheirCurrency holds that no checkout is made of a price that an event could not tell exactly, and
// that the field is named as each request spells it.
func TestPricesFinerThanTheirCurrency(t *testing.T) {
	srv := stashtest.New(t)
	srv.AddProduct(stash.Product{ProductID: "fine", Prices: []stash.ProductPrice{{
		Currency: "USD", Region: "US", Platform: stash.ProductPricePlatformUniversal, Cents: 4999, DecimalPlaces: 3,
	}}})
	const (
		quickPay = "/sdk/server/checkout_links/generate_quick_pay_url"
		older    = "/sdk/checkout_links/create"
		guide    = "/api/v1/sdk/checkout-links/generate"
	)
	const one = `{"currency":%q,"item":{"id":"a","name":"A","pricePerItem":%q,"quantity":1},"user":{"id":"p"}}`
	lines := func(handle, user, price string) string {
		return fmt.Sprintf(`{%q:%q,%q:{"id":"p"},"currency":"JPY","items":[{"id":"a","name":"A",%[4]q:"5","quantity":1},{"id":"b","name":"B",%[4]q:"4.99","quantity":1}]}`,
			handle, srv.ShopHandle, user, price)
	}
	for _, tt := range []struct {
		path, body string
		want       string // empty when it is allowed
	}{
		{quickPay, fmt.Sprintf(one, "JPY", "4.99"), `item.pricePerItem: "4.99" is finer than JPY can be, which has 0 decimals`},
		{quickPay, fmt.Sprintf(one, "usd", "4.999"), `item.pricePerItem: "4.999" is finer than USD can be, which has 2 decimals`},
		{quickPay, strings.Replace(fmt.Sprintf(one, "", "4.999"), `"currency":"",`, "", 1), `item.pricePerItem: "4.999" is finer than USD`},
		{quickPay, fmt.Sprintf(one, "KWD", "1.2345"), `item.pricePerItem: "1.2345" is finer than KWD can be, which has 3 decimals`},
		{quickPay, fmt.Sprintf(one, "VND", "0.5"), "which has 0 decimals"},
		{quickPay, fmt.Sprintf(one, "JPY", "500.00"), ""},
		{quickPay, fmt.Sprintf(one, "KWD", "1.234"), ""},
		{quickPay, `{"catalogItems":[{"id":"fine","quantity":1}],"user":{"id":"p"}}`, `catalogItems[0].id: "4.999" is finer than USD`},
		{older, lines("shopHandle", "externalUser", "pricePerItem"), `items[1].pricePerItem: "4.99" is finer than JPY`},
		{guide, lines("shop_handle", "external_user", "price_per_item"), `items[1].price_per_item: "4.99" is finer than JPY`},
	} {
		status, answer := send(t, srv, "POST", tt.path, srv.APIKey, "application/json", tt.body)
		message, _ := answer["message"].(string)
		if good := tt.want == ""; (status == 200) != good || !good && (status != 400 || !strings.Contains(message, tt.want)) {
			t.Errorf("%s: HTTP %d %s, want %q", tt.body, status, message, tt.want)
		}
	}
	if _, err := srv.BeginPurchase(t.Context(), "p", stashtest.CartItem{SKU: "fine", Quantity: 1}); !contains(err, `cart[0].SKU: "4.999" is finer than USD`) {
		t.Errorf("in the web shop: %v", err)
	}
	same(t, "checkouts", len(srv.Checkouts()), 2)
}

// TestBadRequestNamesTheFields holds the shape of google.rpc.BadRequest.
func TestBadRequestNamesTheFields(t *testing.T) {
	srv := stashtest.New(t)
	_, answer := send(t, srv, "POST", "/sdk/server/checkout_links/generate_quick_pay_url", srv.APIKey, "application/json",
		`{"catalogItems":[{"id":"a","quantity":1},{"id":"b","quantity":0}],"user":{"id":"a:b"}}`)
	text := fmt.Sprint(answer["details"])
	for _, want := range []string{"google.rpc.BadRequest", "field:catalogItems[1].quantity", "field:user.id"} {
		if !strings.Contains(text, want) {
			t.Errorf("details are %s, want %s", text, want)
		}
	}
}

// TestInjectRefusesWhatCannotHit holds that a fault which would break a call, or never hit one, is told where it is set.
func TestInjectRefusesWhatCannotHit(t *testing.T) {
	srv := stashtest.New(t)
	for want, fault := range map[string]stashtest.Fault{
		"stashtest: Inject: 99 is no HTTP status that a call can be answered with; set Status to 200 to 599":              {Status: 99},
		"stashtest: Inject: 101 is no HTTP status":                                                                        {Status: 101, Body: "{}"},
		"stashtest: Inject: 600 is no HTTP status":                                                                        {Status: 600},
		"stashtest: Inject: -1 is no HTTP status":                                                                         {Status: -1, HTML: true},
		`stashtest: Inject: there is no operation "GenerateQuickPayURL"; did you mean GenerateQuickPayUrl; set Operation`: {Operation: "GenerateQuickPayURL", Status: 503},
		`stashtest: Inject: there is no operation "zzzzzzzzzzzz"; set Operation to`:                                       {Operation: "zzzzzzzzzzzz", Reset: true},
	} {
		func() {
			defer func() {
				if p := fmt.Sprint(recover()); !strings.HasPrefix(p, want) {
					t.Errorf("%+v panics with %q, want %q", fault, p, want)
				}
			}()
			srv.Inject(fault)
		}()
	}
	srv.Inject(stashtest.Fault{Operation: "ListPlans", Status: 599})
	status, _ := send(t, srv, "GET", "/sdk/plans", srv.APIKey, "", "")
	same(t, "status", status, 599)
}

// TestTransactionIDs holds that a repeated transaction gives the same checkout, and a clashing one is refused.
func TestTransactionIDs(t *testing.T) {
	srv := stashtest.New(t)
	client := srv.Client()
	body := stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "1", Quantity: 1},
		TransactionID: "t-1",
	}
	var mu sync.Mutex
	ids := map[string]bool{}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			link, err := client.GenerateQuickPayURL(t.Context(), body)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			ids[link.ID] = true
		})
	}
	group.Wait()
	same(t, "checkouts of one transaction", len(ids), 1)
	body.Item.Quantity = 2
	if _, err := client.GenerateQuickPayURL(t.Context(), body); !errors.Is(err, stash.ErrConflict) {
		t.Errorf("another purchase under the same transaction id: %v", err)
	}
}

func TestPayUnknownCheckout(t *testing.T) {
	srv := stashtest.New(t)
	if err := srv.Pay("none"); err == nil || !strings.Contains(err.Error(), "no checkout") {
		t.Errorf("error %v", err)
	}
}

// TestServerHidesItsKey holds that a server in a test's log does not show its key.
func TestServerHidesItsKey(t *testing.T) {
	srv := stashtest.New(t)
	_, _ = srv.Client().GetPaymentEvent(t.Context(), "1")
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		fmt.Fprintf(&out, verb, srv)
		fmt.Fprintf(&out, verb, srv.Requests())
	}
	for _, value := range []any{srv, srv.Requests()} {
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	}
	if strings.Contains(out.String(), srv.APIKey) || !strings.Contains(out.String(), srv.URL) {
		t.Errorf("printed %s", out.String())
	}
}

// TestServersDiffer holds that each server has a shop and key of its own.
func TestServersDiffer(t *testing.T) {
	a, b := stashtest.New(t), stashtest.New(t)
	if a.APIKey == b.APIKey || a.ShopHandle == b.ShopHandle || a.URL == b.URL {
		t.Error("two servers share a key, a shop or an address")
	}
	client, err := stash.New(stash.APIKey(b.APIKey), stash.WithBaseURL(a.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetPaymentEvent(t.Context(), "1"); !errors.Is(err, stash.ErrUnauthenticated) {
		t.Errorf("the other server's key: %v", err)
	}
}
