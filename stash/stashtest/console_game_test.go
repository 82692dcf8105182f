package stashtest_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

const gamePage = "/console/game-server"

// scripted is a game server that answers what a test says, and otherwise as it should.
type scripted struct {
	*served
	answer atomic.Pointer[scriptedAnswer]
}

type scriptedAnswer struct {
	status int
	body   string
}

func serveScript(t *testing.T, game gameserver.Server) *scripted {
	t.Helper()
	s := &scripted{}
	s.served = serveGame(t, game, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			said := s.answer.Load()
			if said == nil {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(said.status)
			_, _ = io.WriteString(w, strings.ReplaceAll(said.body, "SIGNATURE", r.Header.Get("X-Stash-Hmac-Signature")))
		})
	})
	return s
}

// TestConsoleGameServer holds what the console tells of calls to the game server, and of the one that is connected.
func TestConsoleGameServer(t *testing.T) {
	s := serveScript(t, newSampleGame())
	browse(t, s.URL+gamePage, nil).shows(t, "connected", http.StatusOK, "Calls go to "+s.host+" .", "No calls yet", "Game server 0")
	id := must(s.BeginPurchase(t.Context(), "player-1001", stashtest.CartItem{SKU: bundleSKU, Quantity: 1}))
	s.answer.Store(&scriptedAnswer{500, `{"code":13,"message":"<b>the inventory is full</b>","details":[]}`})
	if s.Pay(id) == nil {
		t.Error("it is paid without a confirmation")
	}
	s.answer.Store(&scriptedAnswer{200, `{"results":[],"colour":"red"}`})
	if s.Pay(id) == nil {
		t.Error("it is paid with a confirmation that breaks the document")
	}
	s.answer.Store(nil)
	check(t, s.Pay(id))
	s.UseGameServer(s.ConnectGameServer("http://user:fake-password@127.0.0.1:1/game?key=fake-query#part", gameSecret))
	if _, err := s.Offers(t.Context(), "player-1001"); err == nil {
		t.Error("there are offers without a game server")
	}
	page := browse(t, s.URL+gamePage, nil)
	page.shows(t, "calls", http.StatusOK, "Calls go to http://127.0.0.1:1/game .", "The latest 6 of 6, newest first", "Game server 6", "!fake-", "!user:")
	const took = ` [0-9.]+(µs|ms|s)`
	last := -1
	for _, row := range []string{
		"GetCatalog no answer .*refused" + took,
		"ConfirmPayment HTTP 200 OK" + took,
		`ConfirmPayment HTTP 200 OK { "colour": "red", "results": \[\] }` + took + " .*results",
		`ConfirmPayment HTTP 500 Internal Server Error { "code": 13, "details": \[\], "message": "<b>the inventory is full</b>" }` + took,
		"RegisterPayment HTTP 200 OK" + took,
		"GetCatalog HTTP 200 OK" + took,
	} {
		at := regexp.MustCompile(row).FindStringIndex(page.text())
		if at == nil || at[0] < last {
			t.Errorf("the row %s is at %v, after %d: %s", row, at, last, page.text())
			continue
		}
		last = at[0]
	}
	same(t, "bad ones", strings.Count(page.html, `class="badge bad"`), 3)
	for at, want := range map[string]string{"http://a b": "a URL that cannot be read", "": "a URL that cannot be read"} {
		s.UseGameServer(s.ConnectGameServer(at, gameSecret))
		browse(t, s.URL+gamePage, nil).shows(t, at, http.StatusOK, "Calls go to "+want+" .")
	}
	s.UseGameServer(nil)
	browse(t, s.URL+gamePage, nil).shows(t, "none", http.StatusOK, "No game server is connected", "stash emulate --game-server-url URL", "Server.UseGameServer", "The latest 6 of 6")
}

