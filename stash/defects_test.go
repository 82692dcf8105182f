package stash_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Each of these tests is named after a defect of another SDK and checks that this SDK does not have it. The tests for
// webhooks are in package webhook.

var paidAnswer = answer(200, "application/json", `{"total":"1"}`)

// later answers 503 with a Retry-After header.
func later(seconds string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", seconds)
		answer(503, "application/json", `{"code":14,"message":"later"}`)(w, r)
	}
}

// Stripe's client gives up at once when an error has a JSON body, though its README promises another try.
func TestStripe_StructuredErrorsAreRetried(t *testing.T) {
	for _, status := range []int{429, 500, 503} {
		synctest.Test(t, func(t *testing.T) {
			client, service := inMemory(t, []http.HandlerFunc{answer(status, "application/json", `{"code":13,"message":"try again"}`)})
			_, err := client.GetPaymentEvent(t.Context(), "1")
			var e *stash.Error
			if !errors.As(err, &e) || e.Attempts != 3 || len(service.seen) != 3 {
				t.Errorf("HTTP %d: %d requests, %v", status, len(service.seen), err)
			}
		})
	}
}

// Stripe's client sends the id .. unchanged, so the call reaches another route.
func TestStripe_DotDotIDs(t *testing.T) {
	client, service := inMemory(t, []http.HandlerFunc{paidAnswer})
	for _, id := range []string{"", ".", ".."} {
		if _, err := client.GetPaymentEvent(t.Context(), id); !errors.Is(err, stash.ErrInvalidArgument) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if len(service.seen) != 0 {
		t.Errorf("%d requests were sent", len(service.seen))
	}
}

// Stripe's client writes measurements to a file of the user.
func TestStripe_NoTelemetryFile(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR", "AppData", "LocalAppData", "USERPROFILE"} {
		t.Setenv(name, home)
	}
	t.Chdir(home)
	client, _ := inMemory(t, []http.HandlerFunc{paidAnswer, answer(404, "application/json", `{"code":5}`)}, stash.WithRetries(0))
	_, err := client.GetPaymentEvent(t.Context(), "1")
	_, err2 := client.GetPaymentEvent(t.Context(), "1")
	if err != nil || err2 == nil {
		t.Errorf("calls gave %v and %v", err, err2)
	}
	if entries, err := os.ReadDir(home); err != nil || len(entries) > 0 {
		t.Errorf("files were written: %v, %v", entries, err)
	}
}

// Stripe's parameters contain the context of the call, so two goroutines that share parameters have a data race.
func TestStripe_ContextIsNotShared(t *testing.T) {
	type key struct{}
	client, service := inMemory(t, []http.HandlerFunc{answer(200, "application/json", `{"id":"1","url":"https://u"}`)})
	shared := checkout()
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			ctx := context.WithValue(t.Context(), key{}, i)
			mine := func(ctx context.Context, r *http.Request) error {
				if ctx.Value(key{}) != i || r.Context().Value(key{}) != i {
					return errors.New("this is another call's context")
				}
				return nil
			}
			if _, err := client.GenerateQuickPayURL(ctx, shared, mine); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(service.seen) != 32 || !reflect.DeepEqual(shared, checkout()) {
		t.Errorf("%d requests; the body is %+v now", len(service.seen), shared)
	}
}

// hcloud's and Stripe's clients show their token when they are printed.
func TestHcloudStripe_TokenIsNotPrinted(t *testing.T) {
	client, _ := inMemory(t, []http.HandlerFunc{paidAnswer})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, value := range []any{client, *client, stash.APIKey(fakeKey)} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, fakeKey) {
				t.Errorf("%s shows the key: %s", verb, text)
			}
		}
	}
}

// With a deadline in 15 seconds and Retry-After: 3600, Square's client blocks for a minute.
func TestSquare_DeadlineShorterThanRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, service := inMemory(t, []http.HandlerFunc{later("3600")})
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		started := time.Now()
		_, err := client.GetPaymentEvent(ctx, "1")
		var e *stash.Error
		if took := time.Since(started); took != 0 || !errors.As(err, &e) || e.HTTPStatus != 503 || e.RetryAfter != time.Hour || len(service.seen) != 1 {
			t.Errorf("returned after %v and %d requests: %v", took, len(service.seen), err)
		}
	})
}

