package checks

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

// The generator's own client has traps; each test here shows that ours does not fall into one. Unset parameters,
// enums that share a value, odd formats and schemas called like the generator's own types are tried with the
// throw-away operations, and that no kin-openapi is linked with the layering.

// The generator's own types are called <OperationId>Response too, and then it writes what does not compile.
var _ func(context.Context, gen.GenerateQuickPayURLRequest, ...gen.RequestEditorFn) (*gen.GenerateQuickPayURLResponse, error) = (*gen.Client)(nil).GenerateQuickPayURL

// serve starts a server, which answers in JSON unless its handler says otherwise, and a bare generated client of it.
func serve(t *testing.T, handler http.HandlerFunc, opts ...gen.ClientOption) *gen.Client {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		handler(w, r)
	}))
	t.Cleanup(srv.Close)
	client, err := gen.NewClient(srv.URL, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestPathValuesReachNoOtherRoute(t *testing.T) {
	var reached string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reached = r.URL.EscapedPath() + "?" + r.URL.RawQuery
		_, _ = io.WriteString(w, "{}")
	})
	for id, want := range map[string]string{
		"": "", ".": "", "..": "", // refused
		"a/b":       "/sdk/server/payment/a%2Fb?",
		"a?b":       "/sdk/server/payment/a%3Fb?",
		"a#b c":     "/sdk/server/payment/a%23b%20c?",
		"%2e%2e":    "/sdk/server/payment/%252e%252e?",
		"../refund": "/sdk/server/payment/..%2Frefund?",
	} {
		reached = ""
		_, err := client.GetPaymentEvent(t.Context(), id)
		if reached != want {
			t.Errorf("the id %q reached %q, want %q", id, reached, want)
		}
		if refused := errors.Is(err, stash.ErrInvalidArgument); refused != (want == "") {
			t.Errorf("the id %q gives the error %v", id, err)
		}
	}
}

func TestKeyOfAnEditorFollowsNoRedirect(t *testing.T) {
	var strangers atomic.Int32
	stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	defer stranger.Close()
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, stranger.URL, http.StatusTemporaryRedirect)
	}, gen.WithHTTPClient(&http.Client{}), gen.WithRequestEditorFn(stash.APIKeyEditor("fake-key")))
	_, err := client.GetPaymentEvent(t.Context(), "1")
	if failure := new(stash.Error); !errors.As(err, &failure) || failure.HTTPStatus != http.StatusTemporaryRedirect {
		t.Errorf("a redirect gives %v, want an error with its status", err)
	}
	if n := strangers.Load(); n != 0 {
		t.Errorf("the redirect was followed %d times", n)
	}
}

// Whatever the status, the type and the body are, a call gives either its value or an error that has the status.
func TestEveryAnswerIsAValueOrAnErrorWithItsStatus(t *testing.T) {
	const paid = `{"currency":"USD"}`
	for _, answer := range []struct {
		status      int
		contentType string
		body        string
		ok          bool
	}{
		{200, "application/json", paid, true},
		{200, "application/json; charset=utf-8", paid, true},
		{200, "Application/JSON;charset=UTF-8", paid, true},
		{200, "application/problem+json", paid, true},
		{200, "", paid, true},
		{201, "application/json", paid, true}, // a success that the document does not have
		{200, "text/html", "<html>", false},
		{200, "text/html", paid, false}, // whoever says so is not Stash
		{200, "application/json", "<html>", false},
		{200, "application/json", "", false},
		{200, "application/json", `{"currency":"US`, false},
		{200, "application/json", `"text"`, false},
		{404, "application/json", "<html>", false},
		{404, "", "", false},
		{400, "text/html", "<html>", false},
		{409, "application/json", `{"code":`, false},
	} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil // net/http would guess one
			if answer.contentType != "" {
				w.Header().Set("Content-Type", answer.contentType)
			}
			w.WriteHeader(answer.status)
			_, _ = io.WriteString(w, answer.body)
		})
		event, err := client.GetPaymentEvent(t.Context(), "1")
		failure := new(stash.Error)
		switch {
		case answer.ok && (err != nil || event.Currency != "USD"):
			t.Errorf("%+v gives %+v and the error %v, want its value", answer, event, err)
		case !answer.ok && (!errors.As(err, &failure) || failure.HTTPStatus != answer.status || event != nil):
			t.Errorf("%+v gives %+v and the error %v, want an error with the status", answer, event, err)
		}
	}
}