// TestConsoleGameServerIsBounded holds that neither many calls nor an answer that is wrong all over makes the page long.
func TestConsoleGameServerIsBounded(t *testing.T) {
	s := serveScript(t, newSampleGame())
	game := s.ConnectGameServer(s.host, gameSecret)
	for range 210 {
		must(game.Player(t.Context(), "player-1001"))
	}
	wrong := strings.Repeat(`{"guid":"g","status":"`+strings.Repeat("FINE", 1000)+`"},`, 200)
	s.answer.Store(&scriptedAnswer{200, `{"statuses":[` + strings.TrimSuffix(wrong, ",") + `]}`})
	if _, err := game.Buy(t.Context(), "player-1001", bundle); err == nil {
		t.Error("an answer that breaks the document is taken")
	}
	calls := s.GameServerCalls()
	if n := len(calls[len(calls)-1].Violations); n <= 10 {
		t.Fatalf("the answer has only %d violations", n)
	}
	page := browse(t, s.URL+gamePage, nil)
	page.shows(t, "many", http.StatusOK, "The latest 200 of 211", "Game server 211", " more")
	same(t, "rows", strings.Count(page.html, `<tr role="row" id="row-game-call-`), 200)
	if first := between(t, page, `<tbody role="rowgroup" id="game-calls" data-live>`, "</tr>"); !strings.Contains(first, "row-game-call-000211") || strings.Count(first, "<li>") != 11 || len(first) > 10_000 {
		t.Errorf("the first row is not the newest, or too long: %.300s", first)
	}
}

// TestConsoleGameServerShowsNoSecret lets a game server answer with secrets, whole, under names and cut.
func TestConsoleGameServerShowsNoSecret(t *testing.T) {
	s := serveScript(t, newSampleGame())
	const other = "fake-other-game-server-secret"
	game := s.ConnectGameServer(s.host, other)
	token := s.PlayerToken("player-1001")
	secrets := []string{gameSecret, other, s.APIKey, s.HMACSecret, s.WebhookSecret, token, "fake-id-token", "v1;"}
	for _, body := range []string{
		`{"message":"` + strings.Join(secrets[:6], " ") + `"}`, strings.Join(secrets[:6], "\n"), `{"idToken":"fake-id-token","signature":"SIGNATURE"}`,
		"signature: SIGNATURE", `{"` + gameSecret + `":1,"status":"` + other + `"}`, "token=fake-id-token",
	} {
		for _, status := range []int{200, 401, 503} {
			s.answer.Store(&scriptedAnswer{status, body})
			if _, err := game.Player(t.Context(), "player-1001"); err == nil {
				t.Errorf("HTTP %d with %s is a success", status, body)
			}
		}
	}
	for _, secret := range secrets[:6] { // each at every place where what is shown may end
		for n := 150; n < 260; n += 5 {
			s.answer.Store(&scriptedAnswer{401, strings.Repeat("x", n) + " " + secret + " " + strings.Repeat("y", 300)})
			if _, err := game.Player(t.Context(), "player-1001"); err == nil {
				t.Error("HTTP 401 is a success")
			}
		}
		page := browse(t, s.URL+gamePage, nil)
		page.shows(t, "secrets", http.StatusOK, "[redacted]", "HTTP 401")
		for _, each := range secrets {
			for _, part := range []string{each, each[:max(3, len(each)*2/3)]} {
				if strings.Contains(page.text(), part) || strings.Contains(page.html, part) {
					t.Errorf("the page shows %q of the secret %q", part, each)
				}
			}
		}
	}
}

// TestConsoleIsToldOfGameServer holds that pages hear of every call, of a game server that is connected, and of what a
// player does on a page.
func TestConsoleIsToldOfGameServer(t *testing.T) {
	s := serveScript(t, newSampleGame())
	s.SendWebhooks("")
	game := s.ConnectGameServer(s.host, gameSecret)
	link := s.link(t, "", "4.99", "USD", 1)
	told := listen(t, t.Context(), s.Server)
	check(t, told())
	for n := range 3 {
		must(game.Player(t.Context(), "player-1001"))
		check(t, told())
		browse(t, s.URL+gamePage, nil).shows(t, "told", http.StatusOK, fmt.Sprintf("Game server %d", n+1), fmt.Sprintf("The latest %d of", n+1))
	}
	s.UseGameServer(nil)
	check(t, told())
	browse(t, s.URL+gamePage, nil).shows(t, "taken away", http.StatusOK, "No game server is connected")
	press(t, s.URL+"/pay/"+link, "pay").shows(t, "paid", http.StatusOK, "Paid")
	check(t, told())
	s.UseGameServer(game)
	check(t, told())
}

