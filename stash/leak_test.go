package stash_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"context"
	"github.com/stash-sdk/stash-go/stash"
	"regexp"
	"strconv"
	"time"
)

// TestKeyIsNeverShown provokes every kind of error and prints every exported value that has seen the key, in every
// way that Go prints, then looks for the key. The servers echo all they were sent, as a debugging proxy would.
func TestKeyIsNeverShown(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	show := func(values ...any) {
		for _, v := range values {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				fmt.Fprintf(&out, verb+"\n", v)
			}
			if data, err := json.Marshal(v); err == nil {
				out.Write(data)
			}
			logger.Info("shown", "value", v)
			if err, ok := v.(error); ok {
				fmt.Fprintln(&out, err.Error(), reflect.ValueOf(err).Elem())
			}
		}
	}
	echo := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			key := r.Header.Get("X-Stash-Api-Key")
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("X-Echo", key)
			w.Header().Set("X-Request-Id", "id-"+key)
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"code":16,"message":"bad key %s","details":[{"@type":"x","key":%q}]}`, key, key)
		}
	}
	credential := stash.APIKey(fakeKey)
	show(credential, &credential, []stash.Credential{credential}, map[string]stash.Credential{"c": credential}, struct{ c stash.Credential }{credential})
	show(stash.APIKeyEditor(fakeKey))
	for _, status := range []int{200, 301, 400, 401, 403, 404, 409, 429, 500, 502, 503} {
		srv := serve(t, echo(status))
		client := srv.client(t, stash.WithLogger(logger), stash.WithShopHandle("s"))
		_, err := client.GetPaymentEvent(t.Context(), "1")
		_, err2 := client.GenerateQuickPayURL(t.Context(), checkout())
		_, err3 := client.Call(t.Context(), "a/b", map[string]any{"x": 1})
		show(err, err2, err3, client, *client)
	}
	srv := serve(t, answer(200, "text/html", "x"))
	client := srv.client(t, stash.WithLogger(logger))
	srv.Close()
	_, err := client.GetPaymentEvent(t.Context(), "1")
	_, err2 := client.GetPaymentEvent(t.Context(), "")
	_, err3 := stash.New(stash.APIKey(fakeKey+"\n"), stash.WithEnvironment(stash.Test))
	_, err4 := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("https://"+fakeKey+"@example.com"))
	_, err5 := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("://"+fakeKey))
	show(err, err2, err3, err4, err5, stash.APIKey(fakeKey+"\n"))

	text := out.String()
	if len(text) < 10_000 || !strings.Contains(text, "[redacted]") || !strings.Contains(text, `"msg":"stash call"`) {
		t.Fatalf("the test shows too little: %d bytes", len(text))
	}
	for _, form := range []string{fakeKey, fmt.Sprintf("%x", fakeKey), fmt.Sprintf("%X", fakeKey), fmt.Sprint([]byte(fakeKey))} {
		if i := strings.Index(text, form); i >= 0 {
			t.Errorf("the key is shown: …%s…", text[max(0, i-200):i+len(form)])
		}
	}
}

// TestLogLine checks the attributes of a log line, and that it contains neither bodies nor the caller's ids. All attributes
// must be in the record itself, because many handlers ignore WithAttrs.
func TestLogLine(t *testing.T) {
	const notFound = `{"code":5,"message":"private words"}`
	for name, tt := range map[string]struct {
		status int
		body   string
		write  bool
		want   map[string]string
	}{
		"success":               {200, eventAnswer, false, map[string]string{"level": "INFO", "outcome": "ok", "status": "200", "request_id": "r-[redacted]"}},
		"a read finds nothing":  {404, notFound, false, map[string]string{"level": "INFO", "outcome": "NOT_FOUND", "status": "404", "request_id": "r-[redacted]"}},
		"404 of something else": {404, "<html>", false, map[string]string{"level": "WARN", "outcome": "Not Found", "status": "404", "request_id": "r-[redacted]"}},
		"404 of a write":        {404, notFound, true, map[string]string{"level": "WARN", "outcome": "NOT_FOUND", "operation": "GenerateQuickPayUrl", "method": "POST", "route": "/sdk/server/checkout_links/generate_quick_pay_url", "status": "404", "request_id": "r-[redacted]"}},
		"failure":               {500, notFound, false, map[string]string{"level": "WARN", "outcome": "NOT_FOUND", "status": "500", "request_id": "r-[redacted]"}},
		"refused":               {0, "", false, map[string]string{"level": "WARN", "outcome": "not_sent", "status": "0", "attempts": "0"}},
	} {
		line := &oneLine{attrs: map[string]string{}}
		client, _ := inMemory(t, []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", "r-"+fakeKey)
			answer(tt.status, "application/json", tt.body)(w, r)
		}}, stash.WithLogger(slog.New(line)), stash.WithRetries(0), stash.WithObserver(stash.Observer{
			Call: func(ctx context.Context, _ stash.CallInfo) (context.Context, func(stash.CallResult)) {
				return context.WithValue(ctx, mark("trace"), "1"), nil
			},
		}))
		switch {
		case tt.write:
			_, _ = client.GenerateQuickPayURL(t.Context(), benchRequest())
		case tt.status == 0:
			_, _ = client.GetPaymentEvent(t.Context(), "")
		default:
			_, _ = client.GetPaymentEvent(t.Context(), "private-id")
		}
		for key, otherwise := range map[string]string{
			"operation": "GetPaymentEvent", "method": "GET", "route": "/sdk/server/payment/{id}", "attempts": "1", "request_id": "", "trace": "1",
		} {
			if _, ok := tt.want[key]; !ok {
				tt.want[key] = otherwise
			}
		}
		for key, want := range tt.want {
			if line.attrs[key] != want {
				t.Errorf("%s: %s is %q, want %q", name, key, line.attrs[key], want)
			}
		}
		if all := fmt.Sprint(line.attrs); line.count != 1 || strings.Contains(all, "private") || line.attrs["duration"] == "" {
			t.Errorf("%s: %d lines, the last one %s", name, line.count, all)
		}
	}
}

// oneLine is a handler that ignores WithAttrs and keeps the last record.
type oneLine struct {
	count int
	attrs map[string]string
}

func (*oneLine) Enabled(context.Context, slog.Level) bool { return true }
func (l *oneLine) WithAttrs([]slog.Attr) slog.Handler     { return l }
func (l *oneLine) WithGroup(string) slog.Handler          { return l }
func (l *oneLine) Handle(ctx context.Context, r slog.Record) error {
	l.count++
	l.attrs["level"] = r.Level.String()
	l.attrs["trace"] = fmt.Sprint(ctx.Value(mark("trace")))
	r.Attrs(func(a slog.Attr) bool { l.attrs[a.Key] = a.Value.String(); return true })
	return nil
}

// TestSignatureIsNotShown checks that the secret part of an HMAC header is found also without the parts before it.
func TestSignatureIsNotShown(t *testing.T) {
	sum := ""
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(r.Header.Get("X-Stash-Hmac-Signature"), ";")
		sum = parts[3]
		answer(401, "application/json", fmt.Sprintf(`{"code":16,"message":"signature %s of %s does not match"}`, sum, parts[1]))(w, r)
	})
	client := srv.client(t).With(stash.HMAC(fakeShop, fakeSecret))
	_, err := client.GenerateQuickPayURL(t.Context(), checkout())
	var e *stash.Error
	if !errors.As(err, &e) || e.Message != "signature [redacted] of "+fakeShop+" does not match" || strings.Contains(string(e.Body), sum) {
		t.Errorf("%v: %s", err, e.Body)
	}
}

// TestUnnamedStatusIsLogged checks that an outcome is never empty, also of a status that has no name.
func TestUnnamedStatusIsLogged(t *testing.T) {
	var out bytes.Buffer
	client, _ := inMemory(t, []http.HandlerFunc{answer(522, "text/html", "x")}, stash.WithLogger(slog.New(slog.NewJSONHandler(&out, nil))))
	_, _ = client.GetPaymentEvent(t.Context(), "1")
	if !strings.Contains(out.String(), `"outcome":"HTTP 522"`) {
		t.Error(out.String())
	}
}

// longKey is as long as Stash's keys. No part of it is likely to occur by chance.
const longKey = "fake-Kq8vZr3mXw_t7LbN5yHc-not-a-secret-Jd2fGp9sVu4eRi6oTa1nWk0x"

// escapedKey is the key with every character written as its number.
func escapedKey(escape string) string {
	var text strings.Builder
	for _, c := range []byte(longKey) {
		fmt.Fprintf(&text, "%s%02x", escape, c)
	}
	return text.String()
}

// TestKeyIsNotShownInPart checks that the key is found also where the text around it was cut within it, where a value
// of the wrong type is quoted, and where it is written in the escapes of JSON or of a URL.
func TestKeyIsNotShownInPart(t *testing.T) {
	const limit = 64 << 10 // of an error's body
	for name, tt := range map[string]struct {
		status int
		body   string
	}{
		"cut by the limit":            {502, strings.Repeat(" ", limit-30) + longKey},
		"cut by the limit, escaped":   {502, strings.Repeat(" ", limit-100) + escapedKey(`\u00`)},
		"cut by the limit, success":   {200, strings.Repeat("x", limit-30) + longKey},
		"quoted":                      {200, `{"timeMillis":"` + longKey + `"}`},
		"quoted as a key":             {200, `{"timeMillis":{"` + longKey + `":1}}`},
		"escaped in JSON":             {400, `{"message":"` + escapedKey(`\u00`) + `","details":[{"key":"` + escapedKey(`\u00`) + `"}]}`},
		"escaped for a URL":           {400, `{"message":"` + escapedKey("%") + `"}`},
		"escaped once, behind others": {400, `{"message":"\n\u00e4%2` + strings.Replace(longKey, "-", `\u002d`, 1) + `"}`},
	} {
		srv := serve(t, answer(tt.status, "application/json", tt.body))
		client, err := stash.New(stash.APIKey(longKey), stash.WithBaseURL(srv.URL), stash.WithRetries(0))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.GetPaymentEvent(t.Context(), "1")
		var e *stash.Error
		if !errors.As(err, &e) || len(e.Body) > limit {
			t.Errorf("%s: %v", name, err)
			continue
		}
		shown := fmt.Sprintf("%s %+v %s %s", err, e, e.Body, e.Details)
		for _, form := range []string{longKey, escapedKey(`\u00`), escapedKey("%")} {
			for i := 0; i+len(form)/4 <= len(form); i++ {
				if at := strings.Index(shown, form[i:i+len(form)/4]); at >= 0 {
					t.Errorf("%s: shown from character %d on: …%.150s…", name, i, shown[max(0, at-50):])
					break
				}
			}
		}
	}
}

// plain undoes what an echo may do to a text: case, white space and escapes.
func plain(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), ""))
	for strings.Contains(text, `\\`) || strings.Contains(text, "%25") {
		text = strings.NewReplacer(`\\`, `\`, "%25", "%").Replace(text)
	}
	text = regexp.MustCompile(`(?:\\u00|%|&#x)([0-9a-f]{2});?`).ReplaceAllStringFunc(text, func(escape string) string {
		n, _ := strconv.ParseUint(regexp.MustCompile(`[0-9a-f]{2};?$`).FindString(escape)[:2], 16, 8)
		return string(rune(n))
	})
	return strings.ToLower(text)
}

