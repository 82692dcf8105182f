package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

const quickPay = `{"item":{"id":"gems","name":"Gems","pricePerItem":"4.99","quantity":1},"user":{"id":"player-1001"}}`

func TestCall(t *testing.T) {
	srv := emulated(t)
	made := tool(t, "", "call", "generatequickpayurl", "-d", quickPay)
	made.want(t, 0, "{\n  \"", "")
	var link struct{ ID string }
	if err := json.Unmarshal([]byte(made.stdout), &link); err != nil || link.ID == "" {
		t.Fatalf("%v: %s", err, made.stdout)
	}
	if err := srv.Pay(link.ID); err != nil {
		t.Fatal(err)
	}
	tool(t, "", "call", "-p", "id="+link.ID, "GetPaymentEvent").want(t, 0, `"PAYMENT_STATUS_SUCCEEDED"`, "")
	tool(t, quickPay, "call", "GenerateQuickPayUrl", "-d", "-").want(t, 0, `"url"`, "")
	tool(t, "", "call", "GenerateQuickPayUrl", "-d", "@"+written(t, quickPay)).want(t, 0, `"url"`, "")
	tool(t, "", "call", "ListPlans", "-p", "status=active").want(t, 0, `"plans"`, "")
	tool(t, "", "call", "GetPrices", "-p", "limit=2").want(t, 0, `{}`, "")

	items := `{"currency":"USD","external_user":{"id":"player-1001"},"items":[{"id":"gems","name":"Gems","price_per_item":"4.99","quantity":2}]}`
	tool(t, "", "call", "CallEndpoint", "-p", "endpoint=checkout-links/generate", "-d", items).want(t, 0, `"url"`, "")
	t.Setenv("STASH_SHOP_HANDLE", "")
	tool(t, "", "call", "CallEndpoint", "-p", "endpoint=checkout-links/generate", "-d", `{"shop_handle":"`+srv.ShopHandle+`",`+items[1:]).want(t, 0, `"url"`, "")
	t.Setenv("STASH_BASE_URL", "http://127.0.0.1:1")
	tool(t, "", "call", "ListPlans", "--base-url", srv.URL).want(t, 0, `"plans"`, "")
}

// TestEveryOperation calls each operation with the document's examples, using only what stash operations prints.
func TestEveryOperation(t *testing.T) {
	srv := emulated(t)
	t.Setenv("STASH_SHOP_ID", srv.ShopID)
	t.Setenv("STASH_HMAC_SECRET", srv.HMACSecret)
	t.Setenv("STASH_PLAYER_TOKEN", srv.PlayerToken("player-1001"))
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range doc.Operations() {
		args := []string{"call", strings.ToUpper(op.ID)}
		for _, p := range parameters(op) {
			args = append(args, "-p", fmt.Sprintf("%s=%v", p.Name, p.Example))
		}
		example, err := op.RequestExample()
		if err != nil {
			t.Fatal(err)
		}
		if example != nil {
			args = append(args, "-d", string(example))
		}
		before := len(srv.Requests())
		tool(t, "", args...)
		if seen := srv.Requests(); len(seen) != before+1 || seen[before].Operation != op.ID || seen[before].Status == 401 || len(seen[before].Violations) > 0 {
			t.Errorf("stash %q was seen as %v", args, seen[before:])
		}
		tool(t, "", "operations", op.ID).want(t, 0, op.Path, "")
	}
}

func TestCallNotUnderstood(t *testing.T) {
	srv := emulated(t)
	for _, tt := range []struct {
		args   []string
		stderr string
	}{
		{nil, "the operation is missing; run stash operations"},
		{[]string{"GenerateQuickPayUr"}, `there is no operation "GenerateQuickPayUr"; did you mean GenerateQuickPayUrl; run stash operations`},
		{[]string{"zzzzzzzzzz"}, `there is no operation "zzzzzzzzzz"; run stash operations`},
		{[]string{"ListPlans", "GetPlan"}, `"GetPlan" is an extra argument`},
		{[]string{"ListPlans", "--bogus"}, "not defined: -bogus; run stash help call"},
		{[]string{"ListPlans", "-p", "status"}, "has no equals sign; write -p name=value"},
		{[]string{"ListPlans", "-p", "statu=active"}, `ListPlans has no parameter "statu"; did you mean status; it has status, segmentId`},
		{[]string{"ListPlans", "-p", "status=a", "-p", "status=b"}, "given twice"},
		{[]string{"GetPrices", "-p", "limit=many"}, `the parameter limit is "many"; it must be a whole number`},
		{[]string{"GetLauncherStatus", "-p", "a=b"}, "takes no parameters"},
		{[]string{"GetPaymentEvent"}, "needs the parameter id; add -p id="},
		{[]string{"GetPaymentEvent", "-p", "id=.."}, "GetPaymentEvent was not sent"},
		{[]string{"GetPaymentEvent", "-p", "id=1", "-d", "{}"}, "takes no body; leave -d out"},
		{[]string{"GenerateQuickPayUrl"}, "needs a body; give it with -d"},
		{[]string{"GenerateQuickPayUrl", "-d", "{"}, "the body is not JSON (it ends too early)"},
		{[]string{"GenerateQuickPayUrl", "-d", `{"item":{"id":1,}}`}, "at byte 17"},
		{[]string{"GenerateQuickPayUrl", "-d", `{"item":1}`}, "the body's item is a JSON number"},
		{[]string{"GenerateQuickPayUrl", "-d", quickPay + "x"}, "after the JSON of the body"},
		{[]string{"GenerateQuickPayUrl", "-d", strings.Replace(quickPay, "pricePerItem", "pricePerItm", 1)}, `a field "pricePerItm", which GenerateQuickPayUrl does not have; did you mean pricePerItem; run stash operations GenerateQuickPayUrl`},
		{[]string{"GenerateQuickPayUrl", "-d", `{"user":{"id":"a"}}`}, "exactly one of"},
		{[]string{"GenerateQuickPayUrl", "-d", "@/no/such/file"}, "the body cannot be read"},
		{[]string{"ListPlans", "--base-url", "http://stash.example.com"}, "plain http"},
		{[]string{"Link", "-d", `{"codeChallenge":"a"}`}, "set STASH_PLAYER_TOKEN"},
		{[]string{"GetLoyalty", "-p", "shopId=" + fakeShopID}, "set STASH_SHOP_ID and STASH_HMAC_SECRET"},
	} {
		tool(t, "", append([]string{"call"}, tt.args...)...).want(t, 2, "", tt.stderr)
	}
	if seen := srv.Requests(); len(seen) != 0 {
		t.Errorf("these were sent: %v", seen)
	}
}

