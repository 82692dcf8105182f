package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// TestHeadersComeFirst checks that a request without a good header is refused before its body is read.
func TestHeadersComeFirst(t *testing.T) {
	for name, header := range map[string]http.Header{
		"none": nil, "malformed": plain("?"), "short": plain("AAAA"), "twice": {"Stash-Hmac-Signature": {shortSum, shortSum}},
		"stale": versioned(versionedHeader), "cut off": versioned("v1;a;1"), "unknown version": versioned("v2;a;1;" + shortSum),
	} {
		r := delivery(sampleBody)
		r.Header, r.Body = header, io.NopCloser(unread{t})
		h := newHandler(t, func(context.Context, *webhook.Event) error { t.Error("received"); return nil }, webhook.WithLogger(slog.New(slog.DiscardHandler)))
		if w := serve(h, r); w.Code != 401 {
			t.Errorf("%s: HTTP %d", name, w.Code)
		}
	}
}

// TestRefusalIsCheap checks what a wrong signature of a body of 1 MiB costs: about the hash that it is compared with.
func TestRefusalIsCheap(t *testing.T) {
	body := []byte(`{"type":"` + strings.Repeat("x", 1<<20-100) + `"}`)
	secrets := []string{shortSecret + "\n", base64Secret, longSecret, "fake-a", "fake-b", "fake-c"}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	const rounds = 20
	for range rounds {
		if err := webhook.Verify(body, plain(longSum), secrets...); !errors.Is(err, webhook.ErrMismatch) {
			t.Fatal(err)
		}
	}
	took := time.Since(began) / rounds
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / rounds; each > 64<<10 {
		t.Errorf("a refusal allocates %d bytes", each)
	}
	t.Logf("a refusal with %d secrets: %v", len(secrets), took)
}

// TestHints checks what the log says about deliveries that something has changed on the way.
func TestHints(t *testing.T) {
	for name, tt := range map[string]struct {
		body   string
		header http.Header // besides the signature, which is of the body
		says   string
	}{
		"byte order mark":  {"\uFEFF" + sampleBody, nil, "byte order mark"},
		"gzip":             {"\x1f\x8b\x08\x00", nil, "compressed with gzip"},
		"content encoding": {sampleBody, http.Header{"Content-Encoding": {"gzip"}, "Stash-Hmac-Signature": {longSum}}, "Content-Encoding"},
		"joined":           {sampleBody, http.Header{"Stash-Hmac-Signature": {shortSum + ", " + shortSum}}, "joined two headers"},
		"seconds":          {sampleBody, http.Header{"X-Stash-Hmac-Signature": {"v1;a;1760000000;" + shortSum}}, "in seconds instead of milliseconds"},
		"stale":            {sampleBody, http.Header{"X-Stash-Hmac-Signature": {versionedHeader}}, "old, and good for 5m0s"},
	} {
		var logged bytes.Buffer
		h := newHandler(t, func(context.Context, *webhook.Event) error { t.Error("received"); return nil }, webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))),
			webhook.WithClock(func() time.Time { return time.UnixMilli(versionedMillis).Add(time.Hour) }))
		r := delivery(tt.body)
		for name, values := range tt.header {
			r.Header[name] = values
		}
		if w := serve(h, r); w.Code == 200 || !strings.Contains(logged.String(), tt.says) {
			t.Errorf("%s: HTTP %d, logged %s", name, w.Code, logged.String())
		}
	}
}

// TestLogShowsNoSecret logs a panic whose text has the secret in it.
func TestLogShowsNoSecret(t *testing.T) {
	var logged bytes.Buffer
	h := newHandler(t, func(context.Context, *webhook.Event) error { panic("a bug that knows " + shortSecret) }, webhook.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))))
	if w := serve(h, delivery(sampleBody)); w.Code != 500 || strings.Contains(logged.String(), shortSecret) || !strings.Contains(logged.String(), "a bug that knows [redacted]") {
		t.Errorf("HTTP %d, logged %s", w.Code, logged.String())
	}
}

// TestKeysDoNotCollide checks ids that a hostile or broken sender could make look alike.
func TestKeysDoNotCollide(t *testing.T) {
	long := strings.Repeat("x", 200)
	digest := strings.TrimPrefix(parse(t, `{"type":"PURCHASE_SUCCEEDED","data":{"orderId":"`+long+`"}}`).Key, "PURCHASE_SUCCEEDED:")
	seen := map[string]string{}
	for _, id := range []string{`"` + long + `"`, `"` + digest + `"`, `"\ud800"`, `"\ud801"`, "\"\xff\"", "\"\xfe\"", `"�"`, `"5"`} {
		body := `{"type":"PURCHASE_SUCCEEDED","data":{"orderId":` + id + `}}`
		key := parse(t, body).Key
		if other, ok := seen[key]; ok {
			t.Errorf("%.40q and %.40q have the key %s", id, other, key)
		}
		seen[key] = id
	}
	for _, same := range []string{`5`, `5.0`, `5e0`, `50e-1`} {
		if key := parse(t, `{"type":"PURCHASE_SUCCEEDED","data":{"orderId":`+same+`}}`).Key; key != "PURCHASE_SUCCEEDED:5" {
			t.Errorf("the order %s has the key %s", same, key)
		}
	}
}
