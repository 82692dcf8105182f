package stashtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// control sends a request of the control API, as a test in another language would.
func control(t *testing.T, srv *stashtest.Server, method, path, body string, header ...string) (status int, answer map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, srv.URL+"/_emulator/"+path, strings.NewReader(body))
	check(t, err)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	check(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	check(t, err)
	_ = json.Unmarshal(text, &answer) // a page of the guard is no JSON
	return resp.StatusCode, answer
}

// await waits until another goroutine has done its work.
func await(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); {
		if time.Now().After(end) {
			t.Fatal("it has not happened in 20 seconds")
		}
		time.Sleep(time.Millisecond)
	}
}

// ordered does a request that must succeed.
func ordered(t *testing.T, srv *stashtest.Server, method, path, body string) map[string]any {
	t.Helper()
	status, answer := control(t, srv, method, path, body)
	if status != http.StatusOK {
		t.Fatalf("%s %s: HTTP %d %v", method, path, status, answer)
	}
	return answer
}

// TestControlPurchase makes, pays and refunds a checkout, with a receiver that fails at first.
func TestControlPurchase(t *testing.T) {
	srv := stashtest.New(t)
	var posts atomic.Int64
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if posts.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(hook.Close)
	ordered(t, srv, "PUT", "webhook", `{"url":"`+hook.URL+`"}`)
	ordered(t, srv, "POST", "faults", `{"operation":"GenerateQuickPayUrl","status":503,"times":2}`)
	link, err := srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		TransactionID: "order-1", User: stash.QuickPayUser{ID: "p"}, Item: stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "4.99", Quantity: 2},
	})
	check(t, err)
	if n := len(srv.Requests()); n != 3 {
		t.Errorf("%d calls were made, want 2 that failed and 1", n)
	}
	ordered(t, srv, "POST", "checkouts/"+link.ID+"/pay", "")
	await(t, func() bool {
		return posts.Load() == 1 && ordered(t, srv, "GET", "state", "")["webhooks"].([]any)[0].(map[string]any)["next"] != nil
	})
	ordered(t, srv, "POST", "webhooks/delivery-000001/retry", "")
	await(t, func() bool { return posts.Load() == 2 })
	ordered(t, srv, "POST", "checkouts/"+link.ID+"/refund", `{"items":[{"id":"a","quantity":1}]}`)
	await(t, func() bool { return posts.Load() == 3 })
	state := ordered(t, srv, "GET", "state", "")
	if text := fmt.Sprint(state["checkouts"]); !strings.Contains(text, link.ID) || !strings.Contains(text, "paidAt") {
		t.Errorf("the state has the checkouts %s", text)
	}
	ordered(t, srv, "POST", "reset", "")
	state = ordered(t, srv, "GET", "state", "")
	if text := fmt.Sprint(state["checkouts"], state["webhooks"], state["calls"]); text != "[] [] 0" {
		t.Errorf("after the reset there are %s", text)
	}
	if _, err := srv.Client().ListPlans(t.Context(), stash.ListPlansParams{}); err != nil {
		t.Errorf("after the reset: %v", err)
	}
}

// TestControlClock moves the shop's clock: a subscription renews, and a webhook is sent again. Clients can still call with
// signatures of the real time.
func TestControlClock(t *testing.T) {
	srv := stashtest.New(t)
	var posts atomic.Int64
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if posts.Add(1) <= 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(hook.Close)
	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(srv.URL))
	check(t, err)
	plans, err := client.ListPlans(t.Context(), stash.ListPlansParams{})
	check(t, err)
	link, err := client.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: plans.Plans[0].Code, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "p"},
	})
	check(t, err)
	srv.SendWebhooks(hook.URL)
	ordered(t, srv, "POST", "subscription-links/"+link.ID+"/complete", "")
	await(t, func() bool { return posts.Load() >= 1 })
	before := time.Now()
	moved := ordered(t, srv, "POST", "clock", `{"advance":"2mo"}`)
	if renewed, _ := moved["renewed"].(float64); renewed < 1 {
		t.Errorf("after two months %v periods are charged", moved["renewed"])
	}
	now, err := time.Parse(time.RFC3339Nano, moved["now"].(string))
	if err != nil || now.Before(before.AddDate(0, 2, 0).Add(-time.Minute)) {
		t.Errorf("it is %v, %v", now, err)
	}
	await(t, func() bool { // every event, the failed one too
		for _, each := range ordered(t, srv, "GET", "state", "")["webhooks"].([]any) {
			if each.(map[string]any)["delivered"] != true {
				ordered(t, srv, "POST", "clock", `{"advance":"1h"}`)
				return false
			}
		}
		return true
	})
	list, err := client.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})
	check(t, err)
	if sub := list.Subscriptions[0]; sub.Status != stash.SubscriptionStatusActive || !sub.CurrentPeriodEnd.After(now) {
		t.Errorf("the subscription is %+v", sub)
	}
}