// Cancelled after 0.15 seconds, Square's client returns after 4.
func TestSquare_CancelDuringBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, service := inMemory(t, []http.HandlerFunc{later("4")})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(150*time.Millisecond, cancel)
		started := time.Now()
		_, err := client.GetPaymentEvent(ctx, "1")
		if took := time.Since(started); took != 150*time.Millisecond || !errors.Is(err, context.Canceled) || len(service.seen) != 1 {
			t.Errorf("returned after %v and %d requests: %v", took, len(service.seen), err)
		}
	})
}

// svix's client counts its back-off in microseconds, so that it does not wait at all.
func TestSvix_BackOffUnit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := inMemory(t, []http.HandlerFunc{answer(503, "text/html", "x"), answer(503, "text/html", "x"), paidAnswer})
		started := time.Now()
		_, err := client.GetPaymentEvent(t.Context(), "1")
		if took := time.Since(started); err != nil || took < 375*time.Millisecond || took > 750*time.Millisecond {
			t.Errorf("two waits took %v: %v", took, err)
		}
	})
}

// svix's client does not escape ids in paths.
func TestSvix_PathEscaping(t *testing.T) {
	client, service := inMemory(t, []http.HandlerFunc{paidAnswer})
	for i, id := range []string{"a/b", "a?b=c", "a#b", "a%2Fb", "a b"} {
		if _, err := client.GetPaymentEvent(t.Context(), id); err != nil {
			t.Errorf("%q: %v", id, err)
			continue
		}
		u := service.seen[i].URL
		if u.Path != "/sdk/server/payment/"+id || strings.Count(u.EscapedPath(), "/") != 4 || u.RawQuery != "" || u.Fragment != "" {
			t.Errorf("%q is sent as %s", id, u)
		}
	}
}

// Paddle's GetBody gives back a reader that is used up.
func TestPaddle_GetBodyIsFresh(t *testing.T) {
	var again []string
	client, service := inMemory(t, []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
		for range 2 { // after the body itself has been read and closed
			body, err := r.GetBody()
			if err != nil {
				t.Error(err)
				return
			}
			data, _ := io.ReadAll(body)
			again = append(again, string(data))
			_ = body.Close()
		}
		answer(200, "application/json", `{"id":"1","url":"https://pay.example.com/1"}`)(w, r)
	}})
	if _, err := client.GenerateQuickPayURL(t.Context(), checkout()); err != nil {
		t.Fatal(err)
	}
	if sent := service.bodies[0]; sent == "" || len(again) != 2 || again[0] != sent || again[1] != sent {
		t.Errorf("sent %q, and GetBody gives %q", sent, again)
	}
}

// Paddle's client drops the path of a base URL.
func TestPaddle_BaseURLPathKept(t *testing.T) {
	for _, base := range []string{"https://proxy.example.com/stash/v1", "https://proxy.example.com/stash/v1/"} {
		client, service := inMemory(t, []http.HandlerFunc{paidAnswer}, stash.WithBaseURL(base))
		_, err := client.GetPaymentEvent(t.Context(), "1")
		if got := service.seen[0].URL.String(); err != nil || got != "https://proxy.example.com/stash/v1/sdk/server/payment/1" {
			t.Errorf("%s: sent to %s, %v", base, got, err)
		}
	}
}

// Adyen's client sets the timeout of http.DefaultClient.
func TestAdyen_DefaultClientUntouched(t *testing.T) {
	standard := http.DefaultTransport.(*http.Transport)
	client, idle, perHost := *http.DefaultClient, standard.MaxIdleConns, standard.MaxIdleConnsPerHost
	srv := serve(t, paidAnswer)
	for _, opts := range [][]stash.Option{{stash.WithTimeout(time.Minute)}, {stash.WithHTTPClient(http.DefaultClient), stash.WithAttemptTimeout(time.Second)}} {
		if _, err := srv.client(t, opts...).GetPaymentEvent(t.Context(), "1"); err != nil {
			t.Error(err)
		}
	}
	if !reflect.DeepEqual(*http.DefaultClient, client) || standard.MaxIdleConns != idle || standard.MaxIdleConnsPerHost != perHost {
		t.Errorf("http.DefaultClient is %+v now", http.DefaultClient)
	}
}

