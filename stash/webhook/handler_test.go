package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// delivery makes a request like Stash's.
func delivery(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header = webhook.Sign([]byte(body), shortSecret)
	r.Header.Set("Content-Type", "application/json")
	return r
}

func newHandler(t *testing.T, receive webhook.Receiver, opts ...webhook.Option) *webhook.Handler {
	t.Helper()
	h, err := webhook.NewHandler([]string{shortSecret}, receive, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestHandlerStatuses checks every answer of the handler, its log line, and whether the receiver was called.
func TestHandlerStatuses(t *testing.T) {
	with := func(change func(r *http.Request)) *http.Request {
		r := delivery(sampleBody)
		change(r)
		return r
	}
	for _, tt := range []struct {
		name     string
		r        *http.Request
		receive  webhook.Receiver
		opts     []webhook.Option
		status   int
		received bool
		logs     string
	}{
		{"success", delivery(sampleBody), nothing, nil, 200, true, "key=PURCHASE_SUCCEEDED:8ZVBabLrnCMm9zPdu9QpfCWzNaA"},
		{"unknown type", delivery(`{"type":"NEW"}`), webhook.On(func(context.Context, *webhook.PurchaseSucceeded) error { return errors.New("no") }), nil, 200, true, "type=NEW"},
		{"signature missing", with(func(r *http.Request) { r.Header.Del("Stash-Hmac-Signature") }), nothing, nil, 401, false, "no signature header"},
		{"signature wrong", with(func(r *http.Request) { r.Header.Set("Stash-Hmac-Signature", longSum) }), nothing, nil, 401, false, "beside this webhook"},
		{"signature no base64", with(func(r *http.Request) { r.Header.Set("Stash-Hmac-Signature", "?") }), nothing, nil, 401, false, "not base64"},
		{"no JSON", delivery(`{"type":`), nothing, nil, 400, false, "body cannot be read"},
		{"no type", delivery(`{}`), nothing, nil, 400, false, "no event type"},
		{"no payload", delivery(`{"type":"PURCHASE_SUCCEEDED"}`), nothing, nil, 400, false, "payload"},
		{"empty body", delivery(""), nothing, nil, 400, false, "middleware"},
		{"no body", with(func(r *http.Request) { r.Body, r.ContentLength = nil, 0 }), nothing, nil, 400, false, "middleware"},
		{"GET", httptest.NewRequest("GET", "/", nil), nothing, nil, 405, false, "method"},
		{"PUT", with(func(r *http.Request) { r.Method = "PUT" }), nothing, nil, 405, false, "method"},
		{"too long", delivery(`{"type":"` + strings.Repeat("x", 1<<20) + `"}`), nothing, nil, 413, false, "1048576"},
		{"too long, length unknown", with(func(r *http.Request) { r.ContentLength = -1 }), nothing, []webhook.Option{webhook.WithMaxBytes(100)}, 413, false, "100 bytes"},
		{"just short enough", delivery(sampleBody), nothing, []webhook.Option{webhook.WithMaxBytes(int64(len(sampleBody)))}, 200, true, ""},
		{"body breaks off", with(func(r *http.Request) { r.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), failing{})) }), nothing, nil, 400, false, "was cut off"},
		{"receive fails", delivery(sampleBody), func(context.Context, *webhook.Event) error { return errors.New("database is down") }, nil, 500, true, "database is down"},
		{"receive panics", delivery(sampleBody), func(context.Context, *webhook.Event) error { panic("oh") }, nil, 500, true, "panicked: oh"},
		{"receive panics with nil", delivery(sampleBody), func(context.Context, *webhook.Event) error { panic(nil) }, nil, 500, true, "panicked"},
		{"store panics", delivery(sampleBody), nothing, []webhook.Option{webhook.WithStore(panicking{})}, 500, false, "WithKey panicked: driver"},
		{"key panics", delivery(`{"type":"VIEW_ITEM","viewItem":{}}`), nothing, []webhook.Option{webhook.WithStore(&webhook.MemoryStore{}),
			webhook.WithKey(func(*webhook.Event) string { panic("no date") })}, 500, false, "WithKey panicked: no date"},
		{"deadline over", delivery(sampleBody), func(ctx context.Context, _ *webhook.Event) error { <-ctx.Done(); return ctx.Err() }, []webhook.Option{webhook.WithTimeout(time.Nanosecond)}, 503, true, "deadline exceeded"},
		{"sender hung up", with(func(r *http.Request) {
			ctx, cancel := context.WithCancel(r.Context())
			cancel()
			*r = *r.WithContext(ctx)
		}), func(ctx context.Context, _ *webhook.Event) error { return ctx.Err() }, nil, 200, true, ""},
		{"receive ends its goroutine", delivery(sampleBody), func(context.Context, *webhook.Event) error { runtime.Goexit(); return nil }, nil, 500, true, "ended its goroutine"},
		{"done in spite of the deadline", delivery(sampleBody), func(ctx context.Context, _ *webhook.Event) error { <-ctx.Done(); return nil }, []webhook.Option{webhook.WithTimeout(time.Nanosecond)}, 200, true, ""},
		{"other environment", delivery(sampleBody), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction)}, 403, false, "wrong environment in Stash Studio"},
		{"this environment", delivery(sampleBody), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentTest)}, 200, true, ""},
		{"no environment", delivery(`{"type":"subscription.created","data":{"id":"s"}}`), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction)}, 200, true, ""},
		{"other shop in the body", delivery(`{"type":"VIEW_ITEM","shopId":"a","viewItem":{}}`), nothing, []webhook.Option{webhook.WithShopID("b")}, 403, false, "shop"},
		{"other environment, named oddly", delivery(`{"type":"VIEW_ITEM","environment":["gem_pack"],"viewItem":{}}`), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentTest)}, 403, false, "wrong environment in Stash Studio"},
		{"other environment by number", delivery(`{"type":"VIEW_ITEM","environment":1,"viewItem":{}}`), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction)}, 403, false, "test"},
		{"this environment by number", delivery(`{"type":"VIEW_ITEM","environment":2,"viewItem":{}}`), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction)}, 200, true, ""},
		{"environment unspecified", delivery(`{"type":"VIEW_ITEM","environment":0,"viewItem":{}}`), nothing, []webhook.Option{webhook.WithEnvironment(webhook.EnvironmentProduction)}, 200, true, ""},
		{"other shop, named oddly", delivery(`{"type":"VIEW_ITEM","shopId":{"gem_pack":1},"viewItem":{}}`), nothing, []webhook.Option{webhook.WithShopID("b")}, 403, false, "shop"},
		{"type that is no name", delivery(`{"type":"gem_pack of robin"}`), nothing, nil, 200, true, "[not a name]"},
		{"retry", with(func(r *http.Request) { r.Header.Set("stash-retry-count", "3") }), nothing, nil, 200, true, "retry=3"},
		{"retry beyond a number", with(func(r *http.Request) { r.Header.Set("stash-retry-count", "99999999999999999999") }), nothing, nil, 200, true, "retry=0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var logged bytes.Buffer
			received := false
			opts := append([]webhook.Option{webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil)))}, tt.opts...)
			h := newHandler(t, func(ctx context.Context, e *webhook.Event) error {
				received = true
				if webhook.EventFrom(ctx) != e {
					t.Error("the context does not have the event")
				}
				return tt.receive(ctx, e)
			}, opts...)
			w := serve(h, tt.r)
			if w.Code != tt.status || received != tt.received {
				t.Errorf("HTTP %d, received: %v; want %d, %v", w.Code, received, tt.status, tt.received)
			}
			if (w.Body.String() == "{}") != (tt.status == 200) || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("the answer is %s, %v", w.Body, w.Header())
			}
			if tt.status == 405 && w.Header().Get("Allow") != "POST" {
				t.Error("405 without Allow")
			}
			if !strings.Contains(logged.String(), tt.logs) {
				t.Errorf("logged %s, want %q", logged.String(), tt.logs)
			}
			for _, hidden := range []string{shortSecret, shortSum, "gem_pack", "database"} {
				if strings.Contains(w.Body.String(), hidden) || hidden != "database" && strings.Contains(logged.String(), hidden) {
					t.Errorf("%q is shown: %s %s", hidden, w.Body, logged.String())
				}
			}
		})
	}
}

