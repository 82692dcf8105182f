package flows_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// firstPurchase makes a checkout of half a dollar, and waits until somebody pays it at the printed address. Run it once in
// the test environment: it shows that Stash accepts the credential, and that 0.50 is half a dollar and not 50.
func firstPurchase(ctx context.Context, client *stash.Client, every time.Duration) (*stash.PaymentEvent, error) {
	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "first", Name: "First purchase", PricePerItem: "0.50", Quantity: 1},
		User:          stash.QuickPayUser{ID: "tester"},
		TransactionID: fmt.Sprintf("first-%d", time.Now().UnixNano()),
	})
	if err != nil {
		return nil, err
	}
	log.Println("pay 0.50 USD at", link.URL)
	for {
		event, err := client.GetPaymentEvent(ctx, link.ID)
		switch {
		case errors.Is(err, stash.ErrNotFound): // Stash may know no payment of a checkout that is not paid yet
		case err != nil:
			return nil, err
		case event.Status.Paid():
			return event, nil
		}
		select {
		case <-time.After(every):
		case <-ctx.Done():
			return nil, fmt.Errorf("checkout %s is not paid yet: %w", link.ID, ctx.Err())
		}
	}
}

// The player pays while the program waits.
func Example_firstPurchase() {
	srv, b := start()
	defer srv.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go func() {
		for ctx.Err() == nil && len(srv.Checkouts()) == 0 {
			time.Sleep(time.Millisecond)
		}
		_ = srv.Pay(srv.Checkouts()[0].ID)
	}()
	event, err := firstPurchase(ctx, b.stash, time.Millisecond)
	check(err)
	fmt.Println(event.Status, event.Total, event.Currency)
	// Output:
	// PAYMENT_STATUS_SUCCEEDED 0.50 USD
}
