package flows_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// rotating makes a client that asks for the secret at each attempt, so a new secret works without a restart. current asks
// your secret store.
func rotating(shopID string, current func(context.Context) (string, error), opts ...stash.Option) (*stash.Client, error) {
	return stash.New(stash.CredentialFunc(func(ctx context.Context) (stash.Credential, error) {
		secret, err := current(ctx)
		return stash.HMAC(shopID, secret), err
	}), opts...)
}

// received accepts two secrets during a rotation: add the new one here, change it in Stash Studio, and remove the old one
// when no event is signed with it any more. gameserver.NewHandler does the same.
func received(old, fresh string, receive webhook.Receiver) (http.Handler, error) {
	return webhook.NewHandler([]string{old, fresh}, receive)
}

// Both secrets change while the program runs.
func Example_keyRotation() {
	srv, err := stashtest.Start(stashtest.WithHMACSecret("fake-new-secret"))
	check(err)
	defer srv.Close()
	ctx := context.Background()

	secret := "fake-old-secret"
	client, err := rotating(srv.ShopID, func(context.Context) (string, error) { return secret, nil }, stash.WithBaseURL(srv.URL))
	check(err)
	_, err = client.ListPlans(ctx, stash.ListPlansParams{})
	fmt.Println("with the deleted secret:", err == nil)
	secret = "fake-new-secret"
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
