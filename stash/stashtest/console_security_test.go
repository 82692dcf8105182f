package stashtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestPagesShowNoSecret calls with every secret in every place, and looks for each on every page that can be reached.
func TestPagesShowNoSecret(t *testing.T) {
	receiver := stashtest.New(t) // answers 404, which is all that is needed
	srv := stashtest.New(t, stashtest.WithAPIKey(`fake-"key"&<+%>/1`), stashtest.WithHMACSecret("fake-hmac-secret-1"),
		stashtest.WithWebhook(receiver.URL+"/hook?secret=fake-receiver-secret", stashtest.Attempts(1)))
	srv.AddProduct(gems("gem-pack-500", 499))
	token := srv.PlayerToken("player-1")
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	check(t, srv.Pay(link.ID))
	sub := startSubscription(t, srv)
	shop := must(srv.Client().GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1"}})).URL
	saved := stash.SaveTokensRequest{AccessToken: "fake-access-1", RefreshToken: "fake-refresh-1"}
	must(srv.Client().SaveTokens(t.Context(), saved))
	at, err := url.Parse(shop)
	check(t, err)
	secrets := []string{
		srv.APIKey, srv.HMACSecret, srv.WebhookSecret, token, at.Query().Get("session"), saved.AccessToken, saved.RefreshToken,
		"fake-receiver-secret", "fake-id-token", "fake-jwt", "fake-cookie", "fake-broken", "fake-nested", "fake-single",
	}
	inJSON := `{"idToken":"fake-id-token","a":[{"jwt":{"x":"fake-jwt"}}],"params":"{\"refresh_token\":\"fake-nested\"}","note":` + fmt.Sprintf("%q}", strings.Join(secrets[:7], " "))
	for _, body := range []string{
		inJSON, `{"accessToken":"fake-broken`, `{'access_token': 'fake-single'`, "accessToken=fake-broken&x=1", `{"x":"{\"jwt\":\"fake-nested`, strings.Join(secrets[:7], "\n"),
	} {
		send(t, srv, "POST", quickPayPath+"?access_token=fake-broken&%74oken=fake-broken&x="+url.QueryEscape(srv.APIKey), srv.APIKey, "application/json", body)
		send(t, srv, "POST", "/sdk/"+url.PathEscape(srv.APIKey)+"/"+token, srv.APIKey, "application/json", body)
	}
	// A cookie and a credential in a header of another's.
	browse(t, srv.URL+"/sdk/plans", nil, "Accept", "*/*", "Cookie", "a=fake-cookie", "X-Other-Token", "fake-jwt", "X-Note", srv.HMACSecret, "X-Stash-Api-Key", srv.APIKey)

	pages := []string{link.URL, shop, srv.URL + "/", srv.URL + "/?violations=1", srv.URL + "/console/checkouts", srv.URL + "/console/subscriptions", srv.URL + "/console/webhooks", srv.URL + "/console/game-server"}
	for i := range srv.Requests() {
		pages = append(pages, fmt.Sprintf("%s/console/calls/emulated-%06d", srv.URL, i+1))
	}
	check(t, srv.WaitWebhooks(t.Context()))
	for _, d := range srv.Deliveries() {
		pages = append(pages, srv.URL+"/console/webhooks/"+d.ID)
	}
	if len(pages) < 20 {
		t.Fatalf("only %d pages were found", len(pages))
	}
	hidden := 0
	for _, address := range pages {
		page := browse(t, address, nil)
		same(t, "status of "+address, page.status, http.StatusOK)
		hidden += strings.Count(page.html, "[redacted]")
		for i, secret := range secrets {
			for _, spelled := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
				if strings.Contains(page.text(), spelled) || strings.Contains(page.html, spelled) {
					t.Errorf("%s shows the secret %d, %s", address, i, secret)
				}
			}
		}
	}
	if hidden < 50 {
		t.Errorf("only %d secrets were hidden, so they were not where the pages would show them", hidden)
	}
	browse(t, srv.URL+"/console/subscriptions", nil).shows(t, "other texts", http.StatusOK, sub, "player-1")
}

