package flows_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// secrets holds what your secret store says now; a watcher stores the new one in it while the program runs.
type secrets struct{ api atomic.Pointer[string] }

// client signs each attempt with the secret of that moment: a call that fails by a deleted key is right again as soon
// as the new one is stored, without a restart.
func (s *secrets) client(shopID string, opts ...stash.Option) (*stash.Client, error) {
	return stash.New(stash.CredentialFunc(func(context.Context) (stash.Credential, error) {
		return stash.HMAC(shopID, *s.api.Load()), nil
	}), opts...)
}

// received accepts both secrets while one replaces the other: first add the new one here, then change it in Stash
// Studio, and take the old one out when nothing comes with it any more. gameserver.NewHandler does the same.
func received(old, fresh string, receive webhook.Receiver) (http.Handler, error) {
	return webhook.NewHandler([]string{old, fresh}, receive)
}

// Both secrets change while the program runs.
func Example_keyRotation() {
	srv, err := stashtest.Start(stashtest.WithHMACSecret("fake-new-secret"))
	check(err)
	defer srv.Close()
	ctx := context.Background()

	var s secrets
	old, fresh := "fake-old-secret", "fake-new-secret"
	s.api.Store(&old)
	client, err := s.client(srv.ShopID, stash.WithBaseURL(srv.URL))
	check(err)
	_, err = client.ListPlans(ctx, stash.ListPlansParams{})
	fmt.Println("with the deleted secret:", err == nil)
	s.api.Store(&fresh)
	_, err = client.ListPlans(ctx, stash.ListPlansParams{})
	fmt.Println("with the new one:", err == nil)

	url := serve(received("fake-old-webhook", "fake-new-webhook", func(context.Context, *webhook.Event) error { return nil }))
	for _, secret := range []string{"fake-old-webhook", "fake-new-webhook"} {
		srv.WebhookSecret = secret
		delivery, err := srv.Deliver(ctx, url, &webhook.PurchaseSucceeded{OrderID: "1"})
		fmt.Println(delivery.Delivered, err)
	}
	// Output:
	// with the deleted secret: false
	// with the new one: true
	// true <nil>
	// true <nil>
}
