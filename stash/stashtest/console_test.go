package stashtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

const quickPayPath = "/sdk/server/checkout_links/generate_quick_pay_url"

// between is what stands on a page from one text to the next other one.
func between(t *testing.T, page answered, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(page.html, from)
	part, _, ended := strings.Cut(rest, to)
	if !found || !ended {
		t.Fatalf("the page has nothing from %q to %q: %s", from, to, page.html)
	}
	return part
}

// click presses a button of the console with the fields of its form, and follows to the page that comes then.
func click(t *testing.T, srv *stashtest.Server, list, button, id string, fields ...string) answered {
	t.Helper()
	address := srv.URL + "/console/" + list
	values := url.Values{"do": {button}, "id": {id}}
	if page := browse(t, address, nil); strings.Contains(page.html, `id="row-`+id+`"`) {
		if row := between(t, page, `id="row-`+id+`"`, "</tr>"); strings.Contains(row, `name="seen"`) {
			values.Set("seen", between(t, answered{html: row}, `name="seen" value="`, `"`))
		}
	}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	first := browse(t, address, values)
	if first.status != http.StatusSeeOther {
		return first
	}
	return browse(t, resolve(t, address, first.header.Get("Location")), nil)
}

// TestConsoleCalls holds what the console tells of calls.
func TestConsoleCalls(t *testing.T) {
	srv := stashtest.New(t)
	browse(t, srv.URL+"/", nil).shows(t, "no calls", http.StatusOK, "No calls yet", srv.ShopHandle, srv.ShopID, srv.URL, "Calls 0")
	quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	send(t, srv, "POST", quickPayPath, srv.APIKey, "application/json", `{"itm":{"text":"<b>"},"authCode":"sample-auth-code"}`)
	send(t, srv, "POST", quickPayPath, "fake-wrong", "application/json", `{`)
	send(t, srv, "GET", "/sdk/<b>?pageToken=next&id_token=sample-id-token", "", "", "")
	srv.Inject(stashtest.Fault{Operation: "ListPlans", Times: 1, Status: 503})
	_, err := srv.Client(stash.WithRetries(0)).ListPlans(t.Context(), stash.ListPlansParams{})
	if err == nil {
		t.Fatal("the fault was not injected")
	}
	page := browse(t, srv.URL+"/", nil)
	page.shows(t, "all calls", http.StatusOK,
		"ListPlans GET /sdk/plans not checked HTTP 503 Service Unavailable injected fault",
		"no operation GET /sdk/%3Cb%3E not checked HTTP 404 Not Found",
		"GenerateQuickPayUrl POST "+quickPayPath+" API key HTTP 401 Unauthorized",
		"API key HTTP 400 Bad Request", "itm: the document has no such field", "API key HTTP 200 OK", "The latest 5 of 5", "Checkouts 1")
	if newest, oldest := strings.Index(page.html, `id="call-emulated-000005"`), strings.Index(page.html, `id="call-emulated-000001"`); newest < 0 || oldest < newest {
		t.Errorf("the newest call is at %d and the oldest at %d", newest, oldest)
	}
	browse(t, srv.URL+"/?show=violations", nil).shows(t, "with violations", http.StatusOK, "HTTP 400", "The latest 1,", "!HTTP 200", "!HTTP 401")
	browse(t, srv.URL+"/?show=failed", nil).shows(t, "failed", http.StatusOK, "HTTP 400", "HTTP 401", "HTTP 404", "HTTP 503", "The latest 4,", "!HTTP 200")
	browse(t, srv.URL+"/?show=failed&q=LISTplans", nil).shows(t, "searched", http.StatusOK, "HTTP 503", "The latest 1,")
	browse(t, srv.URL+"/?q=emulated-000001", nil).shows(t, "by id", http.StatusOK, "HTTP 200", "The latest 1,")
	browse(t, srv.URL+"/?q=player-1", nil).shows(t, "by player", http.StatusOK, "HTTP 200", "The latest 1,")
	browse(t, srv.URL+"/?q=<b>nowhere", nil).shows(t, "nothing", http.StatusOK, "No call is like that.")
	browse(t, srv.URL+"/?before=3", nil).shows(t, "older", http.StatusOK, "Older calls, 2 of them", "HTTP 400", "HTTP 200", "!HTTP 401")
	browse(t, srv.URL+"/console/calls/emulated-000002", nil).shows(t, "a bad call", http.StatusOK,
		"GenerateQuickPayUrl", "API key", "HTTP 400 Bad Request", "itm: the document has no such field", `"text": "<b>"`, `"authCode": "[redacted]"`,
		"Content-Type application/json", "X-Stash-Api-Key [redacted]", `"code": 3`, "!sample-auth-code")
	browse(t, srv.URL+"/console/calls/emulated-000003", nil).shows(t, "no JSON", http.StatusOK, "Request body Secrets are hidden. {", "not one of this shop")
	browse(t, srv.URL+"/console/calls/emulated-000004", nil).shows(t, "no operation", http.StatusOK, "pageToken=next&id_token=[redacted]", "There was none.")
	browse(t, srv.URL+"/console/calls/emulated-000001", nil).shows(t, "a good call", http.StatusOK, `"url": "`+srv.URL+`/pay/`, "Response body", "Duration",
		`curl -X POST "$STASH_BASE_URL"'`+quickPayPath+`'`, `-H "X-Stash-Api-Key: $STASH_API_KEY"`)
	browse(t, srv.URL+"/console/calls/emulated-000009", nil).shows(t, "no such call", http.StatusNotFound, "There is no such call")
	same(t, "calls in the journal", len(srv.Requests()), 5)
}

