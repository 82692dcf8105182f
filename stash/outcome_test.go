package stash_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

// These tests check what an error says about whether Stash carried out a call, and how often the call was sent. If that
// is wrong, a caller sends a purchase again.

const (
	unknown     = "Stash may have carried out this call; look up"
	notSent     = "nothing was carried out"
	unreachable = "connection refused"
)

// step is the result of one attempt in a script.
type step func(*http.Request) (*http.Response, error)

func readAll(r *http.Request) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
}

func tear(r *http.Request) (*http.Response, error) {
	readAll(r)
	return nil, io.ErrUnexpectedEOF
}

func refuseConnection(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New(unreachable)}
}

func status(code int) step {
	return func(r *http.Request) (*http.Response, error) { return canned{code, []byte(`{}`)}.RoundTrip(r) }
}

func tornSuccess(r *http.Request) (*http.Response, error) {
	resp, err := canned{200, nil}.RoundTrip(r)
	resp.ContentLength, resp.Body = -1, io.NopCloser(io.MultiReader(strings.NewReader(`{"id":`), breaking{}))
	return resp, err
}

type breaking struct{}

func (breaking) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// script answers each attempt with the next step and repeats the last one.
func script(steps ...step) (*http.Client, *int) {
	n := new(int)
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		*n++
		return steps[min(*n, len(steps))-1](r)
	})}, n
}

func named() stash.GenerateQuickPayURLRequest {
	body := checkout()
	body.TransactionID = "order-1"
	return body
}

func link() stash.CreateCheckoutLinkRequest {
	return stash.CreateCheckoutLinkRequest{Currency: "USD", ShopHandle: "shop", ExternalUser: stash.CheckoutLinkUser{ID: "p"},
		Items: []stash.CheckoutLinkItem{{ID: "i", Name: "n", PricePerItem: "1", Quantity: 1}}}
}

// TestEarlierAttemptIsNotDenied checks that what a later attempt met does not hide that an earlier one may have been
// carried out.
func TestEarlierAttemptIsNotDenied(t *testing.T) {
	sealed := errors.New("vault is sealed")
	for _, tt := range []struct {
		name     string
		steps    []step
		asked    func(ctx context.Context, n int) (stash.Credential, error) // nil for an API key
		attempts int
		status   int
		kind     error
		text     string
		wraps    error
	}{
		{"torn, then refused", []step{tear, refuseConnection}, nil, 1, 0, stash.ErrUnavailable, unreachable, io.ErrUnexpectedEOF},
		{"500, then refused", []step{status(500), refuseConnection}, nil, 1, 500, stash.ErrInternal, unreachable, nil},
		{"torn success, then refused", []step{tornSuccess, refuseConnection}, nil, 1, 200, nil, "look up the result", nil},
		{"torn, then 401", []step{tear, status(401)}, nil, 2, 401, stash.ErrUnauthenticated, "Check that the credential", nil},
		{"502, then 403", []step{status(502), status(403)}, nil, 2, 403, stash.ErrPermissionDenied, "", nil},
		{"torn, then no credential", []step{tear}, func(_ context.Context, n int) (stash.Credential, error) {
			return stash.APIKey(fakeKey), map[bool]error{true: sealed}[n > 1]
		}, 1, 0, stash.ErrUnavailable, "vault is sealed", sealed},
		{"torn, then a bad credential", []step{tear}, func(_ context.Context, n int) (stash.Credential, error) {
			return stash.APIKey(fakeKey + strings.Repeat("\n", n-1)), nil
		}, 1, 0, stash.ErrUnavailable, "white space", io.ErrUnexpectedEOF},
		{"503, then no time for a credential", []step{status(503)}, func(ctx context.Context, n int) (stash.Credential, error) {
			if n > 1 {
				<-ctx.Done()
			}
			return stash.APIKey(fakeKey), ctx.Err()
		}, 1, 503, stash.ErrUnavailable, "credential function", context.DeadlineExceeded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				httpClient, _ := script(tt.steps...)
				credential, asked := stash.APIKey(fakeKey), 0
				if tt.asked != nil {
					credential = stash.CredentialFunc(func(ctx context.Context) (stash.Credential, error) {
						asked++
						return tt.asked(ctx, asked)
					})
				}
				_, err := benchClient(t, httpClient, credential).GenerateQuickPayURL(t.Context(), named())
				var e *stash.Error
				if !errors.As(err, &e) || e.Attempts != tt.attempts || e.HTTPStatus != tt.status {
					t.Fatalf("want %d attempts and HTTP %d, got %+v", tt.attempts, tt.status, err)
				}
				for _, kind := range []error{stash.ErrInvalidArgument, stash.ErrUnavailable, stash.ErrInternal, stash.ErrUnauthenticated, stash.ErrPermissionDenied} {
					if errors.Is(err, kind) != (kind == tt.kind) {
						t.Errorf("errors.Is(err, %v) is %v", kind, errors.Is(err, kind))
					}
				}
				if tt.wraps != nil && !errors.Is(err, tt.wraps) {
					t.Errorf("%v is not in the error", tt.wraps)
				}
				text := err.Error()
				if !strings.Contains(text, tt.text) || !strings.Contains(text, "look") || tt.status != 200 && !strings.Contains(text, unknown) || strings.Contains(text, notSent) || strings.Contains(text, "\n") {
					t.Errorf("the error says %q", text)
				}
			})
		})
	}
}

