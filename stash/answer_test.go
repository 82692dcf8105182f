package stash_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// TestOddAnswers checks that every response ends in an *Error with its status, unless it is a success that the document
// describes.
func TestOddAnswers(t *testing.T) {
	const html = "<html><body>Bad gateway</body></html>"
	tests := []struct {
		name     string
		handle   http.HandlerFunc
		status   int
		code     stash.Code
		sentinel error
		message  string
		text     string // part of Error()
	}{
		{"HTML 502", answer(502, "text/html", html), 502, 0, stash.ErrUnavailable, "", "HTTP 502 Bad Gateway"},
		{"HTML called JSON", answer(502, "application/json", html), 502, 0, stash.ErrUnavailable, "", "HTTP 502"},
		{"empty 500", answer(500, "", ""), 500, 0, stash.ErrInternal, "", "HTTP 500 Internal Server Error"},
		{"status body", answer(400, "application/json", `{"code":3,"message":"item.id: is missing","details":[{"@type":"x"}]}`), 400, 3, stash.ErrInvalidArgument, "item.id: is missing", "HTTP 400 INVALID_ARGUMENT: item.id: is missing"},
		{"code as string", answer(404, "application/json", `{"code":"5","message":"gone"}`), 404, 5, stash.ErrNotFound, "gone", "NOT_FOUND: gone"},
		{"wrong types", answer(409, "application/json", `{"code":{},"message":["no"],"details":"none"}`), 409, 0, stash.ErrConflict, "", "HTTP 409 Conflict"},
		{"JSON list", answer(403, "application/json", `[1,2]`), 403, 0, stash.ErrPermissionDenied, "", "HTTP 403"},
		{"truncated error", answer(429, "application/json", `{"code":8,"mess`), 429, 8, stash.ErrRateLimited, "", "HTTP 429 RESOURCE_EXHAUSTED"},
		{"teapot by code", answer(418, "application/json", `{"code":14,"message":"later"}`), 418, 14, stash.ErrUnavailable, "later", "UNAVAILABLE: later"},
		{"unknown code", answer(400, "application/json", `{"code":99,"message":"odd"}`), 400, 99, stash.ErrInvalidArgument, "odd", "CODE_99"},
		{"501", answer(501, "application/json", `{"code":12,"message":"no"}`), 501, 12, stash.ErrInternal, "no", "UNIMPLEMENTED"},
		{"line breaks in message", answer(400, "application/json", `{"code":3,"message":"a\nb\u001b[31m"}`), 400, 3, stash.ErrInvalidArgument, "a\nb\x1b[31m", "a b [31m"},
		{"text that runs backwards", answer(400, "application/json", `{"code":3,"message":"a\u202eb\u2028c"}`), 400, 3, stash.ErrInvalidArgument, "a\u202eb\u2028c", "a b c"},
		{"truncated JSON 200", answer(200, "application/json", `{"url":"https://ch`), 200, 0, nil, "", "HTTP 200) could not be decoded"},
		{"HTML 200", answer(200, "text/html; charset=utf-8", html), 200, 0, nil, "", "not JSON"},
		{"empty 200", answer(200, "application/json", ""), 200, 0, nil, "", "body is empty"},
		{"204", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 204, 0, nil, "", "body is empty"},
		{"null 200", answer(200, "application/json", "null"), 200, 0, nil, "", "not a JSON object"},
		{"list 200", answer(200, "application/json", "[]"), 200, 0, nil, "", "not a JSON object"},
		{"empty object 200", answer(200, "application/json", `{}`), 200, 0, nil, "", "it has no url, which every successful response"},
		{"link without an id", answer(200, "application/json", `{"url":"https://pay.example.com/1"}`), 200, 0, nil, "", "it has no id"},
		{"error as a success", answer(200, "application/json", `{"code":14,"message":"down"}`), 200, 0, nil, "", "it has no url"},
		{"wrong type 200", answer(200, "application/json", `{"url":{"a":1}}`), 200, 0, nil, "", "cannot unmarshal"},
		{"text after JSON", answer(200, "application/json", `{"url":"x"} trailing`), 200, 0, nil, "", "after top-level value"},
		{"torn 200", torn(200, `{"url":"https://ch`), 200, 0, nil, "", "unexpected EOF"},
		{"torn 503", torn(503, `{"code":14,`), 503, 14, stash.ErrUnavailable, "", "HTTP 503"},
		{"522, which has no name", answer(522, "text/html", html), 522, 0, stash.ErrInternal, "", "with HTTP 522."},
		{"304", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }, 304, 0, nil, "", "The SDK keeps no earlier response"},
		{"300", answer(300, "", ""), 300, 0, nil, "", "Redirects are not followed"},
		{"error in an object", answer(400, "application/json", `{"error":{"code":3,"message":"no item","details":[{"@type":"x"}]}}`), 400, 3, stash.ErrInvalidArgument, "no item", "INVALID_ARGUMENT: no item"},
		{"HTTP code in it", answer(404, "application/json", `{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}`), 404, 5, stash.ErrNotFound, "gone", "NOT_FOUND: gone"},
		{"HTTP code without a name", answer(404, "application/json", `{"error":{"code":404,"message":"gone"}}`), 404, 0, stash.ErrNotFound, "gone", "404 Not Found: gone"},
		{"error as a text", answer(403, "application/json", `{"error":"no access"}`), 403, 0, stash.ErrPermissionDenied, "no access", "403 Forbidden: no access"},
		{"message beside error", answer(400, "application/json", `{"error":"x","code":3,"message":"no item"}`), 400, 3, stash.ErrInvalidArgument, "no item", "INVALID_ARGUMENT: no item"},
		{"code as name", answer(404, "application/json", `{"code":"NOT_FOUND","message":"gone"}`), 404, 5, stash.ErrNotFound, "gone", "NOT_FOUND: gone"},
		{"error behind a BOM", answer(400, "application/json", "\ufeff"+`{"code":3,"message":"no item"}`), 400, 3, stash.ErrInvalidArgument, "no item", "INVALID_ARGUMENT: no item"},
		{"error of 100 KB", answer(400, "application/json", `{"code":3,"message":"no item","details":["`+strings.Repeat("x", 100_000)+`"]}`), 400, 3, stash.ErrInvalidArgument, "no item", "INVALID_ARGUMENT: no item"},
		{"UTF-16 200", answer(200, "application/json", "\xff\xfe{\x00}\x00"), 200, 0, nil, "", "UTF-16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.handle)
			got, err := srv.client(t).GenerateQuickPayURL(t.Context(), checkout())
			var e *stash.Error
			if got != nil || !errors.As(err, &e) {
				t.Fatalf("got %v and error %v, want an *Error", got, err)
			}
			if e.HTTPStatus != tt.status || e.Code != tt.code || e.Message != tt.message || e.Attempts != 1 {
				t.Errorf("status %d, code %v, message %q, attempts %d", e.HTTPStatus, e.Code, e.Message, e.Attempts)
			}
			if e.Operation != "GenerateQuickPayUrl" || e.Method != "POST" || e.Path != "/sdk/server/checkout_links/generate_quick_pay_url" {
				t.Errorf("names %s %s %s", e.Operation, e.Method, e.Path)
			}
			for _, sentinel := range []error{stash.ErrInvalidArgument, stash.ErrUnauthenticated, stash.ErrPermissionDenied, stash.ErrNotFound, stash.ErrConflict, stash.ErrRateLimited, stash.ErrUnavailable, stash.ErrInternal} {
				if errors.Is(err, sentinel) != (sentinel == tt.sentinel) {
					t.Errorf("errors.Is(err, %v) is %v", sentinel, errors.Is(err, sentinel))
				}
			}
			if !strings.Contains(err.Error(), tt.text) || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("text is %q, want %q in it", err, tt.text)
			}
		})
	}
}