type panicking struct{}

func (panicking) Once(context.Context, string, func(context.Context) error) error {
	panic("driver has no such query")
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestNewHandlerRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		secret  string
		receive webhook.Receiver
		opt     webhook.Option
		says    string
	}{
		"empty secret":      {"", nothing, nil, "empty"},
		"secret with tab":   {"fake\tsecret", nothing, nil, "white space at byte 5"},
		"no receiver":       {shortSecret, nil, nil, "webhook.On"},
		"nil in On":         {shortSecret, webhook.On[webhook.PurchaseSucceeded](nil), nil, "On or All"},
		"nil in All":        {shortSecret, webhook.All(nothing, nil), nil, "On or All"},
		"nil in sqlstore":   {shortSecret, sqlstore.On[webhook.PurchaseSucceeded](nil), nil, "On or All"},
		"nil for any type":  {shortSecret, sqlstore.Receive(nil), nil, "On or All"},
		"no store":          {shortSecret, nothing, webhook.WithStore(nil), "WithStore"},
		"nil memory":        {shortSecret, nothing, webhook.WithStore((*webhook.MemoryStore)(nil)), "nil *webhook.MemoryStore"},
		"nil database":      {shortSecret, nothing, webhook.WithStore((*sqlstore.Store)(nil)), "nil *sqlstore.Store"},
		"no unreadable":     {shortSecret, nothing, webhook.WithUnreadable(nil), "WithUnreadable"},
		"no key":            {shortSecret, nothing, webhook.WithKey(nil), "WithKey"},
		"no logger":         {shortSecret, nothing, webhook.WithLogger(nil), "WithLogger"},
		"no bytes":          {shortSecret, nothing, webhook.WithMaxBytes(0), "WithMaxBytes"},
		"no time":           {shortSecret, nothing, webhook.WithTimeout(0), "WithTimeout"},
		"odd environment":   {shortSecret, nothing, webhook.WithEnvironment("prod"), "WithEnvironment"},
		"verifier's option": {shortSecret, nothing, webhook.WithWindow(-1), "WithWindow"},
	} {
		t.Run(name, func(t *testing.T) {
			opts := []webhook.Option{}
			if tt.opt != nil {
				opts = append(opts, tt.opt)
			}
			h, err := webhook.NewHandler([]string{tt.secret}, tt.receive, opts...)
			if err == nil || h != nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "fake") {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
	if _, err := webhook.NewHandler([]string{shortSecret}, nothing, nil); err == nil || !strings.Contains(err.Error(), "option 1 of 1 is nil") {
		t.Errorf("a nil option: %v", err)
	}
	if _, err := webhook.NewHandler(nil, nothing); !errors.Is(err, webhook.ErrNoSecret) {
		t.Errorf("no secrets: %v", err)
	}
}

func TestReceivers(t *testing.T) {
	var calls []string
	receive := webhook.All(
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			calls = append(calls, p.OrderID)
			return nil
		}),
		webhook.On(func(_ context.Context, u *webhook.Unknown) error {
			calls = append(calls, string(u.Raw))
			return errors.New("no")
		}),
		func(_ context.Context, e *webhook.Event) error { calls = append(calls, string(e.Type)); return nil },
	)
	for _, body := range []string{sampleBody, `{"type":"NEW"}`, `{"type":"VIEW_ITEM","viewItem":{}}`} {
		_ = receive(t.Context(), parse(t, body))
	}
	if got := strings.Join(calls, " "); got != `8ZVBabLrnCMm9zPdu9QpfCWzNaA PURCHASE_SUCCEEDED {"type":"NEW"} VIEW_ITEM` {
		t.Errorf("received %s", got)
	}
	if webhook.EventFrom(t.Context()) != nil {
		t.Error("an event from nowhere")
	}
}

