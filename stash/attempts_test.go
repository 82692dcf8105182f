package stash_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestEachAttemptIsSignedAfresh checks that every attempt carries the same bytes under a signature of its own time.
func TestEachAttemptIsSignedAfresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		key := signature.NewKey([]byte(fakeSecret))
		var bodies []string
		var times []int64
		client := benchClient(t, &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				t.Error(err)
			}
			again, err := req.GetBody()
			if err != nil {
				t.Error(err)
			}
			if second, err := io.ReadAll(again); string(second) != string(body) || err != nil {
				t.Errorf("GetBody gives %q, %v; want %q", second, err, body)
			}
			parsed, err := signature.Parse(req.Header.Get("X-Stash-Hmac-Signature"))
			if err != nil || !signature.Equal(parsed.Sum, key.Versioned(parsed.UnixMillis, body)) || parsed.UnixMillis != time.Now().UnixMilli() {
				t.Errorf("attempt %d: signature %+v, %v", len(bodies)+1, parsed, err)
			}
			bodies, times = append(bodies, string(body)), append(times, parsed.UnixMillis)
			if len(bodies) < 3 {
				return canned{503, []byte(errorAnswer)}.RoundTrip(req)
			}
			return canned{200, []byte(linkAnswer)}.RoundTrip(req)
		})}, stash.HMAC(fakeShop, fakeSecret))
		if _, err := client.GenerateQuickPayURL(t.Context(), benchRequest()); err != nil {
			t.Fatal(err)
		}
		if len(times) != 3 || bodies[0] != bodies[1] || bodies[1] != bodies[2] || times[0] == times[1] || times[1] == times[2] {
			t.Errorf("bodies %q at %v", bodies, times)
		}
	})
}

// TestBodiesAreNotMixed checks that a body buffer is not used again while a round-tripper may still read it: here each
// one continues to read after its call was cancelled, as net/http does.
func TestBodiesAreNotMixed(t *testing.T) {
	var readers sync.WaitGroup
	var mixed, whole atomic.Int64
	client := benchClient(t, &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		body, want := req.Body, req.ContentLength
		readers.Go(func() {
			defer body.Close()
			time.Sleep(time.Millisecond)
			data, err := io.ReadAll(body)
			var got stash.GenerateQuickPayURLRequest
			if err != nil || int64(len(data)) != want || json.Unmarshal(data, &got) != nil || got.Item.ID != got.TransactionID {
				mixed.Add(1)
				return
			}
			whole.Add(1)
		})
		return nil, context.Canceled
	})}, stash.APIKey(fakeKey), stash.WithRetries(0))
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			for n := range 200 {
				body := benchRequest()
				body.TransactionID = string(rune('a'+i)) + time.Duration(n).String()
				body.Item.ID = body.TransactionID
				_, _ = client.GenerateQuickPayURL(t.Context(), body)
			}
		})
	}
	callers.Wait()
	readers.Wait()
	if mixed.Load() != 0 || whole.Load() != 1600 {
		t.Errorf("%d bodies were read whole and %d were not", whole.Load(), mixed.Load())
	}
}

// TestBodyIsGoneWithItsCall checks that code which opens a body after its call has ended gets an error, and never the
// body of another call, which may contain another player's data.
func TestBodyIsGoneWithItsCall(t *testing.T) {
	var kept []*http.Request
	client := benchClient(t, &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		kept = append(kept, req)
		defer req.Body.Close() // as a RoundTripper must
		return canned{200, []byte(linkAnswer)}.RoundTrip(req)
	})}, stash.APIKey(fakeKey))
	for range 100 {
		if _, err := client.GenerateQuickPayURL(t.Context(), benchRequest()); err != nil {
			t.Fatal(err)
		}
		for _, req := range kept {
			if body, err := req.GetBody(); err == nil {
				data, _ := io.ReadAll(body)
				t.Fatalf("a call that has ended gives the body %q", data)
			}
			if n, err := req.Body.Read(make([]byte, 10)); n != 0 || err == nil {
				t.Fatalf("a call that has ended reads %d bytes", n)
			}
		}
	}
}
