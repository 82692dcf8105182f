package gameserver_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// TestObserver makes each kind of call with each outcome, and checks that it is told once, and logged if it went wrong.
func TestObserver(t *testing.T) {
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
	if err != nil {
		t.Fatal(err)
	}
	grants, fails := 0, error(nil)
	server := fake{
		register: func(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			return purchases.Register(ctx, r, func(context.Context) error { return fails })
		},
		confirm: func(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return purchases.Confirm(ctx, r, func(context.Context) error { grants++; return fails })
		},
		cancel: func(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
			return purchases.Cancel(ctx, r, nil)
		},
		player: func(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) { panic("oh") },
	}
	var (
		told, second []gameserver.Call
		logged       bytes.Buffer
	)
	h := newHandler(t, server, gameserver.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))),
		gameserver.WithObserver(func(_ context.Context, c gameserver.Call) { told = append(told, c) }),
		gameserver.WithObserver(func(_ context.Context, c gameserver.Call) { second = append(second, c) }))
	const register, confirm = "/api/v1/purchase/register", "/api/v1/purchase/confirm"
	later := func(path, body string, by time.Duration) *http.Request {
		return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, shopID, now.Add(by))
	}
	unsigned := post(confirm, confirmBody)
	unsigned.Header.Del("X-Stash-Hmac-Signature")
	unsigned.Body = nil
	down := errors.New("the database is down")
	for _, tt := range []struct {
		name      string
		r         *http.Request
		fails     error
		operation string
		key       string
		outcome   gameserver.Outcome
		status    int
		is        error
	}{
		{"store down", post(register, registerBody), down, gameserver.RegisterPayment, "t", gameserver.OutcomeFailed, 200, down},
		{"sold out", later(register, registerBody, 1*time.Millisecond), gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidOffer, "sold out"), gameserver.RegisterPayment, "t", gameserver.OutcomeRefused, 200, nil},
		{"confirmed before it was registered", post(confirm, confirmBody), nil, gameserver.ConfirmPayment, "t", gameserver.OutcomeRefused, 404, gameserver.ErrTransactionNotFound},
		{"registered", later(register, registerBody, 2*time.Millisecond), nil, gameserver.RegisterPayment, "t", gameserver.OutcomeReceived, 200, nil},
		{"registered again", later(register, registerBody, 3*time.Millisecond), nil, gameserver.RegisterPayment, "t", gameserver.OutcomeDuplicate, 200, nil},
		{"store down at confirm", later(confirm, confirmBody, 4*time.Millisecond), down, gameserver.ConfirmPayment, "t", gameserver.OutcomeFailed, 500, down},
		{"confirmed", later(confirm, confirmBody, 5*time.Millisecond), nil, gameserver.ConfirmPayment, "t", gameserver.OutcomeReceived, 200, nil},
		{"a copy", later(confirm, confirmBody, 5*time.Millisecond), nil, gameserver.ConfirmPayment, "t", gameserver.OutcomeDuplicate, 200, nil},
		{"confirmed again", later(confirm, confirmBody, 6*time.Millisecond), nil, gameserver.ConfirmPayment, "t", gameserver.OutcomeDuplicate, 200, nil},
		{"a copy of a refusal", post(confirm, confirmBody), nil, gameserver.ConfirmPayment, "t", gameserver.OutcomeRefused, 404, gameserver.ErrTransactionNotFound},
		{"cancelled too late", post(cancelPath, cancelBody), nil, gameserver.CancelPayment, "t", gameserver.OutcomeRefused, 200, gameserver.ErrAlreadyCompleted},
		{"a panic", get("/api/v1/player?playerId=p"), nil, gameserver.GetPlayer, "", gameserver.OutcomeFailed, 500, nil},
		{"unsigned", unsigned, nil, gameserver.ConfirmPayment, "", gameserver.OutcomeRefused, 401, nil},
		{"unreadable", post(confirm, `{`), nil, gameserver.ConfirmPayment, "", gameserver.OutcomeRefused, 400, nil},
		{"another path", post("/nowhere", `{}`), nil, "", "", gameserver.OutcomeRefused, 404, nil},
		{"another method", get(confirm), nil, "", "", gameserver.OutcomeRefused, 405, nil},
	} {
		told, fails = nil, tt.fails
		logged.Reset()
		status, _ := answer(t, h, tt.r)
		if len(told) != 1 {
			t.Fatalf("%s: told of %d calls", tt.name, len(told))
		}
		c := told[0]
		if c.Operation != tt.operation || c.Key != tt.key || c.Outcome != tt.outcome || c.Status != tt.status || status != tt.status || c.Duration < 0 {
			t.Errorf("%s: HTTP %d, told %+v", tt.name, status, c)
		}
		good := tt.outcome == gameserver.OutcomeReceived || tt.outcome == gameserver.OutcomeDuplicate
		if (c.Err == nil) != good || tt.is != nil && !errors.Is(c.Err, tt.is) || (logged.Len() == 0) != good {
			t.Errorf("%s: told error %v, logged %s", tt.name, c.Err, logged.String())
		}
		if !good && strings.Contains(logged.String(), "level=ERROR") != (tt.outcome == gameserver.OutcomeFailed) {
			t.Errorf("%s: logged %s", tt.name, logged.String())
		}
	}
	if grants != 2 || len(second) != 16 {
		t.Errorf("granted %d times with one failure, want 2; the second observer was told of %d calls", grants, len(second))
	}
}

