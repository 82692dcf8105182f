package gameserver_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzHeader checks that the handler refuses every wrong signature, with a JSON error.
func FuzzHeader(f *testing.F) {
	good := post(cancelPath, cancelBody).Header.Get("x-stash-hmac-signature")
	for _, seed := range []string{good, "", "v1", ";;;", "v1;;;", strings.Replace(good, "v1", "v2", 1), good + ";", good + "\n", good + "=",
		strings.Replace(good, "1760000000000", "9223372036854775807", 1), strings.Replace(good, "1760000000000", "-1", 1), strings.ToUpper(good)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		h := newHandler(t, behaving(behaviours["success"]))
		r := httptest.NewRequest("POST", cancelPath, strings.NewReader(cancelBody))
		r.Header["X-Stash-Hmac-Signature"] = []string{header}
		status, body := answer(t, h, r)
		want := 401
		if strings.EqualFold(header, good) && header[len(header)-44:] == good[len(good)-44:] && header[:2] == "v1" {
			want = 200
		}
		if status != want {
			t.Errorf("the header %q was answered with %d %s", header, status, body)
		}
		polite(t, body)
	})
}

func FuzzRegister(f *testing.F) { fuzzBody(f, "register") }
func FuzzConfirm(f *testing.F)  { fuzzBody(f, "confirm") }
func FuzzCancel(f *testing.F)   { fuzzBody(f, "cancel") }

// fuzzBody checks that a call answers every body: with success, or with the error that it cannot be read.
func fuzzBody(f *testing.F, call string) {
	s := steps[call]
	for _, seed := range []string{s.body, "", "null", "[]", "{}", `{"a":`, s.body[:40], strings.ReplaceAll(s.body, `"playerId"`, `"player_id"`),
		strings.Replace(s.body, `"quantity":1`, `"quantity":"1"`, 1), strings.Replace(s.body, `"cents":499`, `"cents":1e400`, 1),
		`{"environment":2,` + s.body[1:], `{"loyalty":{"nextMilestone":{"rewards":[{"type":3}]}},` + s.body[1:], s.body + "{}", strings.Repeat("[", 5000),
		`{"playerId":"0","transactionId":"0","items":[{"quantity":1}]}`, `{"playerId":"0","transactionId":"0","registrations":[{"quantity":1}]}`,
		strings.Replace(s.body, `"p"`, `"\ud800"`, 1), `{"metadata":{"a_b":1}}`, `{"":"","_":0,"a":{}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		status, text := answer(t, newHandler(t, behaving(behaviours["success"])), post(s.path, body))
		if status != 200 && status != 400 && status != 401 {
			t.Errorf("the body %q was answered with %d %s", body, status, text)
		}
		polite(t, text)
	})
}

func polite(t *testing.T, body string) {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil || len(object) == 0 {
		t.Errorf("the answer %q is not a JSON object: %v", body, err)
	}
}
