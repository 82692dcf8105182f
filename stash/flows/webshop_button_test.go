package flows_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
)

// openWebshop returns an address of the web shop where the player is signed in. Whoever has the address has the account:
// give it only to that player's game, and never log it.
func (b *backend) openWebshop(ctx context.Context, player string) (string, error) {
	link, err := b.stash.GenerateAuthenticatedURL(ctx, stash.GenerateAuthenticatedURLRequest{
		User:   stash.WebshopUser{ID: player},
		Target: stash.WebshopTargetStore,
	})
	if err != nil {
		return "", err
	}
	return link.URL, nil
}

// signOut ends the player's sessions in the web shop. Call it when the player signs out of the game.
func signOut(ctx context.Context, client *stash.Client, player string) error {
	_, err := client.LogoutUser(ctx, stash.LogoutUserParams{UserID: player})
	return err
}

// A player opens the shop and signs out.
func Example_webshopButton() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()

	url, err := b.openWebshop(ctx, "player-1001")
	check(err)
	fmt.Println("has a session:", strings.Contains(url, "session="), "signed out:", srv.LoggedOut("player-1001"))
	check(signOut(ctx, b.stash, "player-1001"))
	fmt.Println("signed out:", srv.LoggedOut("player-1001"))
	// Output:
	// has a session: true signed out: false
	// signed out: true
}
