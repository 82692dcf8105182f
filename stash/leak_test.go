package stash_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
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

// TestLogLine holds what a line has in it, and that neither bodies nor the caller's ids are.
func TestLogLine(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, nil))
	srv := serve(t, answer(404, "application/json", `{"code":5,"message":"private words"}`))
	client := srv.client(t, stash.WithLogger(logger))
	_, _ = client.GetPaymentEvent(t.Context(), "private-id")
	_, _ = client.GetPaymentEvent(t.Context(), "")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines for 2 calls:\n%s", len(lines), out.String())
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"level": "WARN", "operation": "GetPaymentEvent", "method": "GET", "route": "/sdk/server/payment/{id}",
		"status": 404.0, "attempts": 1.0, "outcome": "NOT_FOUND",
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if strings.Contains(out.String(), "private") || !strings.Contains(lines[1], `"outcome":"not_sent"`) {
		t.Errorf("lines are\n%s", out.String())
	}
}
