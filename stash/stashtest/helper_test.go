package stashtest_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// signed is the client as a shop that signs.
func signed(srv *stashtest.Server, c *stash.Client) *stash.Client {
	return c.With(stash.HMAC(srv.ShopID, srv.HMACSecret))
}

// as is the client in a player's name.
func as(srv *stashtest.Server, c *stash.Client, player string) *stash.Client {
	return c.With(stash.PlayerToken(srv.PlayerToken(player)))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