// TestCancelledWaitKeepsTheFailure checks that the error still has the failure if the caller cancels the wait after it.
func TestCancelledWaitKeepsTheFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		httpClient, sent := script(tear)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		_, err := benchClient(t, httpClient, stash.APIKey(fakeKey)).GenerateQuickPayURL(ctx, named())
		if !errors.Is(err, context.Canceled) || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), unknown) || *sent != 1 {
			t.Errorf("sent %d times: %v", *sent, err)
		}
	})
}

// TestDialErrorIsNotTrustedAlone checks that a write is not sent again if a RoundTripper that retries by itself has already
// sent it, although its error is that the last connection was refused.
func TestDialErrorIsNotTrustedAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		carried := 0
		client := benchClient(t, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			_, _ = tear(r)
			carried++
			r.Body, _ = r.GetBody()
			return refuseConnection(r)
		})}, stash.APIKey(fakeKey))
		_, err := client.CreateCheckoutLink(t.Context(), link())
		var e *stash.Error
		if !errors.As(err, &e) || carried != 1 || e.Attempts != 1 || !strings.Contains(err.Error(), unknown) || strings.Contains(err.Error(), notSent) {
			t.Errorf("carried out %d times: %v", carried, err)
		}
		httpClient, tried := script(refuseConnection)
		_, err = benchClient(t, httpClient, stash.APIKey(fakeKey)).CreateCheckoutLink(t.Context(), link())
		if !errors.As(err, &e) || *tried != 3 || e.Attempts != 0 || !strings.Contains(err.Error(), "(tried 3 times). No connection was made, so "+notSent) {
			t.Errorf("refused %d times: %v", *tried, err)
		}
	})
}

