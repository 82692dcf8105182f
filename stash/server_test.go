package stash_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// recorder is a server that keeps the requests it receives.
type recorder struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request
}

// serve starts a server that answers every request with handle.
func serve(t *testing.T, handle http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.seen = append(r.seen, req.Clone(req.Context()))
		r.mu.Unlock()
		handle(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) requests() []*http.Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen
}

// client is a client of the server that tries every call once.
func (r *recorder) client(t *testing.T, opts ...stash.Option) *stash.Client {
	t.Helper()
	client, err := stash.New(stash.APIKey(fakeKey), append([]stash.Option{stash.WithBaseURL(r.URL), stash.WithRetries(0)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// answer answers with a status, a content type and a body.
func answer(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{contentType}
		if contentType == "" {
			w.Header()["Content-Type"] = nil
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func checkout() stash.GenerateQuickPayURLRequest {
	return stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1},
		User: stash.QuickPayUser{ID: "player-1"},
	}
}
