package stash_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// roundTrip answers without a network.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// fake is a service in memory that returns its answers one after another and repeats the last one. It needs no socket, so
// the virtual clock of synctest can measure waits.
type fake struct {
	mu      sync.Mutex
	answers []http.HandlerFunc
	seen    []*http.Request
	bodies  []string
}

func (f *fake) roundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	answer := f.answers[min(len(f.seen), len(f.answers)-1)]
	f.seen, f.bodies = append(f.seen, r), append(f.bodies, string(body))
	w := httptest.NewRecorder()
	answer(w, r)
	return w.Result(), nil
}

// inMemory is a client of a service that gives these answers.
func inMemory(t *testing.T, answers []http.HandlerFunc, opts ...stash.Option) (*stash.Client, *fake) {
	t.Helper()
	f := &fake{answers: answers}
	client, err := stash.New(stash.APIKey(fakeKey), append([]stash.Option{
		stash.WithBaseURL("https://stash.example.com"), stash.WithHTTPClient(&http.Client{Transport: roundTrip(f.roundTrip)}),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client, f
}
