package stashtest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

type codeUse struct {
	name string
	call func(ctx context.Context, code string) (*stash.LinkResponse, error)
}

// codeUses are the operations that use up a code of the webshop, for player-1.
func codeUses(srv *stashtest.Server, c *stash.Client) []codeUse {
	player, user := as(srv, c, "player-1"), stash.UserReference{ID: "player-1"}
	proof := stash.GameCenterVerification{
		Player:   stash.GameCenterPlayer{BundleID: "com.example.game", TeamPlayerID: "T:_1"},
		Response: stash.GameCenterSignature{Signature: "c2ln", Salt: "c2FsdA==", PublicKeyURL: "https://static.gc.apple.com/key.cer", Timestamp: "1760000000000"},
	}
	return []codeUse{
		{"Link", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return player.Link(ctx, stash.LinkRequest{CodeChallenge: code, User: user})
		}},
		{"LinkAppleGameCenter", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return c.LinkAppleGameCenter(ctx, stash.LinkAppleGameCenterRequest{CodeChallenge: code, Verification: proof, User: user})
		}},
		{"LinkGooglePlay", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return c.LinkGooglePlay(ctx, stash.LinkGooglePlayRequest{CodeChallenge: code, AuthCode: "a", User: user})
		}},
		{"ApproveWithJwt", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return player.ApproveWithJWT(ctx, stash.ApproveWithJWTRequest{Code: code, User: stash.LoginUser{ID: "player-1"}})
		}},
		{"ApproveAppleGameCenter", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return c.ApproveAppleGameCenter(ctx, stash.ApproveAppleGameCenterRequest{Code: code, Verification: proof, User: user})
		}},
		{"ApproveGooglePlay", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return c.ApproveGooglePlay(ctx, stash.ApproveGooglePlayRequest{Code: code, AuthCode: "a", User: user})
		}},
		{"ApproveFacebook", func(ctx context.Context, code string) (*stash.LinkResponse, error) {
			return c.ApproveFacebook(ctx, stash.ApproveFacebookRequest{Code: code, AppID: "1", InputToken: "a", User: user})
		}},
	}
}

// TestCodesWorkOnce holds that a code of the webshop links or approves once, and a made-up one never.
func TestCodesWorkOnce(t *testing.T) {
	srv := stashtest.New(t)
	for _, use := range codeUses(srv, srv.Client()) {
		t.Run(use.name, func(t *testing.T) {
			code := srv.IssueCode()
			same(t, "code", must(use.call(t.Context(), code)).CodeChallenge, code)
			if _, err := use.call(t.Context(), code); !errors.Is(err, stash.ErrConflict) {
				t.Errorf("used again: %v", err)
			}
			if _, err := use.call(t.Context(), "made-up"); !errors.Is(err, stash.ErrNotFound) || !contains(err, "made-up") {
				t.Errorf("made-up code: %v", err)
			}
		})
	}
}

// TestTokensSpeakForTheirPlayer holds that a player's token cannot act for another player, and that trying does not
// use a code up.
func TestTokensSpeakForTheirPlayer(t *testing.T) {
	srv := stashtest.New(t)
	srv.AddProduct(gems("gems", 499))
	code, other := srv.IssueCode(), as(srv, srv.Client(), "player-2")
	for name, call := range map[string]func(ctx context.Context, player *stash.Client) error{
		"Link": func(ctx context.Context, c *stash.Client) error {
			_, err := c.Link(ctx, stash.LinkRequest{CodeChallenge: code, User: stash.UserReference{ID: "player-1"}})
			return err
		},
		"ApproveWithJwt": func(ctx context.Context, c *stash.Client) error {
			_, err := c.ApproveWithJWT(ctx, stash.ApproveWithJWTRequest{Code: code, User: stash.LoginUser{ID: "player-1"}})
			return err
		},
		"GenerateLoyaltyUrl": func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateLoyaltyURL(ctx, stash.GenerateLoyaltyURLRequest{User: stash.UserReference{ID: "player-1"}})
			return err
		},
		"GenerateAddToCartUrl": func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateAddToCartURL(ctx, stash.GenerateAddToCartURLRequest{Item: stash.CartItem{ID: "gems"}, User: stash.UserReference{ID: "player-1"}})
			return err
		},
		"GenerateClientQuickPayUrl": func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateClientQuickPayURL(ctx, stash.GenerateClientQuickPayURLRequest{
				ItemID: "gems", ShopHandle: srv.ShopHandle, User: stash.ClientQuickPayUser{ID: "player-1"},
			})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := call(t.Context(), other); !errors.Is(err, stash.ErrPermissionDenied) || !contains(err, "user.id") {
				t.Errorf("another player's token: %v", err)
			}
		})
	}
	must(as(srv, srv.Client(), "player-1").Link(t.Context(), stash.LinkRequest{CodeChallenge: code, User: stash.UserReference{ID: "player-1"}}))
}

// TestLogout holds who counts as signed out.
func TestLogout(t *testing.T) {
	srv := stashtest.New(t)
	c := srv.Client()
	same(t, "logged out at first", srv.LoggedOut("player-1"), false)
	must(c.LogoutUser(t.Context(), stash.LogoutUserParams{UserID: "player-1"}))
	same(t, "logged out", srv.LoggedOut("player-1"), true)
	same(t, "another player logged out", srv.LoggedOut("player-2"), false)
	must(c.GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1"}}))
	same(t, "logged out after a new link", srv.LoggedOut("player-1"), false)
}

// TestPreferences holds that a choice is unset until it is made, and that the last one counts.
func TestPreferences(t *testing.T) {
	srv := stashtest.New(t)
	c := srv.Client()
	if _, err := c.GetUserPreferences(t.Context(), "player-1"); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("nothing chosen: %v", err)
	}
	for _, channel := range []stash.PaymentChannel{stash.PaymentChannelStashPay, stash.PaymentChannelNativeIAP, stash.PaymentChannelUnspecified} {
		must(c.SetUserPreferences(t.Context(), "player-1", stash.SetUserPreferencesRequest{PaymentChannel: channel}))
		same(t, "channel", must(c.GetUserPreferences(t.Context(), "player-1")).PaymentChannel, channel)
	}
	if _, err := c.GetUserPreferences(t.Context(), "player-2"); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("another player: %v", err)
	}
}