// TestObserverOfHangingMethod checks that a method which hangs is told in time, and that its late note does not race.
func TestObserverOfHangingMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leave := make(chan struct{})
		var told []gameserver.Call
		h := newHandler(t, fake{confirm: func(context.Context, gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			<-leave
			return nil, nil
		}}, gameserver.WithObserver(func(_ context.Context, c gameserver.Call) { told = append(told, c) }))
		answer(t, h, post("/api/v1/purchase/confirm", confirmBody))
		if len(told) != 1 || told[0].Outcome != gameserver.OutcomeFailed || told[0].Status != 504 || told[0].Duration != 10*time.Second || told[0].Key != "t" {
			t.Errorf("told %+v", told)
		}
		close(leave)
	})
}

// TestObserverPanics checks that an observer's panic changes neither the answer nor what the other observers are told.
func TestObserverPanics(t *testing.T) {
	var logged bytes.Buffer
	told := 0
	h := newHandler(t, fake{}, gameserver.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))),
		gameserver.WithObserver(func(context.Context, gameserver.Call) { panic("no such metric: " + secret) }),
		gameserver.WithObserver(func(context.Context, gameserver.Call) { told++ }))
	if status, _ := answer(t, h, get("/nowhere")); status != 404 || told != 1 {
		t.Errorf("HTTP %d, told %d times", status, told)
	}
	if text := logged.String(); !strings.Contains(text, "WithObserver panicked: no such metric") || strings.Contains(text, secret) {
		t.Errorf("logged %s", text)
	}
	if _, err := gameserver.NewHandler(fake{}, shopID, []string{secret}, gameserver.WithObserver(nil)); err == nil || !strings.Contains(err.Error(), "WithObserver") {
		t.Errorf("a nil observer: %v", err)
	}
}

// TestPrintingHandlerShowsNoSecret prints a Handler, as a careless log line does.
func TestPrintingHandlerShowsNoSecret(t *testing.T) {
	h := newHandler(t, fake{})
	if text := fmt.Sprintf("%v %+v %#v %s", h, h, h, h); strings.Contains(text, secret) || strings.Count(text, "gameserver.Handler") != 4 {
		t.Error(text)
	}
}

// TestEmptyHandlerIsAnError checks that a Handler which NewHandler did not make answers HTTP 500 and says in the log why.
func TestEmptyHandlerIsAnError(t *testing.T) {
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	defer slog.SetDefault(before)
	for name, h := range map[string]*gameserver.Handler{"nil": nil, "zero": {}} {
		if status, body := answer(t, h, get("/api/v1/catalog")); status != 500 || strings.Contains(body, "NewHandler") {
			t.Errorf("%s: HTTP %d %s", name, status, body)
		}
	}
	if n := strings.Count(logged.String(), "make it with NewHandler"); n != 2 {
		t.Errorf("%d lines are logged, want 2: %s", n, logged.String())
	}
}
