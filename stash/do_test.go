package stash_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash"
)

// credentialKinds are one credential of each kind, by the name that carriedBy returns.
var credentialKinds = map[string]stash.Credential{
	"APIKey": stash.APIKey(fakeKey), "HMAC": stash.HMAC(fakeShop, fakeSecret), "LegacyHMAC": stash.LegacyHMAC(fakeSecret),
	"PlayerToken": stash.PlayerToken("fake.player.token"),
}

// carriedBy returns the kind of the one credential in a request. A signature must be right for the bytes of the body.
func carriedBy(h http.Header, body []byte) string {
	key := signature.NewKey([]byte(fakeSecret))
	var found []string
	if h.Get("X-Stash-Api-Key") == fakeKey {
		found = append(found, "APIKey")
	}
	if h.Get("Authorization") == "Bearer fake.player.token" {
		found = append(found, "PlayerToken")
	}
	if text := h.Get("X-Stash-Hmac-Signature"); text != "" {
		if parsed, err := signature.Parse(text); err == nil && signature.Equal(parsed.Sum, key.Versioned(parsed.UnixMillis, body)) {
			found = append(found, "HMAC")
		} else {
			found = append(found, "a wrong HMAC")
		}
	}
	if text := h.Get("Stash-Hmac-Signature"); text != "" {
		if text == signature.Encode(key.Legacy(body)) {
			found = append(found, "LegacyHMAC")
		} else {
			found = append(found, "a wrong LegacyHMAC")
		}
	}
	return strings.Join(found, " and ")
}

// sentRequest is what a server got.
type sentRequest struct {
	method, uri, body string
	header            http.Header
}

// keeping is a RoundTripper that keeps what it is sent and answers with steps.
func keeping(steps ...step) (*http.Client, *[]sentRequest) {
	sent := new([]sentRequest)
	httpClient, _ := script(slices.Collect(func(yield func(step) bool) {
		for _, next := range steps {
			if !yield(func(r *http.Request) (*http.Response, error) {
				var body []byte
				if r.GetBody != nil {
					again, err := r.GetBody()
					if err != nil {
						return nil, err
					}
					body, _ = io.ReadAll(again)
				}
				*sent = append(*sent, sentRequest{r.Method, r.URL.RequestURI(), string(body), r.Header.Clone()})
				return next(r)
			}) {
				return
			}
		}
	})...)
	return httpClient, sent
}

func replies(body string) step {
	return func(r *http.Request) (*http.Response, error) { return canned{200, []byte(body)}.RoundTrip(r) }
}

// TestDoSendsAsTyped checks what Do sends: method, address, bytes and one right credential of each kind.
func TestDoSendsAsTyped(t *testing.T) {
	for kind, credential := range credentialKinds {
		for _, tt := range []struct {
			method string
			body   any
			want   string
		}{
			{"GET", nil, ""}, {"HEAD", nil, ""}, {"DELETE", nil, ""}, {"POST", nil, ""},
			{"POST", map[string]any{"b": "<&>", "a": 1}, `{"a":1,"b":"<&>"}`},
			{"PUT", json.RawMessage("{ \"a\" : 1.50 }\n"), "{ \"a\" : 1.50 }\n"},
			{"PATCH", []string{"a"}, `["a"]`},
			{"DELETE", checkout(), `{"item":{"id":"gems","name":"Gems","pricePerItem":"4.99","quantity":1},"user":{"id":"player-1"}}`},
		} {
			httpClient, sent := keeping(replies(`{}`))
			client := benchClient(t, httpClient, stash.APIKey("test-another-key"), stash.WithBaseURL(benchBase+"/base/")).With(credential)
			if err := client.Do(t.Context(), tt.method, "/sdk/a%2Fb/c?q=%20x&q=y", tt.body, nil); err != nil {
				t.Errorf("%s %s: %v", kind, tt.method, err)
				continue
			}
			got := (*sent)[0]
			if got.method != tt.method || got.uri != "/base/sdk/a%2Fb/c?q=%20x&q=y" || got.body != tt.want {
				t.Errorf("%s: sent %s %s %q; want %s with %q", kind, got.method, got.uri, got.body, tt.method, tt.want)
			}
			if by := carriedBy(got.header, []byte(got.body)); by != kind {
				t.Errorf("%s: %s carries %q", kind, tt.method, by)
			}
			if json := got.header.Get("Content-Type") == "application/json"; json != (tt.body != nil) {
				t.Errorf("%s: Content-Type %q of %q", tt.method, got.header.Get("Content-Type"), got.body)
			}
		}
	}
}

