package gameserver_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

const cancelPath = "/api/v1/purchase/cancel"

func legacy(r *http.Request, body string) *http.Request {
	r.Header.Del("x-stash-hmac-signature")
	r.Header.Set("stash-hmac-signature", signature.Encode(signature.NewKey([]byte(secret)).Legacy([]byte(body))))
	return r
}

func TestLegacySignature(t *testing.T) {
	done := cancelled("SUCCESS_CANCELLED", "")[4:]
	strict, lenient := newHandler(t, behaving(behaviours["success"])), newHandler(t, behaving(behaviours["success"]), gameserver.WithLegacySignatures())
	expect(t, lenient, legacy(post(cancelPath, cancelBody), cancelBody), 200, done)
	expect(t, strict, legacy(post(cancelPath, cancelBody), cancelBody), 401, `{"code":16,"message":"the header stash-hmac-signature is not accepted here; sign with x-stash-hmac-signature"}`)

	both := legacy(post(cancelPath, cancelBody), cancelBody)
	both.Header.Set("x-stash-hmac-signature", "v1;"+shopID+";1;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	expect(t, lenient, both, 401, `{"code":16,"message":"signature time is outside the window: it is years away, and good for 5m0s either way"}`)
	wrong := legacy(post(cancelPath, cancelBody), "another body")
	expect(t, lenient, wrong, 401, `{"code":16,"message":"signature does not match"}`)
}

func TestMalformedHeaders(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	good := post(cancelPath, cancelBody).Header.Get("x-stash-hmac-signature")
	for name, header := range map[string][]string{
		"empty": {""}, "three parts": {"v1;a;1"}, "no digits": {strings.Replace(good, ";1760000000000;", ";soon;", 1)},
		"no padding": {strings.TrimRight(good, "=")}, "twice": {good, good},
	} {
		r := post(cancelPath, cancelBody)
		r.Header["X-Stash-Hmac-Signature"] = header
		if status, body := answer(t, h, r); status != 401 || !strings.Contains(body, "malformed") && !strings.Contains(body, "version") {
			t.Errorf("%s: answered %d %s", name, status, body)
		}
	}
}

func TestSecrets(t *testing.T) {
	server := behaving(behaviours["success"])
	h, err := gameserver.NewHandler(server, shopID, []string{"fake-new-secret", secret}, gameserver.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"fake-new-secret", secret} {
		r := sign(post(cancelPath, cancelBody), cancelBody, key, strings.ToUpper(shopID), now)
		if status, body := answer(t, h, r); status != 200 {
			t.Errorf("a request signed with a valid secret was answered with %d %s", status, body)
		}
	}
	decoded, err := gameserver.NewHandler(server, shopID, []string{"ZmFrZS1nYW1lLXNlcnZlci1zZWNyZXQ="}, gameserver.WithDecodedSecrets(), gameserver.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, decoded, post(cancelPath, cancelBody), 200, cancelled("SUCCESS_CANCELLED", "")[4:])
}

// TestLogShowsNoSecret logs a panic whose text has the secret in it.
func TestLogShowsNoSecret(t *testing.T) {
	var log strings.Builder
	h := newHandler(t, behaving(behaviours["panic"]), gameserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	answer(t, h, post(cancelPath, cancelBody))
	if text := log.String(); strings.Contains(text, secret) || !strings.Contains(text, "a bug that knows [redacted]") || !strings.Contains(text, "cells_test.go") {
		t.Errorf("the log has the secret, or lacks the panic and where it was: %s", text)
	}
	if text := fmt.Sprintf("%+v %#v", h, h); strings.Contains(text, secret) {
		t.Error("a printed handler shows the secret")
	}
}

func TestNewHandlerRefuses(t *testing.T) {
	server := behaving(behaviours["success"])
	for name, c := range map[string]struct {
		server  gameserver.Server
		shop    string
		secrets []string
		opt     gameserver.Option
		want    string
	}{
		"no server":        {nil, shopID, []string{secret}, nil, "server is nil"},
		"no shop":          {server, "", []string{secret}, nil, "shop id"},
		"no secret":        {server, shopID, nil, nil, "no secret"},
		"newline":          {server, shopID, []string{secret + "\n"}, nil, "secret 1 of 1 has white space"},
		"path":             {server, shopID, []string{secret}, gameserver.WithPath(gameserver.GetPlayer, "player"), "must begin with a slash"},
		"call":             {server, shopID, []string{secret}, gameserver.WithPath("Nothing", "/x"), "is not a call"},
		"same path":        {server, shopID, []string{secret}, gameserver.WithPath(gameserver.GetPlayer, "/api/v1/catalog"), "the same path"},
		"environment":      {server, shopID, []string{secret}, gameserver.WithEnvironment("prod"), "neither"},
		"time":             {server, shopID, []string{secret}, gameserver.WithTimeout(0), "must be more than zero"},
		"length":           {server, shopID, []string{secret}, gameserver.WithMaxRequestBytes(-1), "must be more than zero"},
		"replays":          {server, shopID, []string{secret}, gameserver.WithReplayMemory(0), "must be more than zero"},
		"logger":           {server, shopID, []string{secret}, gameserver.WithLogger(nil), "logger is nil"},
		"clock":            {server, shopID, []string{secret}, gameserver.WithClock(nil), "clock is nil"},
		"undecodable keys": {server, shopID, []string{"not*base64"}, gameserver.WithDecodedSecrets(), "not base64"},
	} {
		opts := []gameserver.Option{gameserver.WithClock(clock)}
		if c.opt != nil {
			opts = append(opts, c.opt)
		}
		_, err := gameserver.NewHandler(c.server, c.shop, c.secrets, opts...)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error is %v, want one with %q and no secret", name, err, c.want)
		}
	}
}

// TestStrayCallsAreLogged checks that unknown calls are logged, and that 405 lists the allowed methods.
func TestStrayCallsAreLogged(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		allow, log   string
	}{
		{"PUT", "/api/v1/player", 405, "GET", `call="PUT /api/v1/player" status=405`},
		{"GET", cancelPath, 405, "POST", `call="GET /api/v1/purchase/cancel" status=405`},
		{"DELETE", "/both", 405, "GET, POST", `call="DELETE /both" status=405`},
		{"GET", "/api/v1/player/", 404, "", `call="GET /api/v1/player/" status=404`},
		{"GET", "/" + secret + "/%E2%80%AE" + strings.Repeat("x", 200), 404, "", `call="GET /[redacted]/%E2%80%AExxx`},
	} {
		var log strings.Builder
		opts := []gameserver.Option{gameserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil)))}
		if c.path == "/both" {
			opts = append(opts, gameserver.WithPath(gameserver.GetPlayer, "/both"), gameserver.WithPath(gameserver.RegisterPayment, "/both"))
		}
		h := newHandler(t, behaving(behaviours["success"]), opts...)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		if w.Code != c.status || w.Header().Get("Allow") != c.allow || !strings.Contains(log.String(), c.log) || log.Len() > 400 || strings.Contains(log.String(), secret) {
			t.Errorf("%s %s was answered with %d, Allow %q, and logged as %q", c.method, c.path, w.Code, w.Header().Get("Allow"), log.String())
		}
	}
}

// TestNilBody calls the handler with a request that no server made.
func TestNilBody(t *testing.T) {
	h := newHandler(t, fake{player: func(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
		return &gameserver.GetPlayerResponse{Player: gameserver.Player{Name: "Robin"}}, nil
	}})
	r := get("/api/v1/player?playerId=p")
	r.Body = nil
	expect(t, h, r, 200, `{"player":{"name":"Robin","playerId":"p"}}`)
	empty := sign(post("/api/v1/purchase/confirm", ""), "", secret, shopID, now)
	empty.Body = nil
	expect(t, h, empty, 400, `{"code":3,"message":"the body cannot be read: unexpected end of JSON input"}`)
}