// TestNotSentIsSaid checks that a call which certainly was not sent says so, and counts no attempt.
func TestNotSentIsSaid(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for _, tt := range []struct {
		name   string
		ctx    context.Context
		end    step
		editor gen.RequestEditorFn
		text   string
		wraps  error
	}{
		{"cancelled before", cancelled, status(200), nil, "was not sent: context canceled", context.Canceled},
		{"expired before", expired, status(200), nil, "was not sent: the context's deadline had passed", context.DeadlineExceeded},
		{"line break in a header", t.Context(), status(200), func(_ context.Context, r *http.Request) error {
			r.Header.Set("X-Trace", "a\nb")
			return nil
		}, "was not sent: a request editor set a value of the header X-Trace", stash.ErrInvalidArgument},
		{"blank in a header's name", t.Context(), status(200), func(_ context.Context, r *http.Request) error {
			r.Header["X Trace"] = []string{"a"}
			return nil
		}, "was not sent: a request editor set the name of a header", stash.ErrInvalidArgument},
		{"body read away", t.Context(), status(200), func(_ context.Context, r *http.Request) error {
			readAll(r)
			return nil
		}, "was not sent: a request editor read the body", stash.ErrInvalidArgument},
		{"proxy refuses", t.Context(), func(*http.Request) (*http.Response, error) {
			return nil, errors.New("Proxy Authentication Required") // as net/http reports it
		}, nil, "the proxy refused to connect to the host: Proxy Authentication Required. No connection was made, so nothing", stash.ErrUnavailable},
		{"handshake fails", t.Context(), func(*http.Request) (*http.Response, error) {
			return nil, errors.New("tls: handshake failure")
		}, func(_ context.Context, r *http.Request) error { // reads a copy, which is not sent
			body, err := r.GetBody()
			if err == nil {
				_, err = io.Copy(io.Discard, body)
			}
			return err
		}, "Nothing was sent, so nothing", stash.ErrUnavailable},
	} {
		httpClient, tried := script(tt.end)
		var editors []gen.RequestEditorFn
		if tt.editor != nil {
			editors = append(editors, tt.editor)
		}
		_, err := benchClient(t, httpClient, stash.APIKey(fakeKey), stash.WithRetries(0)).CreateCheckoutLink(tt.ctx, link(), editors...)
		var e *stash.Error
		if !errors.As(err, &e) || e.Attempts != 0 || !errors.Is(err, tt.wraps) || !strings.Contains(err.Error(), tt.text) || strings.Contains(err.Error(), unknown) {
			t.Errorf("%s: tried %d times: %v", tt.name, *tried, err)
		}
		if strings.Contains(tt.text, "was not sent") && *tried != 0 {
			t.Errorf("%s: %d requests", tt.name, *tried)
		}
	}
}

// TestProxyRefuses checks that a real refusal of net/http's is recognised, and that the call is tried again.
func TestProxyRefuses(t *testing.T) {
	proxy := serve(t, answer(http.StatusBadGateway, "text/plain", "no way there"))
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(address)}
	defer transport.CloseIdleConnections()
	_, err = benchClient(t, &http.Client{Transport: transport}, stash.APIKey(fakeKey), stash.WithRetries(1)).CreateCheckoutLink(t.Context(), link())
	var e *stash.Error
	if !errors.As(err, &e) || e.Attempts != 0 || len(proxy.requests()) != 2 || !strings.Contains(err.Error(), "the proxy refused to connect to the host: Bad Gateway (tried 2 times). No connection was made, so "+notSent) {
		t.Errorf("asked %d times: %v", len(proxy.requests()), err)
	}
}

// TestWhoseDeadline checks that the error names the limit that was reached, also where the caller's deadline and the
// attempt's run out at the same moment.
func TestWhoseDeadline(t *testing.T) {
	silent := func(r *http.Request) (*http.Response, error) {
		readAll(r)
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	for _, tt := range []struct {
		context, attempt, total time.Duration
		want                    string
	}{
		{time.Second, time.Minute, time.Hour, "took longer than the context's deadline"},
		{time.Hour, time.Second, time.Hour, "limit of 1s for one attempt"},
		{time.Hour, time.Minute, time.Second, "call's time limit of 1s"},
	} {
		for range 50 {
			synctest.Test(t, func(t *testing.T) {
				httpClient, _ := script(silent)
				ctx, cancel := context.WithTimeout(t.Context(), tt.context)
				defer cancel()
				client := benchClient(t, httpClient, stash.APIKey(fakeKey), stash.WithRetries(0), stash.WithAttemptTimeout(tt.attempt), stash.WithTimeout(tt.total))
				err := get(ctx, client)
				if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("want %q: %v", tt.want, err)
				}
			})
		}
	}
}