// TestStoreRunsOnce checks a store with duplicates, failures, and events that only look like duplicates.
func TestStoreRunsOnce(t *testing.T) {
	const view = `{"type":"VIEW_ITEM","viewItem":{"itemId":"a"}}`
	runs := map[webhook.EventType]int{}
	fail := true
	receive := func(_ context.Context, e *webhook.Event) error {
		runs[e.Type]++
		if fail {
			fail = false
			return errors.New("not yet")
		}
		return nil
	}
	h := newHandler(t, receive, webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	for i, want := range []int{500, 200, 200, 200} {
		if w := serve(h, delivery(sampleBody)); w.Code != want {
			t.Errorf("delivery %d: HTTP %d, want %d", i, w.Code, want)
		}
		serve(h, delivery(view))
		serve(h, delivery(`{"type":"NEW","data":1}`))
	}
	if runs["PURCHASE_SUCCEEDED"] != 2 || runs["VIEW_ITEM"] != 4 || runs["NEW"] != 1 {
		t.Errorf("runs are %v; want the purchase after its failure once, each view, and the unknown event once", runs)
	}
	h = newHandler(t, receive, webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithKey(func(e *webhook.Event) string { return e.Key + "2026-11-23" }))
	serve(h, delivery(view))
	serve(h, delivery(view))
	if runs["VIEW_ITEM"] != 5 {
		t.Errorf("with a key of its own a view ran %d times more", runs["VIEW_ITEM"]-4)
	}
}

// TestPurchaseAcrossMidnightIsReceivedOnce checks that a key with the date in it, as in WithKey's comment, is used only for
// events that repeat.
func TestPurchaseAcrossMidnightIsReceivedOnce(t *testing.T) {
	today, runs := "2026-11-23", map[webhook.EventType]int{}
	h := newHandler(t, func(_ context.Context, e *webhook.Event) error { runs[e.Type]++; return nil },
		webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithKey(func(e *webhook.Event) string { return e.Key + today }))
	for _, today = range []string{"2026-11-23", "2026-11-23", "2026-11-24", "2026-11-24"} {
		serve(h, delivery(sampleBody))
		serve(h, delivery(`{"type":"FREE_ITEM_REDEEMED","freeItemRedeemed":{"userId":"u","itemId":"daily"}}`))
		serve(h, delivery(`{"type":"NEW","data":1}`))
	}
	if runs["PURCHASE_SUCCEEDED"] != 1 || runs["NEW"] != 1 || runs["FREE_ITEM_REDEEMED"] != 2 {
		t.Errorf("runs are %v; want the purchase and the unknown event once, and the free item once a day", runs)
	}
}

// TestUnreadablePayloads checks that they are refused with a log line that names the field and shows no value. With
// WithUnreadable they are received like other events: checked, once, and answered by the receiver's result.
func TestUnreadablePayloads(t *testing.T) {
	for _, tt := range unreadable {
		var logged bytes.Buffer
		received, result := 0, errors.New("not yet")
		opts := []webhook.Option{
			webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))), webhook.WithStore(&webhook.MemoryStore{}),
			webhook.WithEnvironment(webhook.EnvironmentTest), webhook.WithShopID("s"),
		}
		main := func(context.Context, *webhook.Event) error { t.Error("received as if it could be read"); return nil }
		take := webhook.WithUnreadable(webhook.On(func(ctx context.Context, u *webhook.Unknown) error {
			if received++; u.Err == nil || webhook.EventFrom(ctx).Payload != u {
				t.Errorf("received %+v of %+v", u, webhook.EventFrom(ctx))
			}
			return result
		}))
		status := func(h http.Handler, environment, shop string) int {
			return serve(h, delivery(`{"environment":"`+environment+`","shopId":"`+shop+`",`+tt.body[1:])).Code
		}
		refusing, receiving := newHandler(t, main, opts...), newHandler(t, main, append(opts, take)...)
		if got := status(refusing, "test", "s"); got != 400 {
			t.Errorf("%s: HTTP %d without the option", tt.body, got)
		}
		says, _, _ := strings.Cut(tt.says, `"`) // which the log escapes
		if text := logged.String(); !strings.Contains(text, says) || strings.Contains(text, "robin") || strings.Contains(text, "99999999999") {
			t.Errorf("%s: logged %s", tt.body, text)
		}
		if a, b := status(receiving, "production", "s"), status(receiving, "test", "other"); a != 403 || b != 403 || received != 0 {
			t.Errorf("%s: HTTP %d in another environment, %d for another shop, received %d times", tt.body, a, b, received)
		}
		if got := status(receiving, "test", "s"); got != 500 || received != 1 {
			t.Errorf("%s: HTTP %d after an error, received %d times", tt.body, got, received)
		}
		result = nil
		if a, b := status(receiving, "test", "s"), status(receiving, "test", "s"); a != 200 || b != 200 || received != 2 {
			t.Errorf("%s: HTTP %d and %d, received %d times in all", tt.body, a, b, received)
		}
	}
	h := newHandler(t, webhook.All(), webhook.WithUnreadable(func(context.Context, *webhook.Event) error { panic("oh") }), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	if got := serve(h, delivery(unreadable[0].body)).Code; got != 500 {
		t.Errorf("HTTP %d after a panic", got)
	}
}