func TestAnswersAreReadWithinABound(t *testing.T) {
	const enough = 1 << 30
	var written atomic.Int64
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"currency":"`)
		for block := []byte(strings.Repeat("a", 1<<20)); written.Load() < enough; {
			n, err := w.Write(block)
			written.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	_, err := client.GetPaymentEvent(t.Context(), "1")
	if failure := new(stash.Error); !errors.As(err, &failure) || failure.HTTPStatus != http.StatusOK || len(failure.Body) > 64<<10 {
		t.Errorf("a body without an end gives %v, want an error with the status and the body's beginning", err)
	}
	if n := written.Load(); n >= enough {
		t.Errorf("all of it was read, %d bytes", n)
	}
}

func TestUnknownEnumValuesAndFieldsSurvive(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"status":"PAYMENT_STATUS_REFUNDED","new":{"a":1}}`)
	})
	event, err := client.GetPaymentEvent(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(event)
	if want := `{"status":"PAYMENT_STATUS_REFUNDED"}`; err != nil || string(again) != want {
		t.Errorf("an unknown value became %s (%v), want %s", again, err, want)
	}
}

// A schema that takes any property brought a marshaller of the generator's own, which sent every zero value.
func TestFreeFormBodyIsSentAsItIs(t *testing.T) {
	var body string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		body = string(data)
		_, _ = io.WriteString(w, `{"any":[1.50,12345678901234567890],"url":"https://shop.example.com"}`)
	})
	answer, err := client.CallEndpoint(t.Context(), "a/b", gen.EndpointRequest{"shop_handle": "s", "zero": 0, "snake_case": "<&>"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"shop_handle":"s","snake_case":"<&>","zero":0}`; body != want {
		t.Errorf("sent %s, want %s", body, want)
	}
	if again, err := json.Marshal(answer); err != nil || string(again) != `{"any":[1.50,12345678901234567890],"url":"https://shop.example.com"}` {
		t.Errorf("the answer became %s (%v)", again, err)
	}
	if _, err := client.GenerateAuthenticatedURL(t.Context(), gen.GenerateAuthenticatedURLRequest{User: gen.WebshopUser{ID: "p"}}); err != nil || body != `{"user":{"id":"p"}}` {
		t.Errorf("sent %s (%v), want the user's id alone", body, err)
	}
}

// traces are what a trap leaves in generated code: a new schema may fall into one that no call above goes through.
var traces = map[string]string{
	"AdditionalProperties": "a schema takes any property beside its own; give it x-go-type: map[string]any in the overlay",
	") MarshalJSON(":       "a type has a marshaller of the generator's, which sends zero values and null",
	"openapi_types":        "a format has a type of the generator's, which one odd value makes unreadable; map it to string",
	"float32":              "a number loses digits; map it to float64",
	"kin-openapi":          "the document is embedded, which links kin-openapi into programs",
}

func trapsIn(source string) (found []string) {
	for trace, what := range traces {
		if strings.Contains(source, trace) {
			found = append(found, what)
		}
	}
	return found
}

func TestGeneratedCodeHasNoTraceOfATrap(t *testing.T) {
	files, err := filepath.Glob("gen/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no generated code: %v", err)
	}
	for _, file := range files {
		for _, what := range trapsIn(readFile(t, file)) {
			t.Errorf("%s: %s", file, what)
		}
	}
	for trace := range traces {
		if len(trapsIn("func (v T"+trace+") {}")) != 1 {
			t.Errorf("%q is not found", trace)
		}
	}
}