// TestCancelledPurchase holds that a purchase which the game server has cancelled offers nothing more to press, while a
// checkout link, which it has not heard of, can be tried again.
func TestCancelledPurchase(t *testing.T) {
	s := serveScript(t, newSampleGame())
	list := s.URL + "/console/checkouts"
	for _, button := range []string{"decline", "close"} {
		id := must(s.BeginPurchase(t.Context(), "player-1001", stashtest.CartItem{SKU: bundleSKU, Quantity: 1}))
		address := s.URL + "/pay/" + id
		row := func() answered {
			return answered{html: between(t, browse(t, list, nil), `id="row-`+id+`"`, "</tr>"), status: http.StatusOK}
		}
		row().shows(t, "open", http.StatusOK, "open", "Pay", "!cancelled")
		s.answer.Store(&scriptedAnswer{503, `{"message":"not now"}`})
		press(t, address, button).shows(t, "not cancelled", http.StatusConflict, "not now", "Pay Decline Close", "!cancelled")
		s.answer.Store(nil)
		gone := []string{"The purchase is cancelled, and nothing was paid.", "open the shop again", "Status Cancelled", "Close", "!try again", "!Pay ", "!Decline"}
		press(t, address, button).shows(t, button, http.StatusOK, gone...)
		for _, each := range []answered{
			browse(t, address, nil), browse(t, s.URL+"/order/"+id, nil), press(t, address, "decline"), press(t, address, "close"),
		} {
			each.shows(t, "afterwards", http.StatusOK, gone...)
		}
		press(t, address, "pay").shows(t, "paying all the same", http.StatusConflict, "was given up; begin another one", "Status Cancelled", "!Pay ", "!Paid")
		row().shows(t, "the row", http.StatusOK, "cancelled", "cannot be paid", "!open", "!Pay")
		click(t, s.Server, "checkouts", "pay", id).shows(t, "the console's button", http.StatusConflict, "was given up", "!Paid")
		s.outcome(t, id, false, 0)
	}
	link := s.link(t, "", "4.99", "USD", 1)
	press(t, s.URL+"/pay/"+link, "decline").shows(t, "a link", http.StatusOK, "You can try again", "Pay Decline Close", "!ancelled")
	press(t, s.URL+"/pay/"+link, "pay").shows(t, "a link", http.StatusConflict, "stays unpaid") // the sample did not register it
	s.UseGameServer(nil)
	press(t, s.URL+"/pay/"+link, "pay").shows(t, "a link", http.StatusOK, "Paid")
}

// TestConsoleCutsNoSecret holds that what a receiver has answered is cut after secrets are hidden.
func TestConsoleCutsNoSecret(t *testing.T) {
	s := serveScript(t, newSampleGame())
	s.SendWebhooks(s.host, stashtest.Attempts(1))
	s.UseGameServer(nil)
	for n := 150; n < 205; n += 5 {
		s.answer.Store(&scriptedAnswer{401, strings.Repeat("x", n) + " " + s.WebhookSecret})
		check(t, s.Pay(s.link(t, "", "4.99", "USD", 1)))
		check(t, s.WaitWebhooks(t.Context()))
	}
	page := browse(t, s.URL+"/console/webhooks", nil)
	page.shows(t, "answers", http.StatusOK, "[redacted]", "HTTP 401", "!"+s.WebhookSecret[:len(s.WebhookSecret)/2])
}