// Adyen's error has status 0 if the body of the response has an unknown shape.
func TestAdyen_ErrorKeepsStatus(t *testing.T) {
	for _, body := range []string{"<html>Bad gateway</html>", "", "{", "[]", `{"status":0,"code":"x"}`} {
		client, _ := inMemory(t, []http.HandlerFunc{answer(502, "text/html", body)}, stash.WithRetries(0))
		_, err := client.GetPaymentEvent(t.Context(), "1")
		var e *stash.Error
		if !errors.As(err, &e) || e.HTTPStatus != 502 || !errors.Is(err, stash.ErrUnavailable) || string(e.Body) != body {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// Adyen's and Anthropic's clients send the key along to the host that a redirect names.
func TestAdyenAnthropic_KeyIsNotRedirected(t *testing.T) {
	redirect := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "https://other.example.com/")
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
	client, service := inMemory(t, []http.HandlerFunc{redirect})
	_, err := client.GetPaymentEvent(t.Context(), "1")
	var e *stash.Error
	if !errors.As(err, &e) || e.HTTPStatus != http.StatusTemporaryRedirect || len(service.seen) != 1 {
		t.Errorf("%d requests, %v", len(service.seen), err)
	}
}

// Twilio's client sends a POST again if it cannot decode the error response.
func TestTwilio_PostNotResentOnUndecodableError(t *testing.T) {
	for status, body := range map[int]string{500: "{", 502: "<html>", 503: "", 200: `{"id":`} {
		client, service := inMemory(t, []http.HandlerFunc{answer(status, "application/json", body)})
		if _, err := client.GenerateQuickPayURL(t.Context(), checkout()); err == nil || len(service.seen) != 1 {
			t.Errorf("HTTP %d %q: %d requests, %v", status, body, len(service.seen), err)
		}
	}
}

// With the id ../../admin, Anthropic's client sends the key to /admin.
func TestAnthropic_TraversingIDs(t *testing.T) {
	client, service := inMemory(t, []http.HandlerFunc{paidAnswer})
	if _, err := client.GetPaymentEvent(t.Context(), "../../admin"); err != nil {
		t.Fatal(err)
	}
	if got := service.seen[0].URL.EscapedPath(); got != "/sdk/server/payment/..%2F..%2Fadmin" {
		t.Errorf("sent to %s", got)
	}
	if _, err := client.Call(t.Context(), "../../admin", map[string]any{"shop_handle": "s"}); !errors.Is(err, stash.ErrInvalidArgument) || len(service.seen) != 1 {
		t.Errorf("%d requests, %v", len(service.seen), err)
	}
}

// Anthropic's client waits for the full Retry-After, even if it is a day.
func TestAnthropic_RetryAfterIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := inMemory(t, []http.HandlerFunc{later("86400"), paidAnswer})
		started := time.Now()
		_, err := client.GetPaymentEvent(t.Context(), "1")
		var e *stash.Error
		if took := time.Since(started); !errors.As(err, &e) || e.RetryAfter != 24*time.Hour || took != 0 {
			t.Errorf("returned after %v: %v", took, err)
		}
	})
}

// basecamp's client ignores the http.Client that it is given.
func TestBasecamp_WithHTTPClientIsUsed(t *testing.T) {
	called := 0
	mine := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		called++
		return nil, errors.New("mine")
	})}
	client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("https://stash.example.com"), stash.WithRetries(0), stash.WithHTTPClient(mine))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetPaymentEvent(t.Context(), "1"); called != 1 || err == nil || !strings.Contains(err.Error(), "mine") {
		t.Errorf("%d calls, %v", called, err)
	}
}
