package stash_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash"
)

// TestReplacedBodyIsWhatIsSigned checks that the body which an editor puts in is signed, sent, and sent again, and that
// its length is told right, whatever else the editor changes or forgets.
func TestReplacedBodyIsWhatIsSigned(t *testing.T) {
	key := signature.NewKey([]byte(fakeSecret))
	replace := func(finish func(r *http.Request, body string)) gen.RequestEditorFn {
		return func(_ context.Context, r *http.Request) error {
			old, err := io.ReadAll(r.Body)
			body := `{"added":1,` + string(old[1:])
			r.Body = io.NopCloser(strings.NewReader(body))
			finish(r, body)
			return err
		}
	}
	own := stash.HMAC(fakeShop, fakeSecret)
	for name, tt := range map[string]struct {
		credential stash.Credential
		editors    []gen.RequestEditorFn
	}{
		"body alone":          {own, []gen.RequestEditorFn{replace(func(*http.Request, string) {})}},
		"and its length":      {own, []gen.RequestEditorFn{replace(func(r *http.Request, body string) { r.ContentLength = int64(len(body)) })}},
		"signed by an editor": {stash.APIKey(fakeKey), []gen.RequestEditorFn{replace(func(*http.Request, string) {}), stash.HMACEditor(fakeShop, fakeSecret)}},
		"all of it": {own, []gen.RequestEditorFn{replace(func(r *http.Request, body string) {
			r.ContentLength = int64(len(body))
			r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
		})}},
	} {
		httpClient, sent := script(func(r *http.Request) (*http.Response, error) {
			again, err := r.GetBody()
			if err != nil {
				return nil, err
			}
			second, _ := io.ReadAll(again)
			body, _ := io.ReadAll(r.Body)
			parsed, err := signature.Parse(r.Header.Get("X-Stash-Hmac-Signature"))
			if err != nil || !signature.Equal(parsed.Sum, key.Versioned(parsed.UnixMillis, body)) || !bytes.Equal(second, body) ||
				int64(len(body)) != r.ContentLength || !strings.HasPrefix(string(body), `{"added":1,"item"`) {
				t.Errorf("%s: sent %q as %d bytes, again %q, signed %v", name, body, r.ContentLength, second, err)
			}
			return canned{200, []byte(linkAnswer)}.RoundTrip(r)
		})
		if _, err := benchClient(t, httpClient, tt.credential).GenerateQuickPayURL(t.Context(), checkout(), tt.editors...); err != nil || *sent != 1 {
			t.Errorf("%s: sent %d times, %v", name, *sent, err)
		}
	}
}

// TestEditorsWriteToTheirOwnHeaders checks that an editor which writes to a header's value in place changes one request.
func TestEditorsWriteToTheirOwnHeaders(t *testing.T) {
	client, service := inMemory(t, []http.HandlerFunc{paidAnswer}, stash.WithRequestEditor(func(_ context.Context, r *http.Request) error {
		r.Header["User-Agent"][0] += " x"
		return nil
	}))
	for range 3 {
		if err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range service.seen {
		if agent := r.Header.Get("User-Agent"); strings.Count(agent, " x") != 1 {
			t.Errorf("the User-Agent is %q", agent)
		}
	}
}

// TestHTTPClientsAreAlike checks that a client with a timeout, a cookie jar or no transport of its own changes nothing of
// what an odd answer comes to.
func TestHTTPClientsAreAlike(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	lost := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://%zz/x")
		w.Header().Set("X-Request-Id", "abc")
		w.WriteHeader(302)
	})
	for name, given := range map[string]http.Client{"plain": {Transport: http.DefaultTransport}, "timeout": {Timeout: time.Minute}, "jar": {Jar: jar}, "nothing": {}} {
		before := len(lost.requests())
		err := get(t.Context(), lost.client(t, stash.WithHTTPClient(&given), stash.WithRetries(2)))
		var e *stash.Error
		if !errors.As(err, &e) || e.HTTPStatus != 302 || e.RequestID != "abc" || e.Attempts != 1 || len(lost.requests()) != before+1 {
			t.Errorf("%s: %d requests, %v", name, len(lost.requests())-before, err)
		}
		given.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 404, Header: http.Header{"X-Request-Id": {"abc"}}}, nil
		})
		err = get(t.Context(), benchClient(t, &given, stash.APIKey(fakeKey)))
		if !errors.As(err, &e) || e.HTTPStatus != 404 || e.RequestID != "abc" {
			t.Errorf("%s, without a body: %v", name, err)
		}
	}
}

