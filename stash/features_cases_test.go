package stash_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// features are the rows of the table, in the order of the steps of a call.
var features = []feature{
	{"a call with a wrong argument is refused before it is sent", func(t *testing.T, c contender, _ *http.Client) string {
		if c.name == "the guide's net/http" {
			return absent // its arguments are fixed
		}
		srv := serve(t, linkAnswered)
		_, err := c.checkout(t.Context(), srv.URL, "player:1", "") // saved cards are kept by {shop}:{user}
		return unlessText(err != nil && len(srv.requests()) == 0, "sent as it is")
	}},
	{"an id such as `..` cannot reach another route", func(t *testing.T, c contender, _ *http.Client) string {
		if c.payment == nil {
			return absent
		}
		srv := serve(t, linkAnswered)
		_, _ = c.payment(t.Context(), srv.URL, "..")
		for _, r := range srv.requests() {
			return "`" + r.Method + " " + r.URL.Path + "`"
		}
		return ""
	}},
	{"nothing is sent if the context has ended", func(t *testing.T, c contender, _ *http.Client) string {
		srv := serve(t, linkAnswered)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _ = c.checkout(ctx, srv.URL, "player-1", "")
		return unlessText(len(srv.requests()) == 0, "takes no context")
	}},
	{"a nil context is an error", func(t *testing.T, c contender, _ *http.Client) string {
		if c.name == "the guide's net/http" {
			return absent
		}
		var none context.Context
		_, err := guarded(func() (string, error) { return c.checkout(none, serve(t, linkAnswered).URL, "player-1", "") })
		return unlessText(err != nil && !strings.Contains(err.Error(), "panic"), "panics")
	}},
	{"the key is sent over plain http only to loopback addresses", func(t *testing.T, c contender, client *http.Client) string {
		sent := false
		before := client.Transport
		defer func() { client.Transport = before }()
		client.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = r.Header.Get("X-Stash-Api-Key") != ""
			return nil, errors.New("not sent any further")
		})
		_, _ = c.checkout(t.Context(), "http://stash.example.com", "player-1", "")
		return unlessText(!sent, "sent in the clear")
	}},
	{"a redirect does not send the key to another host", func(t *testing.T, c contender, _ *http.Client) string {
		stranger := serve(t, linkAnswered)
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, stranger.URL+r.URL.Path, http.StatusTemporaryRedirect)
		})
		_, _ = c.checkout(t.Context(), srv.URL, "player-1", "order-1")
		for _, r := range stranger.requests() {
			if r.Header.Get("X-Stash-Api-Key") != "" {
				return "the other host has it"
			}
		}
		return ""
	}},
	{"a call is sent again after a 503 if that cannot double a purchase", func(t *testing.T, c contender, _ *http.Client) string {
		srv := serve(t, failing(1, answer(503, "application/json", `{"code":14,"message":"later"}`)))
		id, err := c.checkout(t.Context(), srv.URL, "player-1", "order-1")
		return unlessText(err == nil && id == "link-1", "given up")
	}},
	{"a call is sent again after a lost response if that cannot double a purchase", func(t *testing.T, c contender, _ *http.Client) string {
		srv := serve(t, failing(1, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
		id, err := c.checkout(t.Context(), srv.URL, "player-1", "order-1")
		return unlessText(err == nil && id == "link-1", "given up")
	}},
	{"a write that could double is sent once", func(t *testing.T, c contender, _ *http.Client) string {
		srv := serve(t, answer(500, "application/json", `{"code":13,"message":"no"}`))
		_, _ = c.checkout(t.Context(), srv.URL, "player-1", "")
		return unlessText(len(srv.requests()) == 1, "sent again")
	}},
	{"an HTTP error is a Go error with status and message", failure(400, "application/json", `{"code":3,"message":"user.id: no"}`, "user.id: no")},
	{"an HTTP error with an HTML page is a Go error with its status", failure(502, "text/html", "<html>bad gateway</html>", "")},
	{"an HTTP error without a body is a Go error with its status", failure(500, "", "", "")},
	{"a response that breaks off is an error", func(t *testing.T, c contender, _ *http.Client) string {
		srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"id":"link-1"`)
		})
		_, err := c.checkout(t.Context(), srv.URL, "player-1", "")
		return unlessText(err != nil, "taken for a success")
	}},
	{"a 200 response that is not JSON is an error", func(t *testing.T, c contender, _ *http.Client) string {
		_, err := c.checkout(t.Context(), serve(t, answer(200, "text/html", "<html>sign in</html>")).URL, "player-1", "")
		return unlessText(err != nil, "taken for a success")
	}},
	{"a response that never ends is cut off at the size limit", func(t *testing.T, c contender, _ *http.Client) string {
		size := int64(64 << 20)
		if raceEnabled { // reading JSON is slow under the race detector
			size = 16 << 20
		}
		// The body is long but ends, so a client that reads all of it gets its value.
		srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"id":"`)
			for block := []byte(strings.Repeat("a", 1<<20)); size > 0; size -= int64(len(block)) {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
			_, _ = io.WriteString(w, `","url":"https://example.com/pay"}`)
		})
		_, err := c.checkout(t.Context(), srv.URL, "player-1", "")
		return unlessText(err != nil, "all of it is read")
	}},
	{"unknown statuses and fields are kept", reading(`{"status":"PAYMENT_STATUS_NEW","new":{"a":1}}`, "status", "PAYMENT_STATUS_NEW")},
	{"a 64-bit integer is read from a number and from a string", reading(`{"timeMillis":1760000000000}`, "timeMillis", int64(1760000000000))},
	{"names are read in camelCase and in snake_case", reading(`{"time_millis":"1760000000000"}`, "timeMillis", int64(1760000000000))},
	{"an enum that comes as a number does not hide other fields", reading(`{"status":0,"tax":"5"}`, "tax", "5")},
	{"an iterator reads all pages of a list", func(t *testing.T, c contender, _ *http.Client) string {
		if c.products == nil {
			return absent
		}
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			page := `{"products":[{"productId":"b"}]}`
			if r.URL.Query().Get("offset") == "" {
				page = `{"products":[{"productId":"a"}],"nextOffset":1}`
			}
			answer(200, "application/json", page)(w, r)
		})
		n, err := c.products(t.Context(), srv.URL)
		return unlessText(err == nil && n == 2, "the first page")
	}},
	{"printing a client does not show the key", func(_ *testing.T, c contender, _ *http.Client) string {
		if c.printed == nil {
			return absent
		}
		return unlessText(!strings.Contains(c.printed(), fakeKey), "prints it")
	}},
}

