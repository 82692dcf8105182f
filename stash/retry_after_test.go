package stash_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// TestRetryAfter checks how long a call waits for a header, and that it ends at once if the header asks for longer than
// a call ever waits: another attempt would come too early.
func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		header      string
		least, most time.Duration // of the wait
		requests    int
		retryAfter  time.Duration
	}{
		{header: "2", least: 2 * time.Second, most: 2 * time.Second, requests: 2},
		{header: " 30 ", least: 30 * time.Second, most: 30 * time.Second, requests: 2},
		{header: "1.5", least: 2 * time.Second, most: 2 * time.Second, requests: 2},
		{header: "0", most: time.Second, requests: 2},
		{header: "", most: time.Second, requests: 2},
		{header: "Sat, 01 Jan 2000 00:00:07 GMT", least: 7 * time.Second, most: 7 * time.Second, requests: 2}, // the bubble's clock starts then
		{header: "Fri, 31 Dec 1999 23:59:59 GMT", most: time.Second, requests: 2},
		{header: "31", requests: 1, retryAfter: 31 * time.Second},
		{header: "86400", requests: 1, retryAfter: 24 * time.Hour},
		{header: "99999999999999999999", requests: 1, retryAfter: time.Duration(1<<33) * time.Second},
		{header: "Sun, 02 Jan 2000 00:00:00 GMT", requests: 1, retryAfter: 24 * time.Hour},
		{header: "soon", least: 8 * time.Second, most: 8 * time.Second, requests: 2},
		{header: "-5", least: 8 * time.Second, most: 8 * time.Second, requests: 2},
		{header: "1e3", least: 8 * time.Second, most: 8 * time.Second, requests: 2},
		{header: "NaN", least: 8 * time.Second, most: 8 * time.Second, requests: 2},
		{header: "2030-01-01T00:00:00Z", least: 8 * time.Second, most: 8 * time.Second, requests: 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, service := inMemory(t, []http.HandlerFunc{later(tt.header), paidAnswer})
			started := time.Now()
			_, err := client.GetPaymentEvent(t.Context(), "1")
			var e *stash.Error
			if failed := errors.As(err, &e); failed != (tt.requests == 1) || failed && e.RetryAfter != tt.retryAfter {
				t.Errorf("%q: %v", tt.header, err)
			}
			if took := time.Since(started); took < tt.least || took > tt.most || len(service.seen) != tt.requests {
				t.Errorf("%q: %d requests in %v", tt.header, len(service.seen), took)
			}
		})
	}
}

// TestProxyThatRefusesForGood checks that a call is not sent again after a proxy has refused it for a reason that does
// not pass, and that the error does not blame its arguments.
func TestProxyThatRefusesForGood(t *testing.T) {
	for status, requests := range map[int]int{401: 1, 403: 1, 407: 1, 404: 1, 429: 3, 502: 3, 503: 3} {
		proxy := serve(t, answer(status, "text/plain", "no"))
		address, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		transport := &http.Transport{Proxy: http.ProxyURL(address)}
		err = get(t.Context(), benchClient(t, &http.Client{Transport: transport}, stash.APIKey(fakeKey)))
		if n := len(proxy.requests()); n != requests || !errors.Is(err, stash.ErrUnavailable) || !strings.Contains(err.Error(), notSent) {
			t.Errorf("a proxy that refuses with %d was asked %d times: %v", status, n, err)
		}
	}
	client, service := inMemory(t, []http.HandlerFunc{answer(407, "text/plain", "")})
	err := get(t.Context(), client)
	if !errors.Is(err, stash.ErrUnavailable) || errors.Is(err, stash.ErrInvalidArgument) || len(service.seen) != 1 || !strings.Contains(err.Error(), "The proxy") {
		t.Errorf("%d requests: %v", len(service.seen), err)
	}
}
