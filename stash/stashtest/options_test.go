package stashtest_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestFixedShop holds that the guide's cURL sample works unchanged but for host, key and shop.
func TestFixedShop(t *testing.T) {
	var mu sync.Mutex
	var seen []stashtest.Request
	srv := stashtest.New(t,
		stashtest.WithAddr("127.0.0.1:0"), stashtest.WithAPIKey("fake-key-fixed"), stashtest.WithShopHandle("sample-shop"),
		stashtest.WithShopID("11111111-2222-4333-8444-555555555555"), stashtest.WithHMACSecret("fake-secret-fixed"),
		stashtest.WithWebhookSecret("fake-webhook-secret-fixed"),
		stashtest.WithObserver(func(r stashtest.Request) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, r)
		}))
	status, answer := send(t, srv, http.MethodPost, "/api/v1/sdk/checkout-links/generate", "fake-key-fixed", "application/json",
		`{"shop_handle":"sample-shop","currency":"USD","external_user":{"id":"player-1"},"items":[{"id":"gem","name":"Gem","price_per_item":"0.99","quantity":1}]}`)
	if status != http.StatusOK || answer["url"] == nil {
		t.Errorf("HTTP %d: %v", status, answer)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 1 || seen[0].Operation != "GenerateCheckoutLink" || seen[0].Status != http.StatusOK {
		t.Errorf("observed %v", seen)
	}
}

// TestMistakenOptions holds that Start says what is wrong.
func TestMistakenOptions(t *testing.T) {
	taken := strings.TrimPrefix(stashtest.New(t).URL, "http://")
	for want, opt := range map[string]stashtest.Option{
		"the API key is empty":          stashtest.WithAPIKey(""),
		"the shop handle has white":     stashtest.WithShopHandle("a b"),
		"the shop id is empty":          stashtest.WithShopID(""),
		"the shop id is not a UUID":     stashtest.WithShopID("sample-shop"),
		"cannot listen on \"nowhere\"":  stashtest.WithAddr("nowhere"),
		"cannot listen on \"" + taken:   stashtest.WithAddr(taken),
		"the webhook secret has white ": stashtest.WithWebhookSecret("a\n"),
	} {
		srv, err := stashtest.Start(opt)
		if err == nil {
			_ = srv.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// TestEverywhere holds that a server that listens everywhere names an address that can be called.
func TestEverywhere(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithAddr(":0"))
	if !strings.HasPrefix(srv.URL, "http://127.0.0.1:") {
		t.Errorf("URL %s", srv.URL)
	}
}