func TestZeroMemoryStoreRemembers(t *testing.T) {
	runs := 0
	h := newHandler(t, func(context.Context, *webhook.Event) error { runs++; return nil }, webhook.WithStore(&webhook.MemoryStore{}))
	for range 3 {
		if w := serve(h, delivery(sampleBody)); w.Code != http.StatusOK {
			t.Errorf("HTTP %d", w.Code)
		}
	}
	if runs != 1 {
		t.Errorf("received %d times", runs)
	}
}

func TestMemoryStoreForgetsTheOldest(t *testing.T) {
	store, runs := webhook.NewMemoryStore(2), 0
	run := func(key string) {
		if err := store.Once(t.Context(), key, func(context.Context) error { runs++; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		key  string
		runs int
	}{{"a", 1}, {"b", 2}, {"a", 2}, {"c", 3}, {"b", 3}, {"a", 4}, {"c", 4}, {"b", 5}} {
		if run(tt.key); runs != tt.runs {
			t.Errorf("after %s: %d runs, want %d", tt.key, runs, tt.runs)
		}
	}
}

// TestMemoryStoreAtTheSameMoment checks that one of several copies runs, that the next one runs if it fails, and that a
// copy waits no longer than its context lasts.
func TestMemoryStoreAtTheSameMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, runs := webhook.NewMemoryStore(10), 0
		do := func(context.Context) error {
			runs++
			time.Sleep(time.Minute)
			if runs == 1 {
				return errors.New("the first one fails")
			}
			return nil
		}
		results := make(chan error, 10)
		for range 9 {
			go func() { results <- store.Once(t.Context(), "k", do) }()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := store.Once(ctx, "k", do); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a copy that could not wait: %v", err)
		}
		failed := 0
		for range 9 {
			if err := <-results; err != nil {
				failed++
			}
		}
		if runs != 2 || failed != 1 {
			t.Errorf("%d runs and %d failures, want 2 and 1", runs, failed)
		}
		panicked := func() (p any) {
			defer func() { p = recover() }()
			_ = store.Once(t.Context(), "p", func(context.Context) error { panic("oh") })
			return nil
		}()
		if err := store.Once(t.Context(), "p", func(context.Context) error { return nil }); panicked == nil || err != nil {
			t.Errorf("after a panic the key is stuck: %v", err)
		}
	})
}
