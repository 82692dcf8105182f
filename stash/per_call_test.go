package stash_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
	"github.com/stash-sdk/stash-go/stash"
)

// anyCredentials are all ways to give a credential to a call: the kind, the client's own credential, and editors that add one
// before or behind others.
func anyCredentials() []credentialWay {
	other := stash.APIKey("test-another-key")
	ways := []credentialWay{{name: "function", kind: "HMAC", own: stash.CredentialFunc(func(context.Context) (stash.Credential, error) {
		return credentialKinds["HMAC"], nil
	})}}
	for kind, credential := range credentialKinds {
		ways = append(ways, credentialWay{name: "client's " + kind, kind: kind, own: credential})
	}
	for kind, editor := range map[string]stash.RequestEditorFn{
		"APIKey": stash.APIKeyEditor(fakeKey), "HMAC": stash.HMACEditor(fakeShop, fakeSecret), "LegacyHMAC": stash.LegacyHMACEditor(fakeSecret),
		"PlayerToken": stash.PlayerTokenEditor("fake.player.token"),
	} {
		ways = append(ways, credentialWay{"editor before, " + kind, kind, other, []stash.RequestEditorFn{editor}, nil, nil},
			credentialWay{"editor behind, " + kind, kind, other, nil, []stash.RequestEditorFn{editor}, nil},
			credentialWay{"client's editor, " + kind, kind, other, nil, nil, []stash.Option{stash.WithRequestEditor(editor)}})
	}
	return append(ways, credentialWay{"call's editor over the client's", "LegacyHMAC", other, []stash.RequestEditorFn{stash.LegacyHMACEditor(fakeSecret)}, nil,
		[]stash.Option{stash.WithRequestEditor(stash.HMACEditor(fakeShop, "test-older-secret"))}})
}

type credentialWay struct {
	name, kind     string
	own            stash.Credential
	before, behind []stash.RequestEditorFn
	options        []stash.Option
}

func (w credentialWay) around(editors ...stash.RequestEditorFn) []stash.RequestEditorFn {
	return slices.Concat(w.before, editors, w.behind)
}

// TestExtrasAreSignedOnce adds to the body, the query and the headers with all ways to give a credential. Each attempt must
// carry the additions once, under a signature of the bytes that are sent, whatever the attempts before it met.
func TestExtrasAreSignedOnce(t *testing.T) {
	const extra = `"risk":{"score":7,"<":null},"ok":false}`
	for _, way := range anyCredentials() {
		for name, tt := range map[string]struct {
			call func(ctx context.Context, c *stash.Client, editors ...stash.RequestEditorFn) error
			body string
		}{
			"body": {func(ctx context.Context, c *stash.Client, editors ...stash.RequestEditorFn) error {
				return c.Do(ctx, "POST", "/a", map[string]int{"n": 1}, nil, editors...)
			}, `{"n":1,` + extra},
			"empty body": {func(ctx context.Context, c *stash.Client, editors ...stash.RequestEditorFn) error {
				return c.Do(ctx, "POST", "/a", struct{}{}, nil, editors...)
			}, `{` + extra},
			"no body": {func(ctx context.Context, c *stash.Client, editors ...stash.RequestEditorFn) error {
				return c.Do(ctx, "POST", "/a", nil, nil, editors...)
			}, `{` + extra},
			"typed": {func(ctx context.Context, c *stash.Client, editors ...stash.RequestEditorFn) error {
				if way.kind == "PlayerToken" {
					return c.Do(ctx, "POST", "/a", named(), nil, editors...)
				}
				_, err := c.GenerateQuickPayURL(ctx, named(), editors...)
				return err
			}, `{"item":{"id":"gems","name":"Gems","pricePerItem":"4.99","quantity":1},"transactionId":"order-1","user":{"id":"player-1"},` + extra},
		} {
			synctest.Test(t, func(t *testing.T) {
				steps := []step{replies(linkAnswer)}
				if name == "typed" && way.kind != "PlayerToken" { // may be sent again
					steps = []step{status(503), tear, tornSuccess, replies(linkAnswer)}
				}
				httpClient, sent := keeping(steps...)
				client := benchClient(t, httpClient, stash.APIKey("test-first-key"), append(way.options, stash.WithRetries(3))...).With(way.own)
				var response stash.Response
				editors := way.around(stash.WithExtra("risk", map[string]any{"score": 7, "<": nil}), stash.WithQuery("tag", "a b"), stash.WithResponse(&response),
					stash.WithHeader("x-trace", "1"), stash.WithExtra("ok", false), stash.WithQuery("tag", "ü"))
				if err := tt.call(t.Context(), client, editors...); err != nil {
					t.Fatalf("%s, %s: %v", way.name, name, err)
				}
				if len(*sent) != len(steps) || response.Attempts != len(steps) || response.Status != 200 || string(response.Body) != linkAnswer {
					t.Errorf("%s, %s: sent %d times; the Response is %+v", way.name, name, len(*sent), response)
				}
				for i, r := range *sent {
					body := strings.Replace(tt.body, `{"score":7,"<":null}`, `{"<":null,"score":7}`, 1) // maps are sorted
					if r.body != body || !strings.HasSuffix(r.uri, "?tag=a+b&tag=%C3%BC") || !slices.Equal(r.header["X-Trace"], []string{"1"}) {
						t.Errorf("%s, %s, attempt %d: sent %s %s %v", way.name, name, i+1, r.uri, r.body, r.header)
					}
					if by := carriedBy(r.header, []byte(r.body)); by != way.kind || r.header.Get("Content-Type") != "application/json" {
						t.Errorf("%s, %s, attempt %d: carries %q, %v", way.name, name, i+1, by, r.header)
					}
				}
			})
		}
	}
}

