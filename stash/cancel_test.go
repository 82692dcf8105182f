package stash_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

var sentinels = []error{
	stash.ErrInvalidArgument, stash.ErrUnauthenticated, stash.ErrPermissionDenied, stash.ErrNotFound,
	stash.ErrConflict, stash.ErrRateLimited, stash.ErrUnavailable, stash.ErrInternal,
}

// errShutdown is the cause of a program that cancels its calls.
var errShutdown = errors.New("the game server shuts down")

// waits answers when the context of the request ends, with the error that net/http returns then.
func waits(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// waitsInBody answers at once with a status, and ends its body with the context.
func waitsInBody(status int) step {
	return func(r *http.Request) (*http.Response, error) {
		body, writer := io.Pipe()
		go func() {
			<-r.Context().Done()
			_ = writer.CloseWithError(context.Cause(r.Context()))
		}()
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
	}
}

// TestCancelledWithCause checks that a call whose context ends says so whatever the cause is: errors.Is finds the error of
// the context and the cause, and never a sentinel that the cause has. errgroup makes the error of another call the cause.
func TestCancelledWithCause(t *testing.T) {
	notFound := &stash.Error{Operation: "GetLoyalty", HTTPStatus: 404, Message: "no such player"}
	causes := map[string]error{
		"own error":          errShutdown,
		"another call":       notFound,
		"another call, more": fmt.Errorf("loading the player: %w", errors.Join(notFound, errShutdown)),
		"a sentinel":         stash.ErrNotFound,
		"none":               nil,
	}
	ends := map[string]struct {
		end  step
		kind error // of an error that is not only cancelled
	}{
		"before the answer":      {waits, nil},
		"in the body of a 200":   {waitsInBody(200), nil},
		"in the body of a 503":   {waitsInBody(503), stash.ErrUnavailable},
		"in the wait after 503":  {status(503), stash.ErrUnavailable},
		"transport's own error":  {func(r *http.Request) (*http.Response, error) { _, _ = waits(r); return nil, net.ErrClosed }, nil},
		"error of another call":  {func(r *http.Request) (*http.Response, error) { _, _ = waits(r); return nil, notFound }, nil},
		"before the call starts": {nil, nil},
	}
	for causeName, cause := range causes {
		for endName, tt := range ends {
			for limit, want := range map[string]error{"cancelled": context.Canceled, "deadline": context.DeadlineExceeded} {
				t.Run(causeName+", "+endName+", "+limit, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						httpClient, _ := script(tt.end)
						var ctx context.Context
						if limit == "cancelled" {
							var cancel context.CancelCauseFunc
							ctx, cancel = context.WithCancelCause(t.Context())
							time.AfterFunc(50*time.Millisecond, func() { cancel(cause) })
						} else {
							var cancel context.CancelFunc
							ctx, cancel = context.WithTimeoutCause(t.Context(), 50*time.Millisecond, cause)
							defer cancel()
						}
						if tt.end == nil {
							<-ctx.Done()
						}
						started := time.Now()
						_, err := benchClient(t, httpClient, stash.APIKey(fakeKey)).GenerateQuickPayURL(ctx, named())
						kind := tt.kind
						if limit == "deadline" && kind == nil && tt.end != nil && !strings.Contains(endName, "200") {
							kind = stash.ErrUnavailable
						}
						for _, sentinel := range sentinels {
							if errors.Is(err, sentinel) != (sentinel == kind) {
								t.Errorf("errors.Is(err, %v) is %v: %v", sentinel, errors.Is(err, sentinel), err)
							}
						}
						if endName == "in the wait after 503" && limit == "deadline" {
							return // it does not wait past the deadline, so the context has not ended
						}
						if !errors.Is(err, want) || time.Since(started) > time.Second {
							t.Errorf("after %v, no %v: %v", time.Since(started), want, err)
						}
						if cause != nil && context.Cause(ctx) == cause && errors.Is(cause, errShutdown) && !errors.Is(err, errShutdown) {
							t.Errorf("the cause is not in %v", err)
						}
						if cause != nil && !strings.Contains(err.Error(), strings.ReplaceAll(cause.Error(), "\n", " ")) && limit == "cancelled" {
							t.Errorf("the text %q does not have the cause", err)
						}
						var e *stash.Error
						if !errors.As(err, &e) || e.Operation != "GenerateQuickPayUrl" {
							t.Errorf("errors.As finds %+v", e)
						}
					})
				})
			}
		}
	}
}

// TestTransportCannotCancel checks that an error which looks like a cancellation, or is another call's, does not decide
// what happened: the context has not ended, so the call is unavailable and is sent again.
func TestTransportCannotCancel(t *testing.T) {
	notFound := &stash.Error{Operation: "GetLoyalty", HTTPStatus: 404}
	for _, fault := range []error{context.Canceled, fmt.Errorf("proxy: %w", context.Canceled), notFound, stash.ErrNotFound} {
		synctest.Test(t, func(t *testing.T) {
			httpClient, sent := script(func(*http.Request) (*http.Response, error) { return nil, fault })
			err := get(t.Context(), benchClient(t, httpClient, stash.APIKey(fakeKey)))
			if !errors.Is(err, stash.ErrUnavailable) || errors.Is(err, context.Canceled) || errors.Is(err, stash.ErrNotFound) || *sent != 3 {
				t.Errorf("%v: sent %d times: %v", fault, *sent, err)
			}
		})
	}
}

// TestCredentialsErrorIsNotTheCalls checks that the error of an editor or a credential function keeps its own errors
// reachable and lends the call no sentinel, also where the function made a call itself.
func TestCredentialsErrorIsNotTheCalls(t *testing.T) {
	errVault := errors.New("vault is sealed")
	fault := fmt.Errorf("reading the key: %w", errors.Join(errVault, &stash.Error{Operation: "GetLoyalty", HTTPStatus: 404}))
	httpClient, sent := script(status(200))
	credential := stash.CredentialFunc(func(context.Context) (stash.Credential, error) { return stash.Credential{}, fault })
	for name, err := range map[string]error{
		"credential": get(t.Context(), benchClient(t, httpClient, credential)),
		"editor": get(t.Context(), benchClient(t, httpClient, stash.APIKey(fakeKey), stash.WithRequestEditor(
			func(context.Context, *http.Request) error { return fault }))),
	} {
		var e *stash.Error
		if !errors.Is(err, errVault) || errors.Is(err, stash.ErrNotFound) || !errors.As(err, &e) || e.HTTPStatus != 0 || *sent != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
