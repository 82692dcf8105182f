package stash_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

// TestKeyStaysAtItsHost checks that a redirect of any status does not carry the key to another server.
func TestKeyStaysAtItsHost(t *testing.T) {
	other := serve(t, answer(200, "application/json", `{"id":"stolen","url":"x"}`))
	for _, status := range []int{301, 302, 303, 307, 308} {
		first := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/sdk/server/payment/1", status)
		})
		for _, client := range []*stash.Client{
			first.client(t),
			first.client(t, stash.WithHTTPClient(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }})),
		} {
			_, err := client.GetPaymentEvent(t.Context(), "1")
			var e *stash.Error
			if !errors.As(err, &e) || e.HTTPStatus != status || !strings.Contains(err.Error(), "Redirects are not followed") {
				t.Errorf("HTTP %d: %v", status, err)
			}
			if _, err = client.GenerateQuickPayURL(t.Context(), checkout()); !errors.As(err, &e) || e.HTTPStatus != status {
				t.Errorf("HTTP %d: %v", status, err)
			}
		}
	}
	if n := len(other.requests()); n != 0 {
		t.Errorf("%d requests reached the other listener", n)
	}
}

// TestEditorsCannotMoveTheKey checks that an editor that changes the address stops the call, also where the
// credential is an editor itself.
func TestEditorsCannotMoveTheKey(t *testing.T) {
	other := serve(t, answer(200, "application/json", `{}`))
	home := serve(t, answer(200, "application/json", `{"id":"1"}`))
	moves := map[string]gen.RequestEditorFn{
		"host": func(_ context.Context, r *http.Request) error {
			r.URL.Host = strings.TrimPrefix(other.URL, "http://")
			return nil
		},
		"scheme":    func(_ context.Context, r *http.Request) error { r.URL.Scheme = "https"; return nil },
		"host line": func(_ context.Context, r *http.Request) error { r.Host = "evil.example.com"; return nil },
		"no URL":    func(_ context.Context, r *http.Request) error { r.URL = nil; return nil },
		"opaque": func(_ context.Context, r *http.Request) error {
			r.URL.Opaque = strings.TrimPrefix(other.URL, "http:") + "/x"
			return nil
		},
		"opaque address": func(_ context.Context, r *http.Request) error { r.URL.Opaque = other.URL + "/x"; return nil },
		"path":           func(_ context.Context, r *http.Request) error { r.URL.Path = "/sdk/plans"; return nil },
		"escaped path":   func(_ context.Context, r *http.Request) error { r.URL.RawPath = "/sdk/%70lans"; return nil },
		"method":         func(_ context.Context, r *http.Request) error { r.Method = http.MethodPost; return nil },
		"no method":      func(_ context.Context, r *http.Request) error { r.Method = ""; return nil },
	}
	bare, err := gen.NewClient(home.URL, gen.WithRequestEditorFn(stash.APIKeyEditor(fakeKey)))
	if err != nil {
		t.Fatal(err)
	}
	for name, move := range moves {
		for _, call := range []func() error{
			func() error { _, err := home.client(t).GetPaymentEvent(t.Context(), "1", move); return err },
			func() error {
				_, err := home.client(t, stash.WithRequestEditor(move)).GetPaymentEvent(t.Context(), "1")
				return err
			},
			func() error { _, err := bare.GetPaymentEvent(t.Context(), "1", move); return err },
		} {
			if err := call(); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "was not sent") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if len(other.requests())+len(home.requests()) != 0 {
		t.Error("a request was sent")
	}
}

// TestPathValues checks that an id is refused or delivered as it is, and never reaches another route.
func TestPathValues(t *testing.T) {
	const route = "/base/sdk/server/payment/"
	for _, tt := range []struct {
		id, wire string // wire is the escaped segment that arrives; empty when the call is refused
	}{
		{"", ""}, {".", ""}, {"..", ""},
		{"a/b", "a%2Fb"}, {"a?b", "a%3Fb"}, {"a#b", "a%23b"}, {"%2e%2e", "%252e%252e"}, {"%2F", "%252F"},
		{"a b", "a%20b"}, {"...", "..."}, {"../../admin", "..%2F..%2Fadmin"}, {"ä", "%C3%A4"}, {"a;b", "a%3Bb"},
		{"\x00", "%00"}, {"a\nb", "a%0Ab"}, {"\xff", ""}, {"order-\xff", ""}, {"a+b", "a+b"}, {"a&b=c", "a&b=c"},
	} {
		srv := serve(t, answer(200, "application/json", `{"total":"1"}`))
		client := srv.client(t, stash.WithBaseURL(srv.URL+"/base/"))
		_, err := client.GetPaymentEvent(t.Context(), tt.id)
		if tt.wire == "" {
			if !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "id ") || len(srv.requests()) != 0 {
				t.Errorf("%q: %v, %d requests", tt.id, err, len(srv.requests()))
			}
			continue
		}
		if err != nil || len(srv.requests()) != 1 {
			t.Errorf("%q: %v", tt.id, err)
			continue
		}
		if got := srv.requests()[0].RequestURI; got != route+tt.wire {
			t.Errorf("%q arrived as %s, want %s", tt.id, got, route+tt.wire)
		}
		if got := srv.requests()[0].URL.Path; got != route+tt.id {
			t.Errorf("%q arrived as path %q", tt.id, got)
		}
	}
}

