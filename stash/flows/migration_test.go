package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// tryHMAC makes the same read with the client's API key and with the HMAC secret that will replace it. Run it in the test
// environment. If it returns nil, change the first argument of stash.New.
func tryHMAC(ctx context.Context, client *stash.Client, shopID, secret string) error {
	for name, c := range map[string]*stash.Client{"API key": client, "HMAC": client.With(stash.HMAC(shopID, secret))} {
		_, err := c.GetPaymentEvent(ctx, "no-such-checkout")
		if !errors.Is(err, stash.ErrNotFound) { // Stash accepted the credential, and has no such checkout
			return fmt.Errorf("with the %s: %w", name, err)
		}
	}
	return nil
}

// A secret that is right, and one that is not.
func Example_migration() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()
	fmt.Println(tryHMAC(ctx, b.stash, srv.ShopID, srv.HMACSecret))
	fmt.Println(errors.Is(tryHMAC(ctx, b.stash, srv.ShopID, "fake-wrong-secret"), stash.ErrUnauthenticated))
	// Output:
	// <nil>
	// true
}
