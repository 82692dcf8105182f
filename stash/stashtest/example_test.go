package stashtest_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// A purchase from checkout link to payment event.
func Example() {
	srv, err := stashtest.Start() // in a test: srv := stashtest.New(t)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	ctx, client := context.Background(), srv.Client()

	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
		User:          stash.QuickPayUser{ID: "player-1001"},
		TransactionID: "order-000123",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Pay(link.ID); err != nil { // as the player would, at link.URL
		fmt.Println(err)
		return
	}
	event, err := client.GetPaymentEvent(ctx, link.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(event.Status, event.Total, event.Currency)

	_, err = client.GetPaymentEvent(ctx, "another-id")
	fmt.Println(errors.Is(err, stash.ErrNotFound))
	// Output:
	// PAYMENT_STATUS_SUCCEEDED 4.99 USD
	// true
}