func TestCallFails(t *testing.T) {
	srv := emulated(t)
	t.Setenv("STASH_API_KEY", "fake-key-of-someone-else")
	tool(t, "", "call", "ListPlans").want(t, 1, "", "HTTP 401 UNAUTHENTICATED: the API key is not one of this shop")
	t.Setenv("STASH_API_KEY", srv.APIKey)
	tool(t, "", "call", "GetPaymentEvent", "-p", "id=none").want(t, 1, "", "NOT_FOUND")
	srv.Inject(stashtest.Fault{Status: 500, Times: 10})
	tool(t, "", "call", "GenerateQuickPayUrl", "-d", quickPay).want(t, 1, "", "HTTP 500")
	start := time.Now()
	tool(t, "", "call", "ListPlans", "--base-url", "http://127.0.0.1:1").want(t, 1, "", "a server such as stash emulate listens there")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v to say that nothing listens", took)
	}
}

// TestWhereCallsGo checks that nothing is sent to production, or to any server, without being asked to.
func TestWhereCallsGo(t *testing.T) {
	clean(t)
	tool(t, "", "call", "ListPlans").want(t, 2, "", "no server is set; run stash emulate")
	t.Setenv("STASH_ENVIRONMENT", "prod")
	tool(t, "", "call", "ListPlans").want(t, 2, "", "STASH_ENVIRONMENT")
	t.Setenv("STASH_ENVIRONMENT", "test")
	tool(t, "", "call", "ListPlans").want(t, 2, "", "needs a credential from the environment")
	const unmeant = "add --production to confirm, or "
	for _, environment := range []string{"test", "production"} {
		t.Setenv("STASH_ENVIRONMENT", environment)
		tool(t, "", "call", "ListPlans", "--base-url", "https://API.stash.gg./").want(t, 2, "", unmeant+"give another --base-url")
		t.Setenv("STASH_BASE_URL", "https://api.stash.gg")
		tool(t, "", "call", "ListPlans").want(t, 2, "", unmeant+"set STASH_BASE_URL to another one")
		t.Setenv("STASH_BASE_URL", "")
	}
	tool(t, "", "call", "ListPlans").want(t, 2, "", unmeant+"set STASH_ENVIRONMENT=test")
	tool(t, "", "call", "ListPlans", "--base-url", "https://proxy.example.com").want(t, 2, "", unmeant+"set STASH_ENVIRONMENT=test")
	tool(t, "", "call", "ListPlans", "--production").want(t, 2, "", "needs a credential")
	t.Setenv("STASH_HMAC_SECRET", "fake-secret")
	tool(t, "", "call", "ListPlans", "--production").want(t, 2, "", "STASH_SHOP_ID is missing")
	t.Setenv("STASH_SHOP_ID", "my-shop")
	tool(t, "", "call", "ListPlans", "--production").want(t, 2, "", "is not a UUID")
}

func TestOperations(t *testing.T) {
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	all := tool(t, "", "operations")
	all.want(t, 0, "Creates a Stash Pay checkout link.", "")
	if n := strings.Count(all.stdout, "\n"); n != len(doc.Operations()) {
		t.Errorf("%d lines for %d operations", n, len(doc.Operations()))
	}
	one := tool(t, "", "operations", "getplanbycode")
	for _, part := range []string{"GetPlanByCode  GET /sdk/plans/code/{code}", "code (required, in the path)", "segmentId (optional, in the query)", "STASH_API_KEY", "stash call GetPlanByCode -p code="} {
		one.want(t, 0, part, "")
	}
	tool(t, "", "operations", "GenerateQuickPayUrl").want(t, 0, "-d @body.json", "")
	tool(t, "", "operations", "ApproveFacebook").want(t, 0, "from the environment:\n  none\n", "")
	tool(t, "", "operations", "GetPlann").want(t, 2, "", "did you mean GetPlan;")
	tool(t, "", "operations", "a", "b").want(t, 2, "", "an extra argument")
}
