package stashtest_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

var gemPack = stash.GenerateQuickPayURLRequest{
	Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
	User:          stash.QuickPayUser{ID: "player-1001"},
	TransactionID: "order-000123",
}

// The response to a checkout is lost after the emulator made the checkout. The SDK sends the call again, and there is
// still one checkout.
func ExampleServer_Inject() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	srv.Inject(stashtest.Fault{Operation: "GenerateQuickPayUrl", Reset: true, AfterEffect: true})

	_, err = srv.Client().GenerateQuickPayURL(context.Background(), gemPack)
	fmt.Println("error:", err)
	fmt.Println("requests:", len(srv.Requests()), "checkouts:", len(srv.Checkouts()))
	// Output:
	// error: <nil>
	// requests: 2 checkouts: 1
}

// Each event is delivered three times, and the handler's store lets one through.
func ExampleServer_SendWebhooks() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	handler, err := webhook.NewHandler([]string{srv.WebhookSecret},
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			fmt.Println("grant", p.Items[0].ID, "to", p.UserID)
			return nil
		}), webhook.WithStore(webhook.NewMemoryStore(1000)))
	if err != nil {
		fmt.Println(err)
		return
	}
	game := httptest.NewServer(handler)
	defer game.Close()
	srv.SendWebhooks(game.URL, stashtest.Copies(3))

	ctx := context.Background()
	link, err := srv.Client().GenerateQuickPayURL(ctx, gemPack)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Pay(link.ID); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("all delivered:", srv.WaitWebhooks(ctx) == nil)
	// Output:
	// grant gem-pack-500 to player-1001
	// all delivered: true
}

// A renewal fails and then succeeds. The player keeps access in between.
func ExampleServer_FailRenewal() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()
	link, err := client.CreateSubscriptionCheckoutLink(ctx, stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1001"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Subscribe(link.ID); err != nil {
		fmt.Println(err)
		return
	}
	list, err := client.ListSubscriptions(ctx, stash.ListSubscriptionsParams{ExternalAccountID: stash.Ptr("player-1001")})
	if err != nil {
		fmt.Println(err)
		return
	}
	id := list.Subscriptions[0].ID
	for _, step := range []func(string) error{srv.FailRenewal, srv.Renew, srv.Expire} {
		if err := step(id); err != nil {
			fmt.Println(err)
			return
		}
		subscription, err := client.GetSubscription(ctx, id)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(subscription.Status, subscription.Status.HasAccess())
	}
	// Output:
	// past_due true
	// active true
	// expired false
}