// TestDoRefuses checks that a mistake names its argument and sends nothing.
func TestDoRefuses(t *testing.T) {
	httpClient, sent := keeping(replies(`{}`))
	client := benchClient(t, httpClient, stash.APIKey(fakeKey))
	var nilMap map[string]any
	var nilPointer *stash.LinkRequest
	broken := checkout()
	broken.User.ID = "shop:player"
	for _, tt := range []struct {
		method, path string
		body, out    any
		want         string
	}{
		{"get", "/a", nil, nil, `method is "get"; write GET,`},
		{"", "/a", nil, nil, `method is ""`},
		{"CONNECT", "/a", nil, nil, `method is "CONNECT"`},
		{"GET", "", nil, nil, "path is empty"},
		{"GET", "?a=b", nil, nil, "path is empty"},
		{"GET", "a", nil, nil, "path must begin with one slash"},
		{"GET", "//evil.example.com/a", nil, nil, "path must begin with one slash"},
		{"GET", "https://evil.example.com/a", nil, nil, "path must begin with one slash"},
		{"GET", `/\evil.example.com`, nil, nil, "must be escaped"},
		{"GET", "/a#b", nil, nil, "must not contain a fragment"},
		{"GET", "/a?b#c", nil, nil, "must not contain a fragment"},
		{"GET", "/a/../b", nil, nil, "segment . or .."},
		{"GET", "/a/%2E%2e", nil, nil, "segment . or .."},
		{"GET", "/a/..;x/b", nil, nil, "segment . or .."},
		{"GET", "/./a", nil, nil, "segment . or .."},
		{"GET", "/a//b", nil, nil, "empty segment"},
		{"GET", "/a/", nil, nil, "empty segment"},
		{"GET", "/a%zz", nil, nil, "begins no escape"},
		{"GET", "/a b", nil, nil, "must be escaped"},
		{"GET", "/a\nb", nil, nil, "must be escaped"},
		{"GET", "/ü", nil, nil, "must be escaped"},
		{"GET", "/a%2Fb{c}", nil, nil, "must be escaped"},
		{"GET", "/%ff", nil, nil, "path is not valid UTF-8"},
		{"GET", "/a?b=c d", nil, nil, "query that is not escaped"},
		{"GET", "/a?b=\r\nX: y", nil, nil, "query that is not escaped"},
		{"GET", "/a?b=%zz", nil, nil, "query that is not escaped"},
		{"GET", "/a?b=%ff", nil, nil, "query that is not valid UTF-8"},
		{"POST", "/a", "{}", nil, "body is a string; give JSON text as json.RawMessage"},
		{"POST", "/a", []byte("{}"), nil, "body is a []uint8"},
		{"POST", "/a", strings.NewReader("{}"), nil, "body is a *strings.Reader"},
		{"POST", "/a", json.RawMessage("{"), nil, "body is not JSON"},
		{"POST", "/a", json.RawMessage(nil), nil, "body is not JSON"},
		{"POST", "/a", json.RawMessage("\"\xff\""), nil, "body is not JSON in UTF-8"},
		{"POST", "/a", nilMap, nil, "body is a nil map[string]interface {}"},
		{"POST", "/a", nilPointer, nil, "body is a nil *gen.LinkRequest"},
		{"POST", "/a", make(chan int), nil, "cannot be encoded"},
		{"POST", "/a", map[string]string{"a": "\xff"}, nil, "a is not valid UTF-8"},
		{"POST", "/a", broken, nil, `user.id is "shop:player"`},
		{"GET", "/a", struct{}{}, nil, "a GET has no body"},
		{"HEAD", "/a", struct{}{}, nil, "a HEAD has no body"},
		{"GET", "/a", nil, map[string]any{}, "out is not a pointer to a value, but a map"},
		{"GET", "/a", nil, (*stash.Product)(nil), "out is not a pointer to a value"},
		{"GET", "/a", nil, new([]byte), "out is a *[]uint8; give a *json.RawMessage"},
		{"GET", "/a", nil, new(bytes.Buffer), "out is a *bytes.Buffer; give a *json.RawMessage"},
		{"HEAD", "/a", nil, new(map[string]any), "the response to a HEAD has no body"},
	} {
		response := stash.Response{Status: 1, Body: []byte("old")}
		err := client.Do(t.Context(), tt.method, tt.path, tt.body, tt.out, stash.WithResponse(&response))
		var e *stash.Error
		if !errors.As(err, &e) || !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) || e.Attempts != 0 {
			t.Errorf("%s %q with %T: want %q, got %v", tt.method, tt.path, tt.body, tt.want, err)
		}
		if response.Status != 0 || response.Body != nil {
			t.Errorf("%s %q: the Response is %+v", tt.method, tt.path, response)
		}
	}
	//lint:ignore SA1012 a nil context is the mistake under test
	if err := client.Do(nil, "GET", "/a", nil, nil); !errors.Is(err, stash.ErrInvalidArgument) { //nolint:staticcheck
		t.Errorf("nil context: %v", err)
	}
	if len(*sent) != 0 {
		t.Errorf("sent %+v", *sent)
	}
}

