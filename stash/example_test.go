package stash_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// A purchase from the checkout to the grant. In production the client is made with HMAC and WithEnvironment.
func Example() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(srv.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()

	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
		User:          stash.QuickPayUser{ID: "player-1001"},
		TransactionID: "order-000123",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Pay(link.ID); err != nil { // the player opens link.URL and pays
		fmt.Println(err)
		return
	}
	event, err := client.GetPaymentEvent(ctx, link.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	if event.Status.Paid() {
		fmt.Println("grant order-000123, paid with", event.Total, event.Currency)
	}
	// Output:
	// grant order-000123, paid with 4.99 USD
}

// New refuses a client that would not know which environment to call.
func ExampleNew() {
	const shopID, secret = "11111111-2222-4333-8444-555555555555", "fake-secret"
	_, err := stash.New(stash.HMAC(shopID, secret), stash.WithEnvironment(stash.Test))
	fmt.Println(err)
	_, err = stash.New(stash.HMAC(shopID, secret))
	fmt.Println("without an environment:", err != nil)
	_, err = stash.New(stash.HMAC("my-shop-handle", secret), stash.WithEnvironment(stash.Test))
	fmt.Println("with the handle in place of the id:", err != nil)
	// Output:
	// <nil>
	// without an environment: true
	// with the handle in place of the id: true
}

// Compare an error with a sentinel, or take its parts.
func ExampleError() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()

	_, err = srv.Client().GetPaymentEvent(context.Background(), "no-such-checkout")
	fmt.Println("not found:", errors.Is(err, stash.ErrNotFound))
	var failed *stash.Error
	if errors.As(err, &failed) {
		fmt.Println("HTTP", failed.HTTPStatus, "after", failed.Attempts, "attempt")
	}
	// Output:
	// not found: true
	// HTTP 404 after 1 attempt
}

// A wrong argument is refused before anything is sent.
func ExampleErrInvalidArgument() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()

	_, err = srv.Client().GenerateQuickPayURL(context.Background(), stash.GenerateQuickPayURLRequest{
		Item: stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4,99", Quantity: 1},
		User: stash.QuickPayUser{ID: "player-1001"},
	})
	fmt.Println("refused:", errors.Is(err, stash.ErrInvalidArgument), "calls:", len(srv.Requests()))
	// Output:
	// refused: true calls: 0
}

// An iterator reads the next page when the loop needs it.
func ExampleClient_AllProducts() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	for i := range 120 {
		srv.AddProduct(stash.Product{ProductID: fmt.Sprint("gems-", i), Prices: []stash.ProductPrice{stashtest.USDPrice(499)}})
	}
	client := srv.Client().With(stash.HMAC(srv.ShopID, srv.HMACSecret)) // the catalog takes no API key

	products := 0
	for _, err := range client.AllProducts(context.Background(), srv.ShopID, stash.ListProductsParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		products++
	}
	fmt.Println(products, "products")
	// Output:
	// 120 products
}

// A call in a player's name takes the player's token. The connections stay those of the client.
func ExampleClient_With() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	client := srv.Client()

	player := client.With(stash.PlayerToken(srv.PlayerToken("player-1001")))
	_, err = player.ApproveWithJWT(context.Background(), stash.ApproveWithJWTRequest{
		Code: srv.IssueCode(), // from the deep link
		User: stash.LoginUser{ID: "player-1001"},
	})
	fmt.Println("signed in:", err == nil)
	// Output:
	// signed in: true
}

// A secret store is asked for each attempt, so a new secret works without a restart.
func ExampleCredentialFunc() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	current := "fake-old-secret"
	client, err := stash.New(stash.CredentialFunc(func(context.Context) (stash.Credential, error) {
		return stash.HMAC(srv.ShopID, current), nil
	}), stash.WithBaseURL(srv.URL))
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = client.ListPlans(context.Background(), stash.ListPlansParams{})
	fmt.Println("accepted:", !errors.Is(err, stash.ErrUnauthenticated))
	current = srv.HMACSecret
	_, err = client.ListPlans(context.Background(), stash.ListPlansParams{Status: stash.Ptr(stash.PlanStatusActive)})
	fmt.Println("accepted:", err == nil)
	// Output:
	// accepted: false
	// accepted: true
}

// The number of decimals comes with the amount.
func ExampleFormatMinorUnits() {
	fmt.Println(stash.FormatMinorUnits(499, 2), "USD")
	fmt.Println(stash.FormatMinorUnits(823, 0), "JPY")
	// Output:
	// 4.99 USD
	// 823 JPY
}