func TestControlRefusals(t *testing.T) {
	srv := stashtest.New(t)
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "nowhere", "", 404, "GET /_emulator/ lists what there is"},
		{"GET", "faults", "", 404, "There is no GET"},
		{"POST", "faults", "", 400, "The fault does nothing"},
		{"POST", "faults", `{"times":3}`, 400, "The fault does nothing"},
		{"POST", "faults", `{"status":42}`, 400, "42 is no HTTP status"},
		{"POST", "faults", `{"operation":"ListPlanz","status":503}`, 400, "did you mean ListPlans"},
		{"POST", "faults", `{"status":503,"delay":3}`, 400, `unknown field "delay"`},
		{"POST", "faults", `{"delayMillis":-1}`, 400, "must be from 0"},
		{"POST", "faults", `{"status":503}x`, 400, "text after the JSON"},
		{"POST", "faults", strings.Repeat(" ", 1<<20), 400, "is longer than"},
		{"POST", "clock", `{"advance":"soon"}`, 400, "give a number and a unit"},
		{"POST", "clock", ``, 400, "give a number and a unit"},
		{"POST", "checkouts/none/pay", "", 409, "there is no"},
		{"POST", "checkouts/none/refund", "", 409, "There is no paid checkout"},
		{"POST", "subscriptions/none/renew", "", 409, "There is no subscription"},
		{"POST", "subscription-links/none/complete", "", 409, "none"},
		{"POST", "webhooks/none/retry", "", 409, "There is no delivery"},
		{"PUT", "webhook", `{"url":"ftp://a"}`, 400, "is not a URL"},
		{"PUT", "webhook", `{}`, 400, "The url is missing"},
		{"POST", "player-tokens", `{}`, 400, "The playerId is missing"},
	} {
		status, answer := control(t, srv, tt.method, tt.path, tt.body)
		if text, _ := answer["error"].(string); status != tt.status || !strings.Contains(strings.ToLower(text), strings.ToLower(tt.want)) {
			t.Errorf("%s %s %s: HTTP %d %v, want %d %q", tt.method, tt.path, tt.body, status, answer, tt.status, tt.want)
		}
	}
	for _, header := range [][]string{
		{"Origin", "http://evil.example.com"}, {"Sec-Fetch-Site", "cross-site"}, {"Host", "evil.example.com"},
	} {
		if status, _ := control(t, srv, "POST", "sign-in-codes", "", header...); status != http.StatusForbidden {
			t.Errorf("a request with %q is answered with HTTP %d", header, status)
		}
	}
	if answer := ordered(t, srv, "GET", "", ""); len(answer) < 15 {
		t.Errorf("the list is %v", answer)
	}
	if code := ordered(t, srv, "POST", "sign-in-codes", "")["code"]; code == "" || code == nil {
		t.Error("there is no code")
	}
	for range 2 {
		ordered(t, srv, "POST", "stop", "")
	}
	select {
	case <-srv.Done():
	default:
		t.Error("the program is not asked to stop")
	}
	if token := ordered(t, srv, "POST", "player-tokens", `{"playerId":"p"}`)["token"]; token == nil {
		t.Error("there is no token")
	}
}

// TestHealthAndDocument reads what needs no guard.
func TestHealthAndDocument(t *testing.T) {
	srv := stashtest.New(t)
	for path, want := range map[string]string{"/health": `{"status":"ok"}`, "/openapi.yaml": "openapi: 3.0.3"} {
		resp, err := http.Get(srv.URL + path)
		check(t, err)
		text, err := io.ReadAll(resp.Body)
		check(t, err)
		_ = resp.Body.Close()
		if resp.StatusCode != 200 || !strings.Contains(string(text), want) {
			t.Errorf("%s: HTTP %d %.100s", path, resp.StatusCode, text)
		}
	}
}
