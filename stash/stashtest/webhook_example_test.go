package stashtest_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// A purchase from checkout link to webhook, delivered three times at once and granted once; then half of it is
// refunded.
func ExampleServer_SendWebhooks() {
	srv, err := stashtest.Start() // in a test: srv := stashtest.New(t)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	handler, err := webhook.NewHandler([]string{srv.WebhookSecret}, webhook.All(
		webhook.On(func(_ context.Context, p *webhook.PurchaseSucceeded) error {
			fmt.Println("grant", p.Items[0].Quantity, p.Items[0].ID, "to", p.UserID, "for", p.Total, p.Currency)
			return nil
		}),
		webhook.On(func(_ context.Context, p *webhook.PurchaseRefunded) error {
			fmt.Println("take back", p.Items[0].Quantity, p.Items[0].ID)
			return nil
		}),
	), webhook.WithStore(webhook.NewMemoryStore(1000)))
	if err != nil {
		fmt.Println(err)
		return
	}
	game := httptest.NewServer(handler)
	defer game.Close()
	srv.SendWebhooks(game.URL, stashtest.Copies(3))

	ctx := context.Background()
	link, err := srv.Client().GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 2},
		User: stash.QuickPayUser{ID: "player-1001"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range []func() error{
		func() error { return srv.Pay(link.ID) },
		func() error { return srv.WaitWebhooks(ctx) },
		func() error { return srv.Refund(link.ID, stashtest.RefundItem{ID: "gem-pack-500", Quantity: 1}) },
		func() error { return srv.WaitWebhooks(ctx) },
	} {
		if err := step(); err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// grant 2 gem-pack-500 to player-1001 for 998 USD
	// take back 1 gem-pack-500
}
