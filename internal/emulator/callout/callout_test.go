package callout

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// TestPayAsksTheGameServer checks that a checkout is paid only after the game server confirms, and that no error shows
// the secret.
func TestPayAsksTheGameServer(t *testing.T) {
	const secret = "fake-game-secret-of-this-test"
	for name, tt := range map[string]struct {
		status int
		body   string
		paid   bool
	}{
		"confirmed":  {200, `{"results":[{"productId":"gem"}]}`, true},
		"refused":    {400, `{"message":"no ` + secret + `"}`, false},
		"no results": {200, `{"results":[]}`, false},
		"no JSON":    {200, `<html>`, false},
	} {
		t.Run(name, func(t *testing.T) {
			game := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			}))
			defer game.Close()
			events := 0
			sh, who := shop.New(time.Now, func(any) { events++ }), shop.RandomIdentity()
			games := New(Around{Now: time.Now, Who: func() shop.Identity { return who }, Shop: sh, Changed: func() {}})
			games.Use(games.Connect(game.URL, secret))
			made, failed := sh.OpenCheckout(shop.Checkout{
				Player: "p", Items: []stash.PaymentItem{{ID: "gem", PricePerItem: "0.99", Quantity: 1}},
			}, "items[]")
			if failed != nil {
				t.Fatal(failed.Error())
			}
			err := games.Pay(made.ID)
			if found, _ := sh.Checkout(made.ID); (err == nil) != tt.paid || found.Paid.IsZero() == tt.paid || (events == 1) != tt.paid {
				t.Errorf("the error is %v, paid at %v, with %d events", err, found.Paid, events)
			}
			var refused *Error
			if !tt.paid && (!errors.As(err, &refused) || strings.Contains(err.Error(), secret)) {
				t.Errorf("the error is %v", err)
			}
			if calls := games.Calls(); len(calls) != 1 || calls[0].Operation != "ConfirmPayment" || calls[0].Status != tt.status {
				t.Errorf("the calls are %+v", calls)
			}
		})
	}
}

func TestURLsOfNoGameServer(t *testing.T) {
	for url, want := range map[string]string{
		"http://127.0.0.1:8080/game": "", "ftp://a": "is not a URL", "127.0.0.1": "is not a URL",
		"https://a:fake-pass@b": "user info", "https://a?b": "a query", "https://a#b": "a fragment",
	} {
		if err := CheckURL(url); (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "fake-pass")) {
			t.Errorf("%s gives %v, want %q", url, err, want)
		}
	}
}