// TestCookieJarIsUsed checks that the jar of the caller's http.Client keeps what one answer sets for the next call.
func TestCookieJarIsUsed(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "lane", Value: "7"})
		paidAnswer(w, r)
	})
	client := srv.client(t, stash.WithHTTPClient(&http.Client{Jar: jar}))
	for range 2 {
		if err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
	}
	if first, second := srv.requests()[0].Header.Get("Cookie"), srv.requests()[1].Header.Get("Cookie"); first != "" || second != "lane=7" {
		t.Errorf("cookies %q and %q were sent", first, second)
	}
}

// TestHTTPClientsTimeoutHolds checks that the timeout of the caller's http.Client ends an attempt.
func TestHTTPClientsTimeoutHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		err := get(t.Context(), benchClient(t, &http.Client{Transport: silent, Timeout: time.Second}, stash.APIKey(fakeKey), stash.WithRetries(0)))
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "limit of 1s for one attempt") {
			t.Error(err)
		}
	})
}

// TestSharedAnswerHeaderIsNotWrittenTo uses a RoundTripper that returns the same header with all responses. The race
// detector finds a write to it; without the race detector the values are compared.
func TestSharedAnswerHeaderIsNotWrittenTo(t *testing.T) {
	shared := http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {"1"}, "X-Echo": {fakeKey}}
	client := benchClient(t, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		resp, err := canned{404, []byte(`{"code":5,"message":"no"}`)}.RoundTrip(r)
		resp.Header = shared
		return resp, err
	})}, stash.APIKey(fakeKey))
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for range 50 {
				err := get(t.Context(), client)
				var e *stash.Error
				if !errors.As(err, &e) || e.Header.Get("X-Echo") != "[redacted]" {
					t.Errorf("%+v", err)
				}
			}
		})
	}
	callers.Wait()
	if shared.Get("X-Echo") != fakeKey {
		t.Errorf("the RoundTripper's header is %v now", shared)
	}
}

// TestEditedTransactionID checks that no editor changes the transaction id that the caller gave. A retry with another one,
// or with none, would make a second checkout.
func TestEditedTransactionID(t *testing.T) {
	replace := func(old, with string) gen.RequestEditorFn {
		attempt := 0
		return func(_ context.Context, r *http.Request) error {
			attempt++
			body, err := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(strings.Replace(string(body), old, strings.ReplaceAll(with, "N", strconv.Itoa(attempt)), 1)))
			return err
		}
	}
	for name, tt := range map[string]struct {
		editor gen.RequestEditorFn
		sent   int
	}{
		"another field":    {replace(`{`, `{"added":N,`), 3},
		"a new id":         {replace(`"order-1"`, `"order-N-N"`), 0},
		"no id":            {replace(`"transactionId":"order-1"`, `"added":N`), 0},
		"an empty id":      {replace(`"order-1"`, `""`), 0},
		"another spelling": {replace(`"transactionId"`, `"transaction_id"`), 0},
		"text, not JSON":   {replace(`{`, `[`), 0},
		"a new id on a retry": {func() gen.RequestEditorFn {
			attempt := 0
			return func(ctx context.Context, r *http.Request) error {
				if attempt++; attempt == 1 {
					return nil
				}
				return replace(`"order-1"`, `"order-2"`)(ctx, r)
			}
		}(), 1},
		"same id, reworded": {replace(`"order-1"`, `"\u006frder-1"`), 3},
	} {
		synctest.Test(t, func(t *testing.T) {
			httpClient, sent := script(status(503))
			_, err := benchClient(t, httpClient, stash.APIKey(fakeKey)).GenerateQuickPayURL(t.Context(), named(), tt.editor)
			if *sent != tt.sent || errors.Is(err, stash.ErrInvalidArgument) != (tt.sent == 0) || tt.sent != 3 && !strings.Contains(err.Error(), "transactionId") {
				t.Errorf("%s: sent %d times: %v", name, *sent, err)
			}
		})
	}
}