// TestDoReads checks what each kind of out gets, and that a failure leaves it as it was.
func TestDoReads(t *testing.T) {
	type answered struct {
		N   json.Number
		Any any
	}
	do := func(status int, body string, out any) error {
		httpClient, _ := script(func(r *http.Request) (*http.Response, error) { return canned{status, []byte(body)}.RoundTrip(r) })
		return benchClient(t, httpClient, stash.APIKey(fakeKey)).Do(t.Context(), "POST", "/a", nil, out)
	}
	const large = `{"n":12345678901234567890,"any":[1.10]}`
	var raw json.RawMessage
	var free map[string]any
	var anything any
	var list []int
	typed := answered{N: "1", Any: "old"}
	for _, out := range []any{&raw, &free, &anything, &typed, nil} {
		if err := do(200, large, out); err != nil {
			t.Errorf("%T: %v", out, err)
		}
	}
	if string(raw) != large || free["n"] != json.Number("12345678901234567890") || typed.N != "12345678901234567890" {
		t.Errorf("read %s, %v, %+v", raw, free, typed)
	}
	if got := anything.(map[string]any)["any"].([]any)[0]; got != json.Number("1.10") {
		t.Errorf("read %v", got)
	}
	if err := do(200, `[1,2]`, &list); err != nil || !slices.Equal(list, []int{1, 2}) {
		t.Errorf("%v, %v", list, err)
	}
	if err := do(200, `<html>`, nil); err != nil {
		t.Errorf("an ignored response: %v", err)
	}
	kept, before := answered{N: "7"}, maps.Clone(free)
	for _, tt := range []struct {
		status int
		body   string
		out    any
		want   string
	}{
		{200, ``, &kept, "the body is empty"},
		{200, `null`, &kept, "not a JSON object"},
		{200, `[]`, &free, "not a JSON object"},
		{200, `{"n":8,"any":`, &kept, "unexpected end of JSON"},
		{200, `{"n":8}{}`, &kept, "after top-level value"},
		{200, `{"n":"x"}`, &kept, "json:"},
		{200, `{`, &raw, ""},
		{204, ``, &raw, "the body is empty"},
		{404, `{"code":5,"message":"no"}`, &kept, "stash: Do failed: stash.example.com answered with HTTP 404 NOT_FOUND: no"},
		{302, `{"n":8}`, &kept, "Redirects are not followed"},
	} {
		if err := do(tt.status, tt.body, tt.out); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%d %s: %v", tt.status, tt.body, err)
		}
	}
	if kept.N != "7" || kept.Any != nil || !maps.EqualFunc(free, before, func(a, b any) bool { return true }) || string(raw) != large {
		t.Errorf("a failure changed out: %+v %v %s", kept, free, raw)
	}
}