// TestExtrasOverTornConnections checks a client of net/http: a repeated call has the additions once on each connection.
func TestExtrasOverTornConnections(t *testing.T) {
	var mu sync.Mutex
	var got []string
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		got = append(got, carriedBy(r.Header, body)+" "+string(body))
		n := len(got)
		mu.Unlock()
		switch n {
		case 1:
			panic(http.ErrAbortHandler)
		case 2:
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"id":`)
			panic(http.ErrAbortHandler)
		}
		answer(200, "application/json", linkAnswer)(w, r)
	})
	client := srv.client(t, stash.WithRetries(2)).With(stash.HMAC(fakeShop, fakeSecret))
	var response stash.Response
	link, err := client.GenerateQuickPayURL(t.Context(), named(), stash.WithExtra("a", 1), stash.WithResponse(&response))
	if err != nil || link.ID == "" || response.Attempts != 3 || len(got) != 3 {
		t.Fatalf("%v, %+v, %q", err, response, got)
	}
	for _, each := range got {
		if each != got[0] || !strings.HasPrefix(each, "HMAC {") || strings.Count(each, `"a":1`) != 1 {
			t.Errorf("sent %q", got)
		}
	}
}

// TestExtraTransactionID checks that a transaction id which is added does not make a call safe to repeat, because the document
// does not say so.
func TestExtraTransactionID(t *testing.T) {
	httpClient, sent := keeping(status(503))
	_, err := benchClient(t, httpClient, stash.APIKey(fakeKey)).GenerateQuickPayURL(t.Context(), checkout(), stash.WithExtra("transactionId", "order-1"))
	if len(*sent) != 1 || !strings.Contains((*sent)[0].body, `"transactionId":"order-1"`) || !strings.Contains(err.Error(), unknown) {
		t.Errorf("sent %+v: %v", *sent, err)
	}
}

// TestExtrasAreRefused checks that an addition which cannot be right sends nothing and says why, without a value.
func TestExtrasAreRefused(t *testing.T) {
	httpClient, sent := keeping(replies(`{}`))
	client := benchClient(t, httpClient, stash.APIKey(fakeKey), stash.WithRetries(0))
	typed := func(editors ...stash.RequestEditorFn) error {
		_, err := client.GenerateQuickPayURL(t.Context(), named(), editors...)
		return err
	}
	read := func(editors ...stash.RequestEditorFn) error {
		_, err := client.GetPaymentsBySubscriptionID(t.Context(), "sub-1", stash.GetPaymentsBySubscriptionIDParams{Limit: stash.Ptr[int64](5)}, editors...)
		return err
	}
	list := func(editors ...stash.RequestEditorFn) error {
		return client.Do(t.Context(), "POST", "/a?q=1", []int{1}, nil, editors...)
	}
	swallow := func(_ context.Context, r *http.Request) error { _, err := io.ReadAll(r.Body); return err }
	for _, tt := range []struct {
		call   func(...stash.RequestEditorFn) error
		editor stash.RequestEditorFn
		want   string
	}{
		{typed, stash.WithExtra("currency", nil), ""}, // not set, so not in the body
		{typed, stash.WithExtra("user", 1), "the extra field user is in the body already"},
		{typed, stash.WithExtra("transactionId", "order-2"), "in the body already, as transactionId"},
		{typed, stash.WithExtra("transaction_id", "order-2"), "in the body already, as transactionId"},
		{typed, stash.WithExtra("", 1), "name of the extra field is empty"},
		{typed, stash.WithExtra("a\xff", 1), "name of the extra field is not valid UTF-8"},
		{typed, stash.WithExtra("a", make(chan int)), "the extra field a cannot be encoded"},
		{typed, stash.WithExtra("a", []string{"hush-\xff"}), "is not valid UTF-8"},
		{typed, stash.WithQuery("", "hush"), "name of the extra query parameter is empty"},
		{typed, stash.WithQuery("a", "hush-\xff"), "the extra query parameter a is not valid UTF-8"},
		{typed, stash.WithHeader("", "hush"), "not one that HTTP allows"},
		{typed, stash.WithHeader("hush hush", "a"), "not one that HTTP allows"},
		{typed, stash.WithHeader("x", "hush\r\nX-Stash-Api-Key: y"), "X must not begin or end with a space or contain a line break"},
		{typed, stash.WithHeader("x-stash-api-key", "hush"), "the extra header X-Stash-Api-Key carries a credential; add one with stash.APIKeyEditor"},
		{typed, stash.WithHeader("X-STASH-HMAC-SIGNATURE", "hush"), "carries a credential"},
		{typed, stash.WithHeader("Stash-Hmac-Signature", "hush"), "carries a credential"},
		{typed, stash.WithHeader("authorization", "hush"), "carries a credential"},
		{typed, stash.WithHeader("idempotency-key", "hush"), "Idempotency-Key is not documented by Stash"},
		{typed, stash.WithHeader("X-Idempotency-Key", "hush"), "is not documented by Stash"},
		{typed, stash.WithHeader("Content-Length", "1"), "is set by net/http"},
		{typed, stash.WithHeader("host", "evil.example.com"), "is set by net/http"},
		{typed, stash.WithResponse(nil), "the Response of WithResponse is nil"},
		{read, stash.WithExtra("a", 1), "the extra field a cannot be sent, because a GET has no body; use stash.WithQuery"},
		{read, stash.WithQuery("limit", "all"), "the extra query parameter limit is in the query already"},
		{list, stash.WithExtra("a", 1), "the body of this call is not a JSON object"},
		{list, stash.WithQuery("q", "2"), "the extra query parameter q is in the query already"},
	} {
		before := len(*sent)
		err := tt.call(tt.editor)
		switch {
		case tt.want == "":
			if len(*sent) != before+1 {
				t.Errorf("a good call: %v", err)
			}
		case !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") || len(*sent) != before:
			t.Errorf("want %q, got %v", tt.want, err)
		}
	}
	before := len(*sent)
	for want, editors := range map[string][]stash.RequestEditorFn{
		"a is in the body already":                   {stash.WithExtra("a", 1), stash.WithExtra("a", 2)},
		"because a request editor read the body and": {swallow, stash.WithExtra("a", 1)},
	} {
		if err := typed(editors...); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if len(*sent) != before {
		t.Errorf("sent %d times", len(*sent)-before)
	}
}

// TestExtraAfterAnEditorsBody checks that a field is added to the body that an editor has put in.
func TestExtraAfterAnEditorsBody(t *testing.T) {
	httpClient, sent := keeping(replies(linkAnswer))
	client := benchClient(t, httpClient, stash.HMAC(fakeShop, fakeSecret))
	replace := func(_ context.Context, r *http.Request) error {
		r.Body = io.NopCloser(strings.NewReader(" {\"x\" : 1.0} \n"))
		return nil
	}
	if _, err := client.CreateCheckoutLink(t.Context(), link(), replace, stash.WithExtra("a", "b")); err != nil {
		t.Fatal(err)
	}
	if got := (*sent)[0]; got.body != " {\"x\" : 1.0,\"a\":\"b\"} \n" || carriedBy(got.header, []byte(got.body)) != "HMAC" {
		t.Errorf("sent %q by %s", got.body, carriedBy(got.header, []byte(got.body)))
	}
}

// TestSharedEditors makes calls at the same time that share their editors and a client. Run with the race detector.
func TestSharedEditors(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if carriedBy(r.Header, body) != "HMAC" || strings.Count(string(body), `"a":[1]`) != 1 || r.URL.RawQuery != "q=1" || len(r.Header["X-A"]) != 1 {
			t.Errorf("sent %s %s %v", r.URL, body, r.Header)
		}
		answer(200, "application/json", linkAnswer)(w, r)
	})
	var response stash.Response
	editors := []stash.RequestEditorFn{stash.WithExtra("a", []int{1}), stash.WithQuery("q", "1"), stash.WithHeader("X-A", "1"), stash.WithResponse(&response)}
	client := srv.client(t).With(stash.HMAC(fakeShop, fakeSecret))
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for range 25 {
				if _, err := client.GenerateQuickPayURL(t.Context(), named(), editors...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	callers.Wait()
	if len(srv.requests()) != 100 || response.Status != 200 || response.Attempts != 1 || string(response.Body) != linkAnswer {
		t.Errorf("%d requests; the Response is %+v", len(srv.requests()), response)
	}
}

// TestResponseIsFilled checks what WithResponse has after each kind of end.
func TestResponseIsFilled(t *testing.T) {
	long := `{"id":"1","url":"https://pay.example.com","long":"` + strings.Repeat("x", 100<<10) + `"}`
	reply := func(status int, body string) step {
		return func(r *http.Request) (*http.Response, error) {
			resp, err := canned{status, []byte(body)}.RoundTrip(r)
			resp.Header.Set("X-Request-Id", "req-1")
			resp.Header.Set("X-Echo", r.Header.Get("X-Stash-Api-Key"))
			return resp, err
		}
	}
	for _, tt := range []struct {
		name             string
		steps            []step
		status, attempts int
		body             string
		echo             string
	}{
		{"success", []step{reply(200, linkAnswer)}, 200, 1, linkAnswer, fakeKey},
		{"201", []step{reply(201, linkAnswer)}, 201, 1, linkAnswer, fakeKey},
		{"a long success", []step{reply(200, long)}, 200, 1, long, fakeKey},
		{"success after 503", []step{status(503), reply(200, linkAnswer)}, 200, 2, linkAnswer, fakeKey},
		{"success after no connection", []step{refuseConnection, reply(200, linkAnswer)}, 200, 1, linkAnswer, fakeKey},
		{"success after a torn one", []step{tornSuccess, reply(200, linkAnswer)}, 200, 2, linkAnswer, fakeKey},
		{"404", []step{reply(404, errorAnswer)}, 404, 1, errorAnswer, "[redacted]"},
		{"404 with the key", []step{reply(404, `{"key":"`+fakeKey+`"}`)}, 404, 1, `{"key":"[redacted]"}`, "[redacted]"},
		{"a long 400", []step{reply(400, long)}, 400, 1, long[:64<<10], "[redacted]"},
		{"503", []step{reply(503, errorAnswer)}, 503, 3, errorAnswer, "[redacted]"},
		{"404 after a success that breaks off", []step{tornSuccess, reply(404, errorAnswer)}, 404, 2, errorAnswer, "[redacted]"},
		{"not as the document says", []step{reply(200, `{"id":[1],"url":2}`)}, 200, 1, `{"id":[1],"url":2}`, fakeKey},
		{"too long and not JSON", []step{reply(200, "<"+long)}, 200, 1, "<" + long, fakeKey},
		{"a success without its link", []step{reply(200, `{}`)}, 200, 1, `{}`, fakeKey},
		{"a success that breaks off, then no connection", []step{tornSuccess, refuseConnection}, 200, 1, `{"id":`, ""},
		{"no connection", []step{refuseConnection}, 0, 0, "", ""},
		{"torn", []step{tear}, 0, 3, "", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			httpClient, _ := script(tt.steps...)
			response := stash.Response{Status: 7, Attempts: 7, Header: http.Header{"A": {"b"}}, Body: []byte("old"), RequestID: "old"}
			told := 0
			_, err := benchClient(t, httpClient, stash.APIKey(fakeKey)).GenerateQuickPayURL(t.Context(), named(), stash.WithResponse(&response),
				transport.TellResponse(func(transport.Response) { told++ }))
			if told != 1 {
				t.Errorf("%s: told %d times", tt.name, told)
			}
			if response.Status != tt.status || response.Attempts != tt.attempts || string(response.Body) != tt.body || response.Header.Get("X-Echo") != tt.echo {
				t.Errorf("%s: status %d, attempts %d, header %v, body %.100q; %v", tt.name, response.Status, response.Attempts, response.Header, response.Body, err)
			}
			if id := map[bool]string{true: "req-1"}[tt.echo != ""]; response.RequestID != id {
				t.Errorf("%s: the request id is %q", tt.name, response.RequestID)
			}
			var e *stash.Error
			if errors.As(err, &e) && (e.Attempts != response.Attempts || e.HTTPStatus != response.Status) {
				t.Errorf("%s: %d and %d attempts, status %d and %d", tt.name, e.Attempts, response.Attempts, e.HTTPStatus, response.Status)
			}
			if e != nil && len(e.Body) > 0 && len(response.Body) > 0 {
				if response.Body[0] = '!'; e.Body[0] == '!' {
					t.Errorf("%s: the Error and the Response share a body", tt.name)
				}
			}
		})
	}
}

// TestResponseOfUnsent checks that a Response stays empty if the call is not sent, and that it has no part of the call before
// it, whose variable it was.
func TestResponseOfUnsent(t *testing.T) {
	httpClient, sent := keeping(replies(eventAnswer))
	client := benchClient(t, httpClient, stash.APIKey(fakeKey))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	var response stash.Response
	call := func(ctx context.Context, id string, editors ...stash.RequestEditorFn) error {
		_, err := client.GetPaymentEvent(ctx, id, append(editors, stash.WithResponse(&response))...)
		return err
	}
	for name, refused := range map[string]func() error{
		"refused":          func() error { return call(t.Context(), "..") },
		"cancelled":        func() error { return call(cancelled, "1") },
		"an editor fails":  func() error { return call(t.Context(), "1", stash.WithExtra("a", 1)) },
		"a bad credential": func() error { return call(t.Context(), "1", stash.APIKeyEditor("")) },
	} {
		if err := call(t.Context(), "1"); err != nil || response.Status != 200 {
			t.Fatalf("%v, %+v", err, response)
		}
		before := len(*sent)
		if err := refused(); err == nil || response.Status != 0 || response.Attempts != 0 || response.Body != nil || response.Header != nil || len(*sent) != before {
			t.Errorf("%s: %v, %+v", name, err, response)
		}
	}
}

// TestEditorsOnIterators checks that additions are on each page, and that the Response is that of the page.
func TestEditorsOnIterators(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		offset := r.URL.Query().Get("offset")
		page := map[string]string{
			"":  `{"products":[{"productId":"a"},{"productId":"b"}],"nextOffset":2,"rarity":"x"}`,
			"0": `{"products":[{"productId":"a"}],"nextOffset":2}`,
			"2": `{"products":[{"productId":"c"}],"nextOffset":3,"rarity":"y"}`,
			"3": `{"products":[{"productId":"d"}],"rarity":"z"}`,
		}[offset]
		answer(200, "application/json", page)(w, r)
	})
	client := srv.client(t).With(stash.HMAC(fakeShop, fakeSecret))
	var response stash.Response
	got := map[string]string{}
	for product, err := range client.AllProducts(t.Context(), fakeShop, stash.ListProductsParams{}, stash.WithQuery("season", "2"), stash.WithHeader("X-A", "1"), stash.WithResponse(&response)) {
		if err != nil {
			t.Fatal(err)
		}
		body := string(response.Body)
		got[product.ProductID] = body[len(body)-3 : len(body)-2]
	}
	if want := map[string]string{"a": "x", "b": "x", "c": "y", "d": "z"}; !maps.Equal(got, want) {
		t.Errorf("read %v", got)
	}
	for i, r := range srv.requests() {
		if !slices.Equal(r.URL.Query()["season"], []string{"2"}) || r.Header.Get("X-A") != "1" || carriedBy(r.Header, nil) != "HMAC" {
			t.Errorf("page %d: %s %v", i+1, r.URL, r.Header)
		}
	}
	n := 0
	for _, err := range client.AllProducts(t.Context(), fakeShop, stash.ListProductsParams{}, stash.WithQuery("offset", "0")) {
		if n++; err != nil && !strings.Contains(err.Error(), "offset is in the query already") {
			t.Error(err)
		}
	}
	if n != 2 { // the product of the first page, and the error
		t.Errorf("yielded %d times", n)
	}
}

// TestEditorsOfTheBareClient checks that a gen client, which has no credential of its own, takes the editors too.
func TestEditorsOfTheBareClient(t *testing.T) {
	httpClient, sent := keeping(replies(linkAnswer))
	client, err := gen.NewClient(benchBase, gen.WithHTTPClient(httpClient), gen.WithRequestEditorFn(stash.HMACEditor(fakeShop, fakeSecret)))
	if err != nil {
		t.Fatal(err)
	}
	var response stash.Response
	if _, err := client.GenerateQuickPayURL(t.Context(), named(), stash.WithExtra("a", 1), stash.WithResponse(&response)); err != nil || response.Status != 200 {
		t.Fatalf("%v, %+v", err, response)
	}
	if got := (*sent)[0]; carriedBy(got.header, []byte(got.body)) != "HMAC" || !strings.HasSuffix(got.body, `,"a":1}`) {
		t.Errorf("sent %s by %q", got.body, carriedBy(got.header, []byte(got.body)))
	}
}
