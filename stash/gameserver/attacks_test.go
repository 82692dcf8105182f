package gameserver_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// TestHeadersComeFirst checks that a request without a good header is refused before its body is read.
func TestHeadersComeFirst(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	good := post(cancelPath, cancelBody).Header.Get("x-stash-hmac-signature")
	for name, value := range map[string]string{
		"none": "", "malformed": "?", "stale": strings.Replace(good, ";176", ";175", 1), "other shop": strings.Replace(good, "v1;1", "v1;9", 1), "short": good[:len(good)-4],
	} {
		r := httptest.NewRequest("POST", cancelPath, unread{t})
		if value != "" {
			r.Header.Set("x-stash-hmac-signature", value)
		}
		if status, text := answer(t, h, r); status != 401 {
			t.Errorf("%s: answered %d %s", name, status, text)
		}
	}
}

// TestHeaderHints checks spellings of the header, and what the answer says when something has changed it or the body.
func TestHeaderHints(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	good := post(cancelPath, cancelBody).Header.Get("x-stash-hmac-signature")
	send := func(body string, header http.Header) (int, string) {
		r := httptest.NewRequest("POST", cancelPath, strings.NewReader(body))
		r.Header = header
		return answer(t, h, r)
	}
	for name, c := range map[string]struct {
		body   string
		header http.Header
		status int
		says   string
	}{
		"lower case": {cancelBody, http.Header{"x-stash-hmac-signature": {good}}, 200, "SUCCESS"},
		"joined":     {cancelBody, http.Header{"X-Stash-Hmac-Signature": {good + ", " + good}}, 401, "joined two headers"},
		"gzip":       {"\x1f\x8b\x08", http.Header{"X-Stash-Hmac-Signature": {good}}, 401, "gzip"},
		"encoding":   {"{}", http.Header{"X-Stash-Hmac-Signature": {good}, "Content-Encoding": {"br"}}, 401, "Content-Encoding"},
		"seconds":    {cancelBody, http.Header{"X-Stash-Hmac-Signature": {strings.Replace(good, "1760000000000", "1760000000", 1)}}, 401, "in seconds"},
		"mark":       {"\uFEFF" + cancelBody, post(cancelPath, "\uFEFF"+cancelBody).Header, 400, "byte order mark"},
	} {
		if status, text := send(c.body, c.header); status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s: answered %d %s", name, status, text)
		}
	}
}

// TestAmbiguousRequestsAreRefused checks bodies and queries that two readers could read differently.
func TestAmbiguousRequestsAreRefused(t *testing.T) {
	never := func(context.Context) error { t.Error("the server was called"); return nil }
	h := newHandler(t, behaving(never))
	for _, change := range [][2]string{
		{`"playerId":"p"`, `"playerId":"p","player_id":"q"`}, {`"playerId":"p"`, `"playerId":"p","playerId":"q"`},
		{`"playerId":"p"`, `"playerId":"p","PLAYERID":"q"`}, {`"quantity":1`, `"quantity":1,"Quantity":9`},
		{`"items":[`, `"items":[{"guid":"g","productId":"x","quantity":9,"cents":1}],"items":[`},
	} {
		body := strings.Replace(confirmBody, change[0], change[1], 1)
		if status, text := answer(t, h, post("/api/v1/purchase/confirm", body)); status != 400 || !strings.Contains(text, "ambiguous") {
			t.Errorf("%s: answered %d %s", change[1], status, text)
		}
	}
	for _, query := range []string{"playerId=a&playerId=b", "playerId=a&player_id=b"} {
		if status, text := answer(t, h, get("/api/v1/player?"+query)); status != 400 || !strings.Contains(text, "ambiguous") {
			t.Errorf("%s: answered %d %s", query, status, text)
		}
	}
}

// TestRecordedPostAsGet sends a POST's body and signature as a GET of any player.
func TestRecordedPostAsGet(t *testing.T) {
	h := newHandler(t, fake{player: func(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
		t.Error("the server was called")
		return nil, nil
	}})
	for _, length := range []int64{int64(len(cancelBody)), -1} {
		r := sign(httptest.NewRequest("GET", "/api/v1/player?playerId=victim", strings.NewReader(cancelBody)), cancelBody, secret, shopID, now)
		r.ContentLength = length
		expect(t, h, r, 400, `{"code":3,"message":"a GET must not have a body"}`)
	}
}

// TestRecordedConfirmSentToCancelFirst checks that the true confirm still succeeds.
func TestRecordedConfirmSentToCancelFirst(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	expect(t, h, post(cancelPath, confirmBody), 200, cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the body is one of ConfirmPayment",`)[4:])
	respelled := strings.Replace(confirmBody, "timeMillis", "time_millis", 1)
	expect(t, h, post(cancelPath, respelled), 200, cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the body is one of ConfirmPayment",`)[4:])
	answer(t, h, post("/api/v1/purchase/register", confirmBody))
	expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, steps["confirm"].answers["success"][4:])
}

// TestUnstorable sends ids that a database cannot hold, and a quantity that would overflow.
func TestUnstorable(t *testing.T) {
	never := func(context.Context) error { t.Error("the server was called"); return nil }
	h := newHandler(t, behaving(never))
	long := strings.Repeat("x", 256)
	for _, c := range [][3]string{
		{`"playerId":"p"`, `"playerId":"p\u0000"`, "playerId has a control character"}, {`"transactionId":"t"`, `"transactionId":"` + long + `"`, "transactionId has 256 bytes; an id may have 255"},
		{`"playerId":"p"`, `"playerId":"\ud800"`, "playerId is not valid text"}, {`"playerId":"p"`, "\"playerId\":\"\xff\"", "playerId is not valid text"},
		{`"guid":"g2"`, `"guid":"g\n"`, "items[1].guid has a control character"}, {`"productId":"b"`, `"productId":"` + long + `"`, "items[1].productId has 256 bytes; an id may have 255"},
		{`"quantity":2`, `"quantity":"9223372036854775807"`, "items[1].quantity is more than 2147483647"},
	} {
		expect(t, h, post("/api/v1/purchase/confirm", strings.Replace(confirmBody, c[0], c[1], 1)), 400, `{"code":3,"message":"`+c[2]+`"}`)
	}
	expect(t, h, get("/api/v1/player?playerId=%00"), 400, `{"code":3,"message":"playerId has a control character"}`)
}

// TestOutageIsAnError checks that an outage is logged as an error also where the answer is HTTP 200.
func TestOutageIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		level string
	}{
		"outage": {errors.New("the database is away"), "ERROR"}, "refusal": {gameserver.Refuse(403, "no"), "WARN"}, "unavailable": {gameserver.Refuse(503, "later"), "ERROR"},
		"decline": {gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "no"), "WARN"}, "unknown": {gameserver.ErrTransactionNotFound, "WARN"},
	} {
		for _, call := range []string{"register", "cancel"} {
			var log strings.Builder
			h := newHandler(t, behaving(func(context.Context) error { return c.err }), gameserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			answer(t, h, post(steps[call].path, steps[call].body))
			if !strings.Contains(log.String(), "level="+c.level) {
				t.Errorf("%s at %s is logged as %s", name, call, log.String())
			}
		}
	}
}