// TestConsoleIsBounded holds that a busy server's pages stay short, and show the newest.
func TestConsoleIsBounded(t *testing.T) {
	srv := stashtest.New(t)
	for range 210 {
		quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	}
	last := quickPay(t, srv, stash.QuickPayItem{ID: "last", Name: "The last one", PricePerItem: "1", Quantity: 1}, "")
	for path, row := range map[string]string{"/": `<tr role="row" id="call-emulated-000211"`, "/console/checkouts": `<tr role="row" id="row-` + last.ID + `"`} {
		page := browse(t, srv.URL+path, nil)
		page.shows(t, path, http.StatusOK, "The latest 200 of 211")
		same(t, "rows of "+path, strings.Count(page.html, `<tr role="row" id="`), 200)
		if first := strings.Index(page.html, `<tr role="row" id="`); !strings.HasPrefix(page.html[first:], row) {
			t.Errorf("the first row of %s is not the newest: %.80s", path, page.html[first:])
		}
	}
	long := `{"text":"` + strings.Repeat("x", 300_000) + `"}`
	send(t, srv, "POST", quickPayPath, srv.APIKey, "application/json", long)
	deep := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	send(t, srv, "POST", quickPayPath, srv.APIKey, "application/json", deep)
	for _, id := range []string{"emulated-000212", "emulated-000213"} {
		if page := browse(t, srv.URL+"/console/calls/"+id, nil); page.status != http.StatusOK || len(page.html) > 200_000 {
			t.Errorf("the page of %s is HTTP %d, %d bytes", id, page.status, len(page.html))
		}
	}
}