// TestCompressedAnswer checks that the error names the encoding of a response that net/http has not decompressed.
func TestCompressedAnswer(t *testing.T) {
	for _, encoding := range []string{"gzip", "br"} {
		for status, want := range map[int]error{200: nil, 503: stash.ErrUnavailable} {
			srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Encoding", encoding)
				w.WriteHeader(status)
				_, _ = w.Write([]byte("\x1f\x8b\x08\x00"))
			})
			_, err := srv.client(t).GenerateQuickPayURL(t.Context(), checkout(), func(_ context.Context, r *http.Request) error {
				r.Header.Set("Accept-Encoding", encoding)
				return nil
			})
			if err == nil || want != nil && !errors.Is(err, want) || !strings.Contains(err.Error(), "it is compressed ("+encoding+")") {
				t.Errorf("HTTP %d: %v", status, err)
			}
		}
	}
}

// TestByteOrderMark checks that a response is read behind a byte order mark.
func TestByteOrderMark(t *testing.T) {
	srv := serve(t, answer(200, "application/json", "\ufeff"+linkAnswer))
	if link, err := srv.client(t).GenerateQuickPayURL(t.Context(), checkout()); err != nil || link.URL == "" {
		t.Errorf("%+v, %v", link, err)
	}
}

// TestNoStatus checks the error of a RoundTripper that returns a response without a status.
func TestNoStatus(t *testing.T) {
	httpClient, _ := script(func(*http.Request) (*http.Response, error) { return &http.Response{}, nil })
	err := get(t.Context(), benchClient(t, httpClient, stash.APIKey(fakeKey)))
	if err == nil || strings.Contains(err.Error(), "switch protocols") || !strings.Contains(err.Error(), "without a status") {
		t.Error(err)
	}
}

