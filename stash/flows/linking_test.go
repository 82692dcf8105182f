package flows_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

// approveSignIn signs a player into the web shop. The shop's page opened the game with a deep link that has a code. Take
// player and jwt from the game's session, because the browser with this code gets that player's account.
func (b *backend) approveSignIn(ctx context.Context, deepLink, player, jwt string) error {
	link, err := url.Parse(deepLink)
	if err != nil || link.Query().Get("code") == "" {
		return errors.New("the deep link has no code")
	}
	_, err = b.stash.With(stash.PlayerToken(jwt)).ApproveWithJWT(ctx, stash.ApproveWithJWTRequest{
		Code: link.Query().Get("code"),
		User: stash.LoginUser{ID: player},
	})
	return signInError(err)
}

// signInError says what the player or the game can do.
func signInError(err error) error {
	switch {
	case errors.Is(err, stash.ErrNotFound), errors.Is(err, stash.ErrConflict):
		return errors.New("the code was used or has expired: ask the player to start again in the shop")
	case errors.Is(err, stash.ErrUnauthenticated):
		return errors.New("the token is more than an hour old: let the game sign in again")
	}
	return err
}

// A sign-in, the same code again, and another player's token.
func Example_linking() {
	srv, b := start()
	defer srv.Close()
	ctx, token := context.Background(), srv.PlayerToken("player-1001")

	link := "game://sign-in?code=" + srv.IssueCode()
	fmt.Println(b.approveSignIn(ctx, link, "player-1001", token))
	fmt.Println(b.approveSignIn(ctx, link, "player-1001", token))
	err := b.approveSignIn(ctx, "game://sign-in?code="+srv.IssueCode(), "player-2002", token)
	fmt.Println("for somebody else:", errors.Is(err, stash.ErrPermissionDenied))
	// Output:
	// <nil>
	// the code was used or has expired: ask the player to start again in the shop
	// for somebody else: true
}