func linkAnswered(w http.ResponseWriter, r *http.Request) {
	answer(200, "application/json", `{"id":"link-1","url":"https://checkout.example.com/link-1"}`)(w, r)
}

// failing answers the first requests with fail, and later ones with a link.
func failing(times int32, fail http.HandlerFunc) http.HandlerFunc {
	var calls atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) <= times {
			fail(w, r)
			return
		}
		linkAnswered(w, r)
	}
}

// failure measures whether a response with an error status becomes an error that contains its message.
func failure(status int, contentType, body, message string) func(*testing.T, contender, *http.Client) string {
	return func(t *testing.T, c contender, _ *http.Client) string {
		_, err := c.checkout(t.Context(), serve(t, answer(status, contentType, body)).URL, "player-1", "")
		switch {
		case err == nil:
			return "no error"
		case !strings.Contains(err.Error(), fmt.Sprint(status)) || !strings.Contains(err.Error(), message):
			return "an error without them"
		}
		return ""
	}
}

// reading measures whether a field of a payment event arrives.
func reading(body, field string, want any) func(*testing.T, contender, *http.Client) string {
	return func(t *testing.T, c contender, _ *http.Client) string {
		if c.payment == nil {
			return absent
		}
		got, err := c.payment(t.Context(), serve(t, answer(200, "application/json", body)).URL, "1")
		switch {
		case err != nil:
			return "an error"
		case fmt.Sprint(got[field]) != fmt.Sprint(want):
			return "lost"
		}
		return ""
	}
}

func unlessText(has bool, instead string) string {
	if has {
		return ""
	}
	return instead
}