// TestDoReadsLongHead checks that the length which a HEAD announces is not taken for a body that is too long.
func TestDoReadsLongHead(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "1000000") })
	var response stash.Response
	err := srv.client(t, stash.WithMaxResponseBytes(100)).Do(t.Context(), "HEAD", "/a", nil, nil, stash.WithResponse(&response))
	if err != nil || response.Status != 200 || response.Header.Get("Content-Length") != "1000000" {
		t.Errorf("%+v, %v", response, err)
	}
}

// TestDoRepeats checks that reads are sent again as others are, and writes only if no connection was made.
func TestDoRepeats(t *testing.T) {
	for _, tt := range []struct {
		name          string
		fails         step
		reads, writes int
	}{
		{"503", status(503), 3, 1}, {"500", status(500), 3, 1}, {"torn", tear, 3, 1}, {"404", status(404), 1, 1},
		{"no connection", refuseConnection, 3, 3},
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
			synctest.Test(t, func(t *testing.T) {
				httpClient, sent := script(tt.fails)
				var body any = map[string]int{"a": 1}
				want := tt.writes
				if method == "GET" || method == "HEAD" {
					body, want = nil, tt.reads
				}
				err := benchClient(t, httpClient, stash.HMAC(fakeShop, fakeSecret)).Do(t.Context(), method, "/a", body, nil)
				if err == nil || *sent != want {
					t.Errorf("%s, %s: sent %d times, want %d: %v", tt.name, method, *sent, want, err)
				}
				if doubt := strings.Contains(err.Error(), unknown); doubt != (body != nil && (tt.name == "torn" || strings.HasPrefix(tt.name, "50"))) {
					t.Errorf("%s, %s: %v", tt.name, method, err)
				}
			})
		}
	}
}

// TestDoLogsNoPath checks that a line of the log has no id of a path, that Call is logged as Do, and that an error says where
// the call went without its values.
func TestDoLogsNoPath(t *testing.T) {
	var lines bytes.Buffer
	httpClient, _ := script(status(404))
	client := benchClient(t, httpClient, stash.APIKey(fakeKey), stash.WithLogger(slog.New(slog.NewTextHandler(&lines, nil))))
	err := client.Do(t.Context(), "DELETE", "/players/player-1001?name=zoe", nil, nil)
	_, callErr := client.Call(t.Context(), "player-1001", map[string]any{"shop_handle": "s"})
	for _, text := range []string{lines.String(), err.Error(), callErr.Error()} {
		if strings.Contains(text, "player-1001") || strings.Contains(text, "zoe") {
			t.Errorf("shows an id: %s", text)
		}
	}
	for _, want := range []string{"operation=Do method=DELETE route={path} status=404 attempts=1 outcome=Not Found", "operation=Do method=POST route={path}"} {
		if !strings.Contains(strings.ReplaceAll(lines.String(), `"`, ""), want) {
			t.Errorf("%q is not in %s", want, lines.String())
		}
	}
	var e *stash.Error
	if !errors.As(err, &e) || e.Operation != "Do" || e.Method != "DELETE" || e.Path != "{path}" {
		t.Errorf("%+v", err)
	}
}

// TestDoIsCancelled checks that a call ends with its context.
func TestDoIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		httpClient, _ := script(func(r *http.Request) (*http.Response, error) {
			cancel()
			return waits(r)
		})
		response := stash.Response{Status: 1}
		err := benchClient(t, httpClient, stash.APIKey(fakeKey)).Do(ctx, "POST", "/a", json.RawMessage("{}"), nil, stash.WithResponse(&response))
		if !errors.Is(err, context.Canceled) || response.Status != 0 || response.Attempts != 1 {
			t.Errorf("%v, %+v", err, response)
		}
	})
}
