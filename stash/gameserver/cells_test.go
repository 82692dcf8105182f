package gameserver_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

const (
	registerBody = `{"playerId":"p","transactionId":"t","currency":"USD","decimalPlaces":2,"registrations":[{"guid":"g1","productId":"a","quantity":1,"cents":499},{"guid":"g2","productId":"b","quantity":2,"cents":99}]}`
	confirmBody  = `{"playerId":"p","transactionId":"t","currency":"USD","decimalPlaces":2,"tax":0,"total":697,"timeMillis":"1760000000000","items":[{"guid":"g1","productId":"a","quantity":1,"cents":499},{"guid":"g2","productId":"b","quantity":2,"cents":99}]}`
	cancelBody   = `{"playerId":"p","transactionId":"t","currency":"USD","decimalPlaces":2,"items":[{"guid":"g1","productId":"a","quantity":1,"cents":499},{"guid":"g2","productId":"b","quantity":2,"cents":99}]}`
)

// step is a call of the purchase API in a table.
type step struct {
	path, body string
	answers    map[string]string // status and body by outcome, for the outcomes that differ by call
}

func statuses(status, message string) string {
	return fmt.Sprintf(`200 {"statuses":[{"guid":"g1",%[2]s"productId":"a","status":"%[1]s"},{"guid":"g2",%[2]s"productId":"b","status":"%[1]s"}]}`,
		"PURCHASE_REGISTRATION_STATUS_"+status, message)
}

func cancelled(status, message string) string {
	return fmt.Sprintf(`200 {%s"status":"PURCHASE_CANCELLATION_STATUS_%s"}`, message, status)
}

var steps = map[string]step{
	"register": {"/api/v1/purchase/register", registerBody, map[string]string{
		"success":    statuses("SUCCESS_REGISTERED", ""),
		"user error": statuses("FAILED_PURCHASE_LOCKED", `"message":"the game server failed",`),
		"panic":      statuses("FAILED_PURCHASE_LOCKED", `"message":"the game server failed",`),
		"timeout":    statuses("FAILED_PURCHASE_LOCKED", `"message":"the game server took too long",`),
	}},
	"confirm": {"/api/v1/purchase/confirm", confirmBody, map[string]string{
		"success":    `200 {"results":[{"guid":"g1","productId":"a"},{"guid":"g2","productId":"b"}]}`,
		"user error": `500 {"code":13,"message":"the game server failed"}`,
		"panic":      `500 {"code":13,"message":"the game server failed"}`,
		"timeout":    `504 {"code":4,"message":"the game server took too long"}`,
	}},
	"cancel": {"/api/v1/purchase/cancel", cancelBody, map[string]string{
		"success":    cancelled("SUCCESS_CANCELLED", ""),
		"user error": cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the game server failed",`),
		"panic":      cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the game server failed",`),
		"timeout":    cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the game server took too long",`),
	}},
}

// refusals are the outcomes in which the Server is not called, with confirm's answer.
var refusals = map[string]struct {
	request func(path, body string) *http.Request
	answer  string
}{
	"bad signature": {
		func(path, body string) *http.Request {
			return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, "fake-other-secret", shopID, now)
		},
		`401 {"code":16,"message":"signature does not match"}`,
	},
	"stale": {
		func(path, body string) *http.Request {
			return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, shopID, now.Add(-5*time.Minute-time.Millisecond))
		},
		`401 {"code":16,"message":"signature time is outside the window: it is 5m0.001s old, and good for 5m0s either way"}`,
	},
	"future": {
		func(path, body string) *http.Request {
			return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, shopID, now.Add(5*time.Minute+time.Millisecond))
		},
		`401 {"code":16,"message":"signature time is outside the window: it is 5m0.001s in the future, and good for 5m0s either way"}`,
	},
	"wrong shop": {
		func(path, body string) *http.Request {
			return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, "99999999-2222-4333-8444-555555555555", now)
		},
		`401 {"code":16,"message":"the signature is for another shop"}`,
	},
	"wrong shop in the body": {
		func(path, body string) *http.Request { return post(path, `{"shopId":"another",`+body[1:]) },
		`401 {"code":16,"message":"the request is for another shop"}`,
	},
	"other environment": {
		func(path, body string) *http.Request {
			return post(path, `{"environment":"PAYMENT_ENVIRONMENT_TEST",`+body[1:])
		},
		`403 {"code":7,"message":"this server is only for PAYMENT_ENVIRONMENT_PRODUCTION"}`,
	},
	"bad JSON": {
		func(path, body string) *http.Request { return post(path, body[:len(body)-1]) },
		`400 {"code":3,"message":"the body cannot be read: unexpected end of JSON input"}`,
	},
	"no transaction": {
		func(path, body string) *http.Request { return post(path, strings.Replace(body, `"t"`, `""`, 1)) },
		`400 {"code":3,"message":"transactionId is empty; it must be set"}`,
	},
	"oversized": {
		func(path, body string) *http.Request { return post(path, body+strings.Repeat(" ", 2000)) },
		`413 {"code":3,"message":"the body is longer than 2000 bytes"}`,
	},
	"unsigned": {
		func(path, body string) *http.Request {
			return httptest.NewRequest("POST", path, strings.NewReader(body))
		},
		`401 {"code":16,"message":"the request is not signed: the header x-stash-hmac-signature is missing"}`,
	},
	"unknown version": {
		func(path, body string) *http.Request {
			r := post(path, body)
			r.Header.Set("x-stash-hmac-signature", "v2"+r.Header.Get("x-stash-hmac-signature")[2:])
			return r
		},
		`401 {"code":16,"message":"unknown signature version: \"v2\"; this program knows v1"}`,
	},
}

