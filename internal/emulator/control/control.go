// Package control is the emulator's HTTP API for tests in any language: faults, time, payments, codes, state. Stash has
// nothing like it. Its addresses begin with /_emulator/, and its bodies are JSON.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
)

// Around is what the control API needs from its emulator.
type Around struct {
	Now        func() time.Time // the shop's clock
	Advance    func(until time.Time)
	Reset      func() error
	Stop       func() // asks the program to stop
	Document   []byte // as GET /openapi.yaml returns it
	Shop       *shop.Shop
	Calls      *server.Server
	Deliveries *deliver.Deliveries
	Games      *callout.Games
}

// Control answers requests of the control API.
type Control struct {
	Around
	open, guarded *http.ServeMux
}

// route is an address of the API. Do gets the request's body into a value that New makes, and returns the response.
type route struct {
	pattern, what string
	do            func(c *Control, r *http.Request) (any, error)
}

// routes are the API. GET /_emulator/ lists them.
var routes = []route{
	{"GET /_emulator/state", "the shop's checkouts, subscriptions and webhooks, newest first", (*Control).state},
	{"POST /_emulator/faults", `make calls fail: {"operation":"GenerateQuickPayUrl","status":503,"times":2}`, (*Control).addFault},
	{"DELETE /_emulator/faults", "remove all faults", (*Control).clearFaults},
	{"GET /_emulator/clock", "the shop's time", (*Control).clock},
	{"POST /_emulator/clock", `move the shop's time forward: {"advance":"1mo"}; also 90s, 30m, 2h, 3d`, (*Control).advance},
	{"POST /_emulator/checkouts/{id}/pay", "pay a checkout", (*Control).pay},
	{"POST /_emulator/checkouts/{id}/decline", "decline an unpaid purchase of the web shop", (*Control).decline},
	{"POST /_emulator/checkouts/{id}/refund", `refund a paid checkout, or {"items":[{"id":"gems","quantity":1}]} of it`, (*Control).refund},
	{"POST /_emulator/subscription-links/{id}/complete", "complete a subscription's checkout or change link", (*Control).completeLink},
	{"POST /_emulator/subscriptions/{id}/renew", "charge the next period", (*Control).renew},
	{"POST /_emulator/subscriptions/{id}/fail-renewal", "fail the charge of the next period", (*Control).failRenewal},
	{"POST /_emulator/subscriptions/{id}/expire", "end a subscription now", (*Control).expire},
	{"POST /_emulator/sign-in-codes", "issue a code for one sign-in or account link", (*Control).issueCode},
	{"POST /_emulator/player-tokens", `issue a player's token: {"playerId":"player-1001"}`, (*Control).issueToken},
	{"PUT /_emulator/webhook", `send later events to {"url":"http://127.0.0.1:8080/stash/webhook"}; an empty URL stops them`, (*Control).setWebhook},
	{"POST /_emulator/webhooks/{id}/retry", "make the next attempt of a webhook now", (*Control).retry},
	{"POST /_emulator/webhooks/{id}/redeliver", "send the event of a webhook again", (*Control).redeliver},
	{"POST /_emulator/reset", "begin again: the seed's shop, no calls, no faults, today's time", (*Control).reset},
	{"POST /_emulator/stop", "stop the emulator", (*Control).stop},
}

// New makes the API.
func New(around Around) *Control {
	c := &Control{Around: around, open: http.NewServeMux(), guarded: http.NewServeMux()}
	c.open.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	c.open.HandleFunc("GET /openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		_, _ = w.Write(around.Document)
	})
	c.guarded.HandleFunc("GET /_emulator/{$}", func(w http.ResponseWriter, _ *http.Request) {
		list := map[string]string{}
		for _, each := range routes {
			list[each.pattern] = each.what
		}
		answer(w, http.StatusOK, list)
	})
	for _, each := range routes {
		c.guarded.HandleFunc(each.pattern, func(w http.ResponseWriter, r *http.Request) {
			result, err := each.do(c, r)
			if err == nil {
				err = c.Shop.Keep()
			}
			c.Calls.Changed()
			if err != nil {
				answer(w, statusOf(err), map[string]string{"error": sentence(err)})
				return
			}
			answer(w, http.StatusOK, result)
		})
	}
	c.guarded.HandleFunc("/_emulator/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusNotFound, map[string]string{"error": fmt.Sprintf("There is no %s %s. GET /_emulator/ lists what there is.", r.Method, r.URL.Path)})
	})
	return c
}

// Serve answers a request for the control API, and reports whether the request was for it. The guard is that of the
// console: it refuses requests of other web sites.
func (c *Control) Serve(w http.ResponseWriter, r *http.Request, guard func(http.Handler) http.Handler) bool {
	switch {
	case r.URL.Path == "/health" || r.URL.Path == "/openapi.yaml":
		c.open.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, "/_emulator/"):
		guard(c.guarded).ServeHTTP(w, r)
	default:
		return false
	}
	return true
}

// wrong is an error of the caller.
type wrong struct {
	status int
	error
}

func bad(format string, args ...any) error {
	return wrong{http.StatusBadRequest, fmt.Errorf(format, args...)}
}

func statusOf(err error) int {
	if caller := (wrong{}); errors.As(err, &caller) {
		return caller.status
	}
	return http.StatusConflict
}

// sentence drops the name of the Go method from an error.
func sentence(err error) string {
	text := strings.TrimPrefix(err.Error(), "stashtest: ")
	if method, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(method, " ") {
		text = rest
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(body)
}

// read reads a body of JSON. An empty body leaves the value as it is.
func read(r *http.Request, into any) error {
	const most = 64 << 10
	data, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err != nil || len(data) > most {
		return bad("the body could not be read, or is longer than %d bytes", most)
	}
	if len(data) == 0 {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return bad("the body cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return bad("there is text after the JSON of the body")
	}
	return nil
}

// done is the response of a request that returns nothing.
var done = struct{}{}

func newest[T any](list []T) []T {
	slices.Reverse(list)
	return list
}