// TestConsoleCheckouts holds that a developer pays and refunds in the browser.
func TestConsoleCheckouts(t *testing.T) {
	srv := stashtest.New(t)
	list := srv.URL + "/console/checkouts"
	browse(t, list, nil).shows(t, "no checkouts", http.StatusOK, "No checkouts yet")
	link := quickPay(t, srv, stash.QuickPayItem{ID: "gems", Name: "500 gems", PricePerItem: "4.99", Quantity: 3}, "")
	page := browse(t, list, nil)
	page.shows(t, "open", http.StatusOK, link.ID, "player-1", "3 × 500 gems", "14.97 USD", "open", "Pay", "!Refund")
	if !strings.Contains(page.html, `href="/pay/`+link.ID+`"`) {
		t.Error("no link leads to the checkout's page")
	}
	click(t, srv, "checkouts", "refund", link.ID, "seen", "refunded 0").shows(t, "too early", http.StatusConflict, "There is no paid checkout", "!stashtest")
	same(t, "paid before Pay", srv.Checkouts()[0].PaidAt.IsZero(), true)
	for range 2 {
		click(t, srv, "checkouts", "pay", link.ID).shows(t, "paid", http.StatusOK, "The checkout is paid.", "paid", "Refund all", "Refund part", "500 gems (3 left)")
	}
	for _, wrong := range []string{"0", "-1", "4", "2.5", "", "x", "4294967297"} {
		click(t, srv, "checkouts", "refund-part", link.ID, "item", "gems", "quantity", wrong).shows(t, wrong, http.StatusConflict, "refunded", "!Refunded:")
	}
	click(t, srv, "checkouts", "refund-part", link.ID, "item", "swords", "quantity", "1").shows(t, "not bought", http.StatusConflict, "0 were bought")
	click(t, srv, "checkouts", "refund-part", link.ID, "item", "gems", "quantity", "1").shows(t, "a part", http.StatusOK, "That part", "Refunded: 1 of 3 × 500 gems", "500 gems (2 left)")
	click(t, srv, "checkouts", "refund-part", link.ID, "item", "gems", "quantity", "1", "seen", "refunded 0").shows(t, "an old page", http.StatusConflict, "Nothing was done, because this has changed", "1 of 3")
	click(t, srv, "checkouts", "refund", link.ID).shows(t, "the rest", http.StatusOK, "What was left", "Refunded: 3 of 3 × 500 gems", "Nothing is left to refund")
	click(t, srv, "checkouts", "refund", link.ID).shows(t, "once more", http.StatusConflict, "3 of 3")
	click(t, srv, "checkouts", "steal", link.ID).shows(t, "an unknown button", http.StatusConflict, "there is no such button")
	click(t, srv, "checkouts", "renew", link.ID, "seen", "refunded 3").shows(t, "another list's button", http.StatusConflict, "cannot renew")
	click(t, srv, "checkouts", "pay", "none").shows(t, "no such checkout", http.StatusConflict, "There is no checkout")
}

// TestOneClickOfTwoCounts holds that buttons which would do something twice do it once, however often they are clicked
// at once.
func TestOneClickOfTwoCounts(t *testing.T) {
	srv := stashtest.New(t)
	link := quickPay(t, srv, stash.QuickPayItem{ID: "gems", Name: "500 gems", PricePerItem: "4.99", Quantity: 1000}, "")
	check(t, srv.Pay(link.ID))
	sub := startSubscription(t, srv)
	for round := range 10 {
		renewed := fmt.Sprint("active ", round)
		if round == 0 {
			renewed = "trialing 0"
		}
		done := map[string]int{}
		var mu sync.Mutex
		var group sync.WaitGroup
		for path, fields := range map[string]url.Values{
			"/console/checkouts":     {"do": {"refund-part"}, "id": {link.ID}, "seen": {fmt.Sprint("refunded ", round)}, "item": {"gems"}, "quantity": {"1"}},
			"/console/subscriptions": {"do": {"renew"}, "id": {sub}, "seen": {renewed}},
		} {
			for range 4 {
				group.Go(func() {
					if browse(t, srv.URL+path, fields).status == http.StatusSeeOther {
						mu.Lock()
						defer mu.Unlock()
						done[path]++
					}
				})
			}
		}
		group.Wait()
		same(t, "clicks that counted", fmt.Sprint(done), "map[/console/checkouts:1 /console/subscriptions:1]")
	}
	browse(t, srv.URL+"/console/checkouts", nil).shows(t, "checkouts", http.StatusOK, "Refunded: 10 of 1000")
}

// TestConsoleOlderCalls checks that a failed call can be found behind thousands of others.
func TestConsoleOlderCalls(t *testing.T) {
	srv := stashtest.New(t)
	send(t, srv, "GET", "/sdk/nowhere", "", "", "")
	for range 450 {
		srv.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/sdk/plans", nil))
	}
	browse(t, srv.URL+"/?show=failed&q=nowhere", nil).shows(t, "found", http.StatusOK, "/sdk/nowhere", "The latest 1,")
	address, pages := srv.URL+"/", 0
	for page := browse(t, address, nil); ; page = browse(t, address, nil) {
		pages++
		if strings.Contains(page.html, "/sdk/nowhere") {
			break
		}
		address = srv.URL + strings.ReplaceAll(between(t, page, `id="older" data-live><a href="`, `"`), "&amp;", "&")
	}
	same(t, "pages to the oldest call", pages, 3)
}