// TestKeyIsNotShownInOtherSpellings checks that the key is found however a server repeats it, and that so are the other
// secrets of a request, which an editor or a cookie jar has set.
func TestKeyIsNotShownInOtherSpellings(t *testing.T) {
	const cookie, gateway, basic, token = "s3ssion-Value_of-a-cookie", "gw-key-0123456789abcdef", "dXNlcjpwYXNzd29yZC1mYWtl", "query-token-fedcba98"
	secrets := []string{longKey, cookie, gateway, basic, token}
	spellings := map[string]func(string) string{
		"as it is":       func(s string) string { return s },
		"upper case":     strings.ToUpper,
		"lower case":     strings.ToLower,
		"spaced out":     func(s string) string { return strings.Join(strings.Split(s, ""), " ") },
		"on many lines":  func(s string) string { return strings.Join(strings.Split(s, ""), "\r\n\t") },
		"JSON, twice":    func(s string) string { return each(s, `\\u%04x`) },
		"JSON, 3 times":  func(s string) string { return each(s, `\\\\u%04X`) },
		"URL, twice":     func(s string) string { return each(s, "%%25%02x") },
		"URL, 3 times":   func(s string) string { return each(s, "%%2525%02X") },
		"HTML":           func(s string) string { return each(s, "&#x%02x;") },
		"HTML, decimals": func(s string) string { return each(s, "&#%d;") },
		"base64":         func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64 of URLs": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
		"upper, spaced":  func(s string) string { return strings.ToUpper(strings.Join(strings.Split(s, ""), " ")) },
	}
	for name, spell := range spellings {
		client, _ := inMemory(t, []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			text := ""
			for _, secret := range secrets {
				text += spell(secret) + " and "
			}
			w.Header().Set("X-Echo", strings.NewReplacer("\r", "", "\n", "").Replace(text))
			for _, secret := range secrets {
				w.Header()[strings.ToLower(secret)] = []string{"1"}
			}
			body, _ := json.Marshal(map[string]any{"code": 16, "message": "your request had " + text, "details": []string{text}})
			answer(401, "application/json", string(body))(w, r)
		}}, stash.WithRequestEditor(func(_ context.Context, r *http.Request) error {
			r.AddCookie(&http.Cookie{Name: "session", Value: cookie})
			r.Header.Set("X-Gateway-Key", gateway)
			r.Header.Set("Proxy-Authorization", "Basic "+basic)
			r.Header.Set("X-Trace", "trace-of-this-request")
			r.URL.RawQuery = "access_token=" + token
			return nil
		}))
		client = client.With(stash.APIKey(longKey))
		_, err := client.GetPaymentEvent(t.Context(), "1")
		var e *stash.Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, "your request had [redacted] and [redacted]") {
			t.Errorf("%s: %v", name, err)
			continue
		}
		shown := plain(fmt.Sprintf("%s %+v %s %s", err, e, e.Body, e.Details))
		for _, secret := range secrets {
			if name == "HTML, decimals" {
				secret = each(secret, "&#%d;")
			}
			if at := strings.Index(shown, strings.ToLower(secret)); at >= 0 {
				t.Errorf("%s: shows …%.150s…", name, shown[at:])
			}
		}
	}
	client, _ := inMemory(t, []http.HandlerFunc{answer(400, "application/json", `{"code":3,"message":"request trace-of-this-request failed"}`)},
		stash.WithRequestEditor(func(_ context.Context, r *http.Request) error {
			r.Header.Set("X-Trace", "trace-of-this-request")
			return nil
		}))
	if _, err := client.GetPaymentEvent(t.Context(), "1"); err == nil || !strings.Contains(err.Error(), "request trace-of-this-request failed") {
		t.Errorf("a header that is no secret: %v", err)
	}
}

// each writes every character of a text with a format.
func each(text, format string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// TestRedactionIsFast checks that an error body which is made to be slow to search is not.
func TestRedactionIsFast(t *testing.T) {
	for _, unit := range []string{`\`, "%25", " ", "f ", "&#", longKey[:9] + " ", `\\u00`} {
		body := strings.Repeat(unit, (64<<10)/len(unit))
		client, _ := inMemory(t, []http.HandlerFunc{answer(400, "text/plain", body)})
		client = client.With(stash.APIKey(longKey))
		started := time.Now()
		_, _ = client.GetPaymentEvent(t.Context(), "1")
		if took := time.Since(started); took > time.Second {
			t.Errorf("%d times %q took %v", (64<<10)/len(unit), unit, took)
		}
	}
}