// TestEndpointSegments checks the same for the path value that may have several segments.
func TestEndpointSegments(t *testing.T) {
	for _, tt := range []struct{ endpoint, wire string }{
		{"checkout-links/generate", "checkout-links/generate"}, {"a", "a"}, {"a b/c?d", "a%20b/c%3Fd"}, {"a/%2e%2e/b", "a/%252e%252e/b"},
		{"", ""}, {"/a", ""}, {"a/", ""}, {"a//b", ""}, {"..", ""}, {"a/../b", ""}, {"./a", ""},
	} {
		srv := serve(t, answer(200, "application/json", `{"ok":true}`))
		_, err := srv.client(t).Call(t.Context(), tt.endpoint, map[string]any{"shop_handle": "s"})
		switch {
		case tt.wire == "" && (!errors.Is(err, stash.ErrInvalidArgument) || len(srv.requests()) != 0):
			t.Errorf("%q: %v, %d requests", tt.endpoint, err, len(srv.requests()))
		case tt.wire != "" && (err != nil || srv.requests()[0].RequestURI != "/api/v1/sdk/"+tt.wire):
			t.Errorf("%q: %v", tt.endpoint, err)
		}
	}
}

// TestLoopbackNeedsNoProxy checks that a loopback address in plain http is called directly, however it is spelled and
// whatever proxy is configured: the proxy would read the key.
func TestLoopbackNeedsNoProxy(t *testing.T) {
	proxy := serve(t, answer(200, "application/json", `{"id":"stolen"}`))
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	standard := http.DefaultTransport.(*http.Transport)
	environment := standard.Proxy
	defer func() { standard.Proxy = environment }()
	standard.Proxy = http.ProxyURL(address)
	own := &http.Transport{Proxy: http.ProxyURL(address)}
	defer own.CloseIdleConnections()
	for name, opts := range map[string][]stash.Option{
		"the SDK's transport":       nil,
		"client without transport":  {stash.WithHTTPClient(&http.Client{})},
		"client with a proxy":       {stash.WithHTTPClient(&http.Client{Transport: own})},
		"net/http's own transport":  {stash.WithHTTPClient(http.DefaultClient)},
		"its transport, by pointer": {stash.WithHTTPClient(&http.Client{Transport: standard})},
	} {
		home := serve(t, answer(200, "application/json", `{"id":"1"}`))
		port := home.URL[strings.LastIndexByte(home.URL, ':'):]
		for _, base := range []string{home.URL, "http://LOCALHOST" + port, "http://LocalHost" + port} {
			if err := get(t.Context(), home.client(t, append(opts, stash.WithBaseURL(base))...)); err != nil {
				t.Errorf("%s, %s: %v", name, base, err)
			}
		}
		for _, r := range home.requests() {
			if r.Host != strings.ToLower(r.Host) {
				t.Errorf("%s: sent with Host %s", name, r.Host)
			}
		}
	}
	if n := len(proxy.requests()); n != 0 {
		t.Errorf("the proxy saw %d requests", n)
	}
	if own.Proxy == nil || standard.Proxy == nil {
		t.Error("a transport of the program was changed")
	}
}

// TestEditorsCannotNameHeadersTwice checks that an editor cannot add a header in a second spelling, or with a second value,
// where a server could take either one.
func TestEditorsCannotNameHeadersTwice(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"id":"1"}`))
	for _, header := range []http.Header{
		{"x-stash-api-key": {"other"}}, {"X-STASH-HMAC-SIGNATURE": {"other"}}, {"authorization": {"Bearer other"}},
		{"host": {"evil.example.com"}}, {"content-length": {"0"}}, {"transfer-encoding": {"chunked"}},
		{"X-Stash-Api-Key": {"one", "two"}},
	} {
		_, err := srv.client(t).GenerateQuickPayURL(t.Context(), checkout(), func(_ context.Context, r *http.Request) error {
			maps.Copy(r.Header, header)
			return nil
		})
		if !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "was not sent: a request editor") || strings.Contains(err.Error(), "other") {
			t.Errorf("%v: %v", header, err)
		}
	}
	if n := len(srv.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if err := get(t.Context(), srv.client(t, stash.WithRequestEditor(func(_ context.Context, r *http.Request) error {
		r.Header["x-trace"] = []string{"a", "b"}
		return nil
	}))); err != nil {
		t.Errorf("another header in lower case: %v", err)
	}
}

// TestEditorMayDropAllHeaders checks that the credential is added to a request whose editor has removed the header map.
func TestEditorMayDropAllHeaders(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{"id":"1"}`))
	drop := func(_ context.Context, r *http.Request) error { r.Header = nil; return nil }
	add := func(_ context.Context, r *http.Request) error { r.Header.Set("X-Trace", "1"); return nil }
	if _, err := srv.client(t, stash.WithRequestEditor(drop)).GetPaymentEvent(t.Context(), "1", drop, add); err != nil {
		t.Fatal(err)
	}
	if h := srv.requests()[0].Header; h.Get("X-Stash-Api-Key") != fakeKey || h.Get("X-Trace") != "1" {
		t.Errorf("sent %v", h)
	}
}