// TestConsoleIsForItsDeveloper holds that neither a page of another site nor a name pointed at this machine reads or
// presses anything, and that looking changes nothing.
func TestConsoleIsForItsDeveloper(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithPublicURL("http://phone.example:8645"))
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	sub := startSubscription(t, srv)
	state := func() string {
		return fmt.Sprint(srv.Checkouts(), must(srv.Client().ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions, len(srv.Deliveries()))
	}
	before := state()
	for path, id := range map[string]string{"checkouts": link.ID, "subscriptions": sub, "webhooks": "delivery-000001"} {
		address := srv.URL + "/console/" + path
		for _, button := range []string{"pay", "refund", "renew", "fail", "expire", "redeliver"} {
			fields := url.Values{"do": {button}, "id": {id}, "seen": {"trialing 0"}}
			browse(t, address, fields, "Sec-Fetch-Site", "cross-site").shows(t, path, http.StatusForbidden, "page of another site")
			browse(t, address+"?"+fields.Encode(), nil).shows(t, path, http.StatusOK)
		}
		framed := browse(t, address, nil).header.Get("Content-Security-Policy")
		same(t, "frames are refused", strings.Contains(framed, "frame-ancestors 'none'"), true)
	}
	same(t, "state", state(), before)
	for host, allowed := range map[string]bool{
		"evil.example": false, "localhost.evil.example:80": false, "127.0.0.1.evil.example": false,
		"localhost:evil": false, "[]127.0.0.1[]": false, "[127.0.0.1": false, "localhost:99999": false, "a..b": false,
		"stash:8645": true, "phone.example:8645": true, "phone.example": false,
		"localhost:8645": true, "stash.localhost": true, "127.0.0.1": true, "[::1]:8645": true, "LOCALHOST": true,
	} {
		for _, path := range []string{"/", "/console/checkouts", "/console/calls/emulated-000001", "/pay/" + link.ID, "/shop/" + srv.ShopHandle, "/assets/style.css", "/_emulator/state"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
			check(t, err)
			req.Host = host
			resp, err := http.DefaultTransport.RoundTrip(req)
			check(t, err)
			resp.Body.Close()
			same(t, "allowed as "+host, resp.StatusCode == http.StatusOK, allowed)
		}
	}
}

// listen opens the console's events and returns what reads one.
func listen(t *testing.T, ctx context.Context, srv *stashtest.Server) (next func() error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+"/console/events", nil)
	check(t, err)
	resp, err := http.DefaultTransport.RoundTrip(req)
	check(t, err)
	same(t, "type of events", resp.Header.Get("Content-Type"), "text/event-stream")
	lines := bufio.NewReader(resp.Body)
	return func() error {
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				resp.Body.Close()
				return err
			}
			if line == "data: changed\n" {
				return nil
			}
		}
	}
}

// TestConsoleIsTold holds that pages hear of changes, of many at once in few events, and of the server's end.
func TestConsoleIsTold(t *testing.T) {
	srv := stashtest.New(t)
	gone, leave := context.WithCancel(t.Context())
	left := listen(t, gone, srv)
	check(t, left())
	leave()
	var pages []func() error
	for range 20 {
		page := listen(t, t.Context(), srv)
		check(t, page()) // at once, for what a page has missed while it was not connected
		pages = append(pages, page)
	}
	began := time.Now()
	for range 300 {
		send(t, srv, "GET", "/sdk/plans", srv.APIKey, "", "")
	}
	for _, page := range pages {
		check(t, page())
	}
	check(t, srv.Close())
	for _, page := range pages {
		told, err := 0, error(nil)
		for ; err == nil; told++ {
			err = page()
		}
		if !errors.Is(err, io.EOF) { // a connection that is cut gives another error
			t.Errorf("the events have not ended well: %v", err)
		}
		if most := int(time.Since(began)/stashtest.ChangesApart) + 2; told > most {
			t.Errorf("%d events for calls that took %v, more than %d", told, time.Since(began), most)
		}
	}
}