// TestErrorMadeByATest checks that an Error built by a test matches the sentinel of its status.
func TestErrorMadeByATest(t *testing.T) {
	for status, want := range map[int]error{404: stash.ErrNotFound, 401: stash.ErrUnauthenticated, 429: stash.ErrRateLimited, 503: stash.ErrUnavailable} {
		err := error(&stash.Error{Operation: "GetLoyalty", HTTPStatus: status})
		if text := "stash: GetLoyalty failed with HTTP " + strconv.Itoa(status) + " " + http.StatusText(status); !errors.Is(err, want) || err.Error() != text {
			t.Errorf("%q does not match %v", err, want)
		}
	}
	if err := error(&stash.Error{Operation: "GetLoyalty", Code: stash.CodeInvalidArgument, Message: "no"}); !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "was not sent: no") {
		t.Error(err)
	}
}

// torn sends a shorter body than its Content-Length.
func torn(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)+100))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestSuccesses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		handle http.HandlerFunc
	}{
		{"200", answer(200, "application/json", `{"url":"https://u","id":"1"}`)},
		{"201", answer(201, "application/json", `{"url":"https://u","id":"1"}`)},
		{"299", answer(299, "application/json", `{"url":"https://u","id":"1"}`)},
		{"charset", answer(200, "application/json;charset=UTF-8", `{"url":"https://u","id":"1"}`)},
		{"suffix", answer(200, "application/grpc-gateway+json", `{"url":"https://u","id":"1"}`)},
		{"no content type", answer(200, "", `{"url":"https://u","id":"1"}`)},
		{"unknown field", answer(200, "application/json", `{"url":"https://u","id":"1","new_field":{"a":[1]}}`)},
		{"white space", answer(200, "application/json", " {\"url\":\"https://u\",\n\"id\":\"1\"}\n")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.handle)
			got, err := srv.client(t).GenerateQuickPayURL(t.Context(), checkout())
			if err != nil || got.URL != "https://u" || got.ID != "1" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// TestHugeBody checks that a long body is neither read completely nor waited for.
func TestHugeBody(t *testing.T) {
	const size = 64 << 20
	for _, tt := range []struct {
		status  int
		chunked bool
		limit   int64
	}{{200, false, 0}, {200, true, 0}, {500, false, 0}, {500, true, 0}, {200, true, 1000}} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if !tt.chunked {
					w.Header().Set("Content-Length", strconv.Itoa(size))
				}
				w.WriteHeader(tt.status)
				block := []byte(strings.Repeat(" ", 64<<10))
				for range size / len(block) {
					if _, err := w.Write(block); err != nil {
						return
					}
				}
			})
			var opts []stash.Option
			if tt.limit > 0 {
				opts = append(opts, stash.WithMaxResponseBytes(tt.limit))
			}
			client := srv.client(t, opts...)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := client.GetPaymentEvent(t.Context(), "1")
			runtime.ReadMemStats(&after)
			var e *stash.Error
			if !errors.As(err, &e) || e.HTTPStatus != tt.status {
				t.Fatalf("got %v", err)
			}
			if len(e.Body) > 64<<10 {
				t.Errorf("the error keeps %d bytes", len(e.Body))
			}
			if tt.status == 200 && !strings.Contains(err.Error(), "limit") {
				t.Errorf("error is %q", err)
			}
			// A buffer that grows to the whole body allocates more than twice its size. The server runs in this process
			// too, but allocates little.
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 96<<20 {
				t.Errorf("allocated %d MiB", grown>>20)
			}
		})
	}
}

// TestConnectionsAreReused checks that bodies are drained and closed, of successes and failures alike.
func TestConnectionsAreReused(t *testing.T) {
	n := 0
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		status := []int{200, 404, 500, 204}[n%4]
		answer(status, "application/json", `{"code":5,"message":"`+strings.Repeat("long ", 2000)+`"}`)(w, r)
	})
	client := srv.client(t)
	for range 20 {
		_, _ = client.GetPaymentEvent(t.Context(), "1")
	}
	remotes := map[string]bool{}
	for _, r := range srv.requests() {
		remotes[r.RemoteAddr] = true
	}
	if len(remotes) != 1 {
		t.Errorf("20 calls in a row used %d connections", len(remotes))
	}
}
