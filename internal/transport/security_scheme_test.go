package transport

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// An operation that needs two credentials gets the client's own and the editor's, and is not sent with one of them.
func TestTwoCredentialsAtOnce(t *testing.T) {
	var got http.Header
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.WriteHeader(http.StatusNoContent)
	}))
	defer srv.Close()
	client, err := New(Config{BaseURL: srv.URL, Credential: func(_ context.Context, r *http.Request, _ func() time.Time) error {
		r.Header.Set("X-Stash-Api-Key", "own")
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	op := &Operation{ID: "Op", Method: "GET", Path: "/", Repeat: Always, Media: None, Schemes: SchemeAPIKey | SchemeHMAC | SchemePlayerToken,
		Together: []Schemes{SchemeAPIKey | SchemeHMAC, SchemePlayerToken}}
	for _, c := range []struct {
		name             string
		set              map[string]string
		key, hmac, token string
		wrong            string
	}{
		{name: "the client's own alone", wrong: "this operation needs HMAC and APIKey, or PlayerToken, and the request carries APIKey"},
		{name: "with the other one", set: map[string]string{"X-Stash-Hmac-Signature": "signed"}, key: "own", hmac: "signed"},
		{name: "both by the editor", set: map[string]string{"X-Stash-Hmac-Signature": "signed", "X-Stash-Api-Key": "other"}, key: "other", hmac: "signed"},
		{name: "the alternative", set: map[string]string{"Authorization": "Bearer token"}, token: "Bearer token"},
	} {
		got = nil
		err := DoNothing(context.Background(), client, op, Call{Editors: []Editor{func(_ context.Context, r *http.Request) error {
			for name, value := range c.set {
				r.Header.Set(name, value)
			}
			return nil
		}}})
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) || got != nil {
				t.Errorf("%s: %v, and the server got %v; want %q", c.name, err, got, c.wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if key, hmac, token := got.Get("X-Stash-Api-Key"), got.Get("X-Stash-Hmac-Signature"), got.Get("Authorization"); key != c.key || hmac != c.hmac || token != c.token {
			t.Errorf("%s: sent %q, %q and %q, want %q, %q and %q", c.name, key, hmac, token, c.key, c.hmac, c.token)
		}
	}
}