// refused returns a call's answer for a refusal. Register and cancel report it in the body, if the items can be read.
func refused(call, refusal, answer string) string {
	var told struct{ Message string }
	if err := json.Unmarshal([]byte(answer[4:]), &told); err != nil {
		panic(err)
	}
	message := fmt.Sprintf(`"message":%q,`, told.Message)
	switch signed := slices.Contains([]string{"wrong shop in the body", "other environment", "no transaction", "bad value"}, refusal); {
	case call == "cancel" && signed:
		return cancelled("FAILED_TRANSACTION_NOT_FOUND", message)
	case call == "register" && signed:
		return statuses("FAILED_PURCHASE_LOCKED", message)
	}
	return answer
}

// behaving makes a server whose methods all return the same result.
func behaving(how func(context.Context) error) fake {
	return fake{
		register: func(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			return gameserver.Registered(r), how(ctx)
		},
		confirm: func(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return gameserver.Confirmed(r), how(ctx)
		},
		cancel: func(ctx context.Context, _ gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
			return gameserver.Cancelled(), how(ctx)
		},
	}
}

var behaviours = map[string]func(context.Context) error{
	"success":    func(context.Context) error { return nil },
	"user error": func(context.Context) error { return errors.New("dial tcp: password=hunter2 refused") },
	"panic":      func(context.Context) error { panic("a bug that knows " + secret) },
	"timeout":    func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
}

// TestCells checks every call with every outcome, byte for byte.
func TestCells(t *testing.T) {
	options := []gameserver.Option{
		gameserver.WithMaxRequestBytes(2000), gameserver.WithTimeout(3 * time.Second),
		gameserver.WithEnvironment(gameserver.PaymentEnvironmentProduction),
	}
	cell := func(t *testing.T, how func(context.Context) error, request *http.Request, want string) {
		synctest.Test(t, func(t *testing.T) {
			status, body := answer(t, newHandler(t, behaving(how), options...), request)
			if got := fmt.Sprintf("%d %s", status, body); got != want {
				t.Errorf("answered\n\t%s\nwant\n\t%s", got, want)
			}
		})
	}
	for call, s := range steps {
		for outcome, how := range behaviours {
			t.Run(call+"/"+outcome, func(t *testing.T) { cell(t, how, post(s.path, s.body), s.answers[outcome]) })
		}
		for outcome, refusal := range refusals {
			t.Run(call+"/"+outcome, func(t *testing.T) {
				never := func(context.Context) error { t.Error("the server was called"); return nil }
				cell(t, never, refusal.request(s.path, s.body), refused(call, outcome, refusal.answer))
			})
		}
	}
}

// TestDeafServer checks that the handler answers in time even if the server ignores its context.
func TestDeafServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deaf := behaving(func(context.Context) error { time.Sleep(time.Minute); return nil })
		start := time.Now()
		expect(t, newHandler(t, deaf), post("/api/v1/purchase/confirm", confirmBody), 504, `{"code":4,"message":"the game server took too long"}`)
		if waited := time.Since(start); waited != 10*time.Second {
			t.Errorf("the handler waited %v, want 10s", waited)
		}
		time.Sleep(time.Minute)
	})
}

// TestDeafServerKeepsTheItems lets a method change its items after the time limit, for the race detector.
func TestDeafServerKeepsTheItems(t *testing.T) {
	busy := func(items []gameserver.PurchaseItem, ended chan<- bool) {
		for end := time.Now().Add(20 * time.Millisecond); time.Now().Before(end); {
			items[0].ProductID = strings.Repeat("x", time.Now().Nanosecond()%9+1)
		}
		ended <- true
	}
	ended := make(chan bool, 2)
	h := newHandler(t, fake{
		register: func(_ context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			busy(r.Registrations, ended)
			return gameserver.Registered(r), nil
		},
		confirm: func(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			busy(r.Items, ended)
			return gameserver.Confirmed(r), nil
		},
	}, gameserver.WithTimeout(2*time.Millisecond))
	for _, call := range []string{"register", "confirm"} {
		expect(t, h, post(steps[call].path, steps[call].body), map[string]int{"register": 200, "confirm": 504}[call], steps[call].answers["timeout"][4:])
		<-ended
	}
}
