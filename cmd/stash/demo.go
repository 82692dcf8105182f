package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

var demoCommand = command{
	name: "demo", summary: "run a purchase against an emulated Stash: no account, no network",
	examples: []string{"stash demo"},
	setup: func(*flag.FlagSet) action {
		return func(ctx context.Context, s *streams, args []string) error {
			if err := none(args, "demo"); err != nil {
				return err
			}
			return demo(ctx, s.out)
		}
	},
}

// demo runs a purchase from checkout to payment event and prints one line per step. It fails when a step does not do
// what its line says.
func demo(ctx context.Context, out io.Writer) error {
	srv, err := stashtest.Start()
	if err != nil {
		return err
	}
	defer srv.Close()
	var unwritten error
	say := func(format string, args ...any) {
		if _, err := fmt.Fprintf(out, format+"\n", args...); err != nil && unwritten == nil {
			unwritten = err
		}
	}
	say("1. An emulated Stash listens on %s. Nothing leaves this machine.", srv.URL)

	client, err := stash.New(stash.APIKey(srv.APIKey), stash.WithBaseURL(srv.URL), stash.WithShopHandle(srv.ShopHandle))
	if err != nil {
		return err
	}
	say("2. The game's backend creates a client with its API key (%s).", stash.APIKey(srv.APIKey))

	answer, err := client.Call(ctx, "checkout-links/generate", map[string]any{
		"currency":      "USD",
		"external_user": map[string]any{"id": "player-1001", "display_name": "Robin"},
		"items": []map[string]any{{
			"id": "gem-pack-500", "name": "500 gems", "price_per_item": "4.99", "quantity": 1,
			"image_url": "https://cdn.example.com/gems-500.png",
		}},
	})
	if err != nil {
		return err
	}
	say("3. The backend creates a checkout by the endpoint's name, as the cURL sample does, and gets the page %v.", answer["url"])

	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 2},
		User:          stash.QuickPayUser{ID: "player-1001"},
		TransactionID: "order-000123",
	})
	if err != nil {
		return err
	}
	say("4. The backend creates another checkout with the typed method: two packs at 4.99 each, checkout %s.", link.ID)

	before, err := client.GetPaymentEvent(ctx, link.ID)
	if err != nil {
		return err
	}
	if before.Status.Paid() {
		return errors.New("the checkout is paid before the player has paid")
	}
	say("5. The player has not paid yet: the payment event says %s, so nothing is granted.", before.Status)

	if err := srv.Pay(link.ID); err != nil {
		return err
	}
	event, err := client.GetPaymentEvent(ctx, link.ID)
	if err != nil {
		return err
	}
	if !event.Status.Paid() || event.Total != "9.98" || len(event.Items) != 1 {
		return fmt.Errorf("the payment event does not match the purchase: status %s, total %s", event.Status, event.Total)
	}
	say("6. The player pays. The payment event says %s: %d × %s for %s %s, so the backend grants them.",
		event.Status, event.Items[0].Quantity, event.Items[0].Name, event.Total, event.Currency)

	stranger, err := stash.New(stash.APIKey("fake-key-of-someone-else"), stash.WithBaseURL(srv.URL))
	if err != nil {
		return err
	}
	_, err = stranger.GetPaymentEvent(ctx, link.ID)
	if !errors.Is(err, stash.ErrUnauthenticated) {
		return fmt.Errorf("a wrong key was not refused as unauthenticated; the error is: %v", err)
	}
	say("7. A wrong key is refused: %v", err)
	return unwritten
}
