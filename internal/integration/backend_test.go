package integration

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// backend is a game's backend: it creates checkouts, receives webhooks, and grants what was paid.
type backend struct {
	*stash.Client
	shop *emulated

	mu     sync.Mutex
	grants []string // in the order in which they were made
}

// newBackend starts a backend, and an emulator that sends its webhooks to it.
func newBackend(t *testing.T, flags ...string) *backend {
	t.Helper()
	b := &backend{}
	// The emulator needs the address before the backend knows the secret, so the port is opened first.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.shop = emulate(t, append(flags, "--shop-handle", "sample-shop", "--webhook-url", "http://"+listener.Addr().String())...)
	env := b.shop.exports
	if b.Client, err = stash.New(stash.APIKey(env["STASH_API_KEY"]), stash.WithBaseURL(env["STASH_BASE_URL"]), stash.WithShopHandle(env["STASH_SHOP_HANDLE"])); err != nil {
		t.Fatal(err)
	}
	handler, err := webhook.NewHandler([]string{env["STASH_WEBHOOK_SECRET"]}, webhook.On(b.grant),
		webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithEnvironment(webhook.EnvironmentTest))
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
	server.Start()
	t.Cleanup(server.Close)
	return b
}

// grant gives a player what a webhook says was bought, after GetPaymentEvent has confirmed that it was paid.
func (b *backend) grant(ctx context.Context, p *webhook.PurchaseSucceeded) error {
	event, err := b.GetPaymentEvent(ctx, p.CheckoutLinkID)
	if err != nil {
		return err
	}
	if event.Status != stash.PaymentStatusSucceeded {
		return fmt.Errorf("the checkout %s is %s", p.CheckoutLinkID, event.Status)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.grants = append(b.grants, fmt.Sprintf("%d × %s for %s", p.Items[0].Quantity, p.Items[0].ID, p.UserID))
	return nil
}

func (b *backend) granted() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.grants...)
}

// status returns the status in the payment event of a checkout.
func (b *backend) status(t *testing.T, id string) stash.PaymentStatus {
	t.Helper()
	event, err := b.GetPaymentEvent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return event.Status
}

// quickPay creates a checkout for two packs of gems.
func (b *backend) quickPay(t *testing.T, transaction string) *stash.GenerateQuickPayURLResponse {
	t.Helper()
	link, err := b.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 2},
		User:          stash.QuickPayUser{ID: "player-1001"},
		TransactionID: transaction,
	})
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// waitForGrants waits for webhooks that are still on their way.
func (b *backend) waitForGrants(t *testing.T, n int) {
	t.Helper()
	for began := time.Now(); len(b.granted()) < n; time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%d purchases are granted, and %d were paid", len(b.granted()), n)
		}
	}
}

// post sends a body unchanged, with the shop's key. The SDK would refuse to send it.
func (b *backend) post(t *testing.T, path, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.console(path), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Stash-Api-Key", b.shop.exports["STASH_API_KEY"])
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}