// TestConsoleAfterAnotherStart checks that an open page can bring the shop and its id up to date.
func TestConsoleAfterAnotherStart(t *testing.T) {
	page := browse(t, stashtest.New(t).URL+"/", nil)
	for _, part := range []string{`id="shop" data-live`, `id="shop-id" data-live`, `id="base" data-live`, `id="live" role="status"`} {
		if !strings.Contains(page.html, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	lost := browse(t, stashtest.New(t).URL+"/console/nowhere", nil)
	lost.shows(t, "no page", http.StatusNotFound, "There is no page at this address.")
	if !strings.Contains(lost.html, `<a href="/">Open the console</a>`) {
		t.Errorf("there is no way to the console: %s", lost.html)
	}
}

// startSubscription starts a subscription and returns its id.
func startSubscription(t *testing.T, srv *stashtest.Server) string {
	t.Helper()
	link := must(srv.Client().CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"},
	}))
	check(t, srv.Subscribe(link.ID))
	return must(srv.Client().ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions[0].ID
}

// TestConsoleSubscriptions holds that a developer makes time pass for a subscription in the browser.
func TestConsoleSubscriptions(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithClock(newClock("2026-11-01T12:00:00Z").now))
	browse(t, srv.URL+"/console/subscriptions", nil).shows(t, "none", http.StatusOK, "No subscriptions yet")
	id := startSubscription(t, srv)
	browse(t, srv.URL+"/console/subscriptions", nil).shows(t, "in the trial", http.StatusOK,
		id+" player-1 Premium 9.99 USD every month trialing 2026-11-08 12:00:00.000 none yet Renew Fail renewal Expire")
	for _, step := range []struct{ button, want string }{
		{"renew", "is renewed. "}, {"renew", "active 2027-01-08 12:00:00.000 9.99 USD 9.99 USD Renew"},
		{"fail", "past_due 2027-01-08 12:00:00.000 9.99 USD, refused 9.99 USD 9.99 USD Renew"},
		{"renew", "9.99 USD, refused 9.99 USD and 1 before"}, {"expire", "expired"},
	} {
		click(t, srv, "subscriptions", step.button, id).shows(t, step.button, http.StatusOK, step.want)
	}
	browse(t, srv.URL+"/console/subscriptions", nil).shows(t, "at the end", http.StatusOK, "It has ended.", "!Fail renewal")
	for _, button := range []string{"renew", "fail", "expire"} { // a page that was loaded before
		click(t, srv, "subscriptions", button, id).shows(t, button, http.StatusConflict, "this has changed since the page was loaded")
		click(t, srv, "subscriptions", button, id, "seen", "expired 4").shows(t, button, http.StatusConflict, "The subscription "+id+" is expired, and to", "!stashtest")
	}
	click(t, srv, "subscriptions", "renew", "none").shows(t, "no such one", http.StatusConflict, "There is no subscription")
	click(t, srv, "subscriptions", "refund", id).shows(t, "another list's button", http.StatusConflict, "cannot refund")
}

// TestConsoleWebhooks holds what the console tells of deliveries, and what its buttons send.
func TestConsoleWebhooks(t *testing.T) {
	srv := stashtest.New(t)
	list := srv.URL + "/console/webhooks"
	browse(t, list, nil).shows(t, "no URL", http.StatusOK, "No webhook URL is set", "--webhook-url", "No deliveries yet")
	var mu sync.Mutex
	status, signatures := http.StatusOK, []string{}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		signatures = append(signatures, r.Header.Get("Stash-Hmac-Signature"))
		w.WriteHeader(status)
		fmt.Fprint(w, "<b>answer</b>"+strings.Repeat("x", 1000))
	}))
	defer receiver.Close()
	answer := func(with int) {
		mu.Lock()
		defer mu.Unlock()
		status = with
	}
	to := receiver.URL + "/hook?token=sample-token&shop=1"
	srv.SendWebhooks(to)
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	check(t, srv.Pay(link.ID))
	check(t, srv.WaitWebhooks(t.Context()))
	browse(t, list, nil).shows(t, "delivered", http.StatusOK, "Events are sent to "+receiver.URL+"/hook?token=[redacted]&shop=1 .",
		"delivery-000001 PURCHASE_SUCCEEDED", "delivered", "HTTP 200 OK <b>answer</b>xxx", "…", "Redeliver Duplicate Corrupt", "!sample-token")
	browse(t, list+"/delivery-000001", nil).shows(t, "a delivery", http.StatusOK, "PURCHASE_SUCCEEDED", `"type": "PURCHASE_SUCCEEDED"`, `"userId": "player-1"`, "first try: HTTP 200 OK")
	browse(t, list+"/delivery-000009", nil).shows(t, "no such delivery", http.StatusNotFound, "There is no such delivery")

	click(t, srv, "webhooks", "redeliver", "delivery-000001").shows(t, "redeliver", http.StatusOK, "is sent again", "delivery-000002")
	click(t, srv, "webhooks", "duplicate", "delivery-000001").shows(t, "duplicate", http.StatusOK, "Two copies", "delivery-000003")
	check(t, srv.WaitWebhooks(t.Context()))
	answer(http.StatusUnauthorized)
	click(t, srv, "webhooks", "corrupt", "delivery-000001").shows(t, "corrupt", http.StatusOK, "does not match", "delivery-000004")
	check(t, srv.WaitWebhooks(t.Context()))
	browse(t, list, nil).shows(t, "corrupted", http.StatusOK, "refused, as it must be", "bad signature", "again of delivery-000001", "HTTP 401 Unauthorized", "2 copies")
	answer(http.StatusOK)
	click(t, srv, "webhooks", "corrupt", "delivery-000001").shows(t, "corrupt", http.StatusOK, "does not match", "delivery-000005")
	check(t, srv.WaitWebhooks(t.Context()))
	browse(t, list, nil).shows(t, "accepted", http.StatusOK, "accepted, though its signature is bad", "It must be 401, because the signature is bad.")
	browse(t, list+"/delivery-000005", nil).shows(t, "accepted", http.StatusOK, "accepted, though its signature is bad", "again of delivery-000001")
	mu.Lock()
	signatures = signatures[:5]
	same(t, "deliveries", len(signatures), 5)
	for i, signature := range signatures {
		same(t, fmt.Sprint("delivery ", i, " is signed as the first one"), signature == signatures[0], i < 4)
	}
	mu.Unlock()

	answer(http.StatusServiceUnavailable)
	check(t, srv.Refund(link.ID))
	for page := (answered{}); !strings.Contains(page.text(), "waiting"); page = browse(t, list, nil) {
	}
	browse(t, list, nil).shows(t, "refused", http.StatusOK, "PURCHASE_REFUNDED", "waiting next try ", "HTTP 503 Service Unavailable")
	dead := httptest.NewServer(nil)
	dead.Close()
	srv.SendWebhooks(dead.URL+"/?token=sample-token", stashtest.Attempts(1))
	click(t, srv, "webhooks", "redeliver", "delivery-000001")
	for page := (answered{}); !strings.Contains(page.text(), "no answer"); page = browse(t, list, nil) {
	}
	browse(t, list, nil).shows(t, "nobody there", http.StatusOK, "no answer", "refused", "!sample-token")
	click(t, srv, "webhooks", "redeliver", "none").shows(t, "no such delivery", http.StatusConflict, "There is no delivery", "!stashtest")
	click(t, srv, "webhooks", "pay", "delivery-000001").shows(t, "another list's button", http.StatusConflict, "cannot pay")
	srv.SendWebhooks("")
	click(t, srv, "webhooks", "redeliver", "delivery-000001").shows(t, "no URL", http.StatusConflict, "sends no webhooks now")
}
