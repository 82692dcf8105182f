package stash_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

const (
	fakeSecret = "test-secret_abc123"
	fakeShop   = "11111111-2222-4333-8444-555555555555"
)

func at(millis int64) stash.Option {
	return stash.WithClock(func() time.Time { return time.UnixMilli(millis) })
}

// TestCredentialsOnTheWire checks the header that each kind of credential sends. The signatures were made with
// openssl; package signature has the command.
func TestCredentialsOnTheWire(t *testing.T) {
	for _, tt := range []struct {
		name       string
		credential stash.Credential
		call       func(ctx context.Context, c *stash.Client) error
		header     string
		want       string
	}{
		{"API key", stash.APIKey(fakeKey), get, "X-Stash-Api-Key", fakeKey},
		{"player token", stash.PlayerToken("fake.player.token"), subscriptions, "Authorization", "Bearer fake.player.token"},
		{"HMAC of a POST", stash.HMAC(fakeShop, fakeSecret), post, "X-Stash-Hmac-Signature", "v1;" + fakeShop + ";1760000000000;/s2Mqv0uvn5vrHFHcYl1Osp76+UK02iHixUnwDKvxp8="},
		{"HMAC of a GET", stash.HMAC(fakeShop, fakeSecret), get, "X-Stash-Hmac-Signature", "v1;" + fakeShop + ";1760000000000;ZjY1qsjt9e/0OFtOnl0Y7t1ARkfDT6CkNJqqaOaNFfA="},
		{"HMAC of a POST without body", stash.HMAC(fakeShop, fakeSecret), logout, "X-Stash-Hmac-Signature", "v1;" + fakeShop + ";1760000000000;ZjY1qsjt9e/0OFtOnl0Y7t1ARkfDT6CkNJqqaOaNFfA="},
		{"HMAC with a base64 secret", stash.HMAC(fakeShop, "c2VjcmV0LWJ5dGVz_-8", stash.Base64Secret()), get, "X-Stash-Hmac-Signature", "v1;" + fakeShop + ";1760000000000;oSkf9VUXKOoFJLIC1j6lYcGar0PlFFJ7tmxYtVSiiK0="},
		{"legacy HMAC of a POST", stash.LegacyHMAC(fakeSecret), post, "Stash-Hmac-Signature", "r5q9GGDPyE6YbE6mWLyTWTbH4Tso0Z4b0cliylzxjL0="},
		{"legacy HMAC of a GET", stash.LegacyHMAC(fakeSecret), get, "Stash-Hmac-Signature", "SHJ50FQRpXglbqO/1IsZKPTkaEe0sCCc27BC5z5325w="},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, answer(200, "application/json", `{"url":"https://shop.example.com"}`))
			client, err := stash.New(tt.credential, stash.WithBaseURL(srv.URL), at(1760000000000))
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			r := srv.requests()[0]
			if got := r.Header.Get(tt.header); got != tt.want {
				t.Errorf("%s is %s, want %s", tt.header, got, tt.want)
			}
			sent := 0
			for _, name := range []string{"X-Stash-Api-Key", "Authorization", "X-Stash-Hmac-Signature", "Stash-Hmac-Signature"} {
				sent += len(r.Header[name])
			}
			if sent != 1 {
				t.Errorf("%d credentials were sent", sent)
			}
		})
	}
}

func get(ctx context.Context, c *stash.Client) error {
	_, err := c.GetPaymentEvent(ctx, "1")
	return err
}

func post(ctx context.Context, c *stash.Client) error {
	_, err := c.GenerateAuthenticatedURL(ctx, stash.GenerateAuthenticatedURLRequest{
		User: stash.WebshopUser{ID: "player_1", DisplayName: "Zoë 🎮 <&>"}, Target: stash.WebshopTargetHome,
	})
	return err
}

func logout(ctx context.Context, c *stash.Client) error {
	_, err := c.LogoutUser(ctx, stash.LogoutUserParams{UserID: "player_1"})
	return err
}

func subscriptions(ctx context.Context, c *stash.Client) error {
	_, err := c.ListSubscriptions(ctx, stash.ListSubscriptionsParams{})
	return err
}

func TestCredentialMistakes(t *testing.T) {
	for name, tt := range map[string]struct {
		credential stash.Credential
		want       string
	}{
		"empty secret":          {stash.HMAC(fakeShop, ""), "HMAC secret is empty"},
		"newline in secret":     {stash.HMAC(fakeShop, fakeSecret+"\n"), "white space"},
		"newline, base64":       {stash.HMAC(fakeShop, "c2VjcmV0\n", stash.Base64Secret()), "white space"},
		"not base64":            {stash.HMAC(fakeShop, "not base64", stash.Base64Secret()), "is not base64"},
		"no shop id":            {stash.HMAC("", fakeSecret), "not a UUID"},
		"shop handle":           {stash.HMAC("my-shop", fakeSecret), "neither the shop handle"},
		"secret as shop id":     {stash.HMAC(fakeSecret, fakeShop), "not a UUID"},
		"UUID with braces":      {stash.HMAC("{"+fakeShop+"}", fakeSecret), "not a UUID"},
		"header in shop id":     {stash.HMAC(fakeShop+"\r\nX: y", fakeSecret), "not a UUID"},
		"nil option":            {stash.HMAC(fakeShop, fakeSecret, nil), "is nil"},
		"empty legacy secret":   {stash.LegacyHMAC(""), "HMAC secret is empty"},
		"empty token":           {stash.PlayerToken(""), "player token is empty"},
		"token with its scheme": {stash.PlayerToken("Bearer abc"), "white space"},
		"nil function":          {stash.CredentialFunc(nil), "function is nil"},
	} {
		_, err := stash.New(tt.credential, stash.WithEnvironment(stash.Test))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), fakeSecret) {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
		srv := serve(t, answer(200, "application/json", `{}`))
		if err := get(t.Context(), srv.client(t).With(tt.credential)); err == nil || !strings.Contains(err.Error(), tt.want) || len(srv.requests()) != 0 {
			t.Errorf("%s, by With: error %v", name, err)
		}
	}
}

// TestUnfitCredentialIsRefused checks that a credential which an operation cannot take is not sent, whoever adds it.
func TestUnfitCredentialIsRefused(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	client := srv.client(t)
	link := func(c *stash.Client, editors ...gen.RequestEditorFn) error {
		_, err := c.Link(t.Context(), stash.LinkRequest{CodeChallenge: "c", User: stash.UserReference{ID: "p"}}, editors...)
		return err
	}
	bare, err := gen.NewClient(srv.URL, gen.WithRequestEditorFn(stash.APIKeyEditor(fakeKey)))
	if err != nil {
		t.Fatal(err)
	}
	_, bareErr := bare.Link(t.Context(), gen.LinkRequest{CodeChallenge: "c", User: gen.UserReference{ID: "p"}})
	_, tokenErr := client.GetPaymentEvent(t.Context(), "1", stash.PlayerTokenEditor("fake.token"))
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"API key":              {link(client), "kind APIKey; it accepts PlayerToken"},
		"HMAC":                 {link(client.With(stash.HMAC(fakeShop, fakeSecret))), "kind HMAC; it accepts PlayerToken"},
		"bare client":          {bareErr, "kind APIKey; it accepts PlayerToken"},
		"token on a shop call": {tokenErr, "kind PlayerToken; it accepts HMAC, APIKey or LegacyHMAC"},
	} {
		if !errors.Is(tt.err, stash.ErrInvalidArgument) || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, tt.err, tt.want)
		}
	}
	if len(srv.requests()) != 0 {
		t.Error("a request was sent")
	}
	for _, ok := range []error{
		link(client, stash.PlayerTokenEditor("fake.token")),
		link(client.With(stash.PlayerToken("fake.token"))),
	} {
		if ok != nil {
			t.Error(ok)
		}
	}
	for _, r := range srv.requests() {
		if r.Header.Get("Authorization") != "Bearer fake.token" || r.Header.Get("X-Stash-Api-Key") != "" {
			t.Errorf("sent %v", r.Header)
		}
	}
}

// TestNoCredentialWhereNoneIsTaken checks that the shop's key stays home where the proof is in the body.
func TestNoCredentialWhereNoneIsTaken(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	_, err := srv.client(t).LinkGooglePlay(t.Context(), stash.LinkGooglePlayRequest{CodeChallenge: "c", AuthCode: "a", User: stash.UserReference{ID: "p"}})
	if err != nil {
		t.Fatal(err)
	}
	if r := srv.requests()[0]; r.Header.Get("X-Stash-Api-Key") != "" {
		t.Error("the key was sent")
	}
}

// TestUnneededCredentialStaysHome checks the same for a credential set by an editor, and that the credential of a call
// replaces the credential of the client.
func TestUnneededCredentialStaysHome(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	bare, err := gen.NewClient(srv.URL, gen.WithRequestEditorFn(stash.APIKeyEditor(fakeKey)))
	if err != nil {
		t.Fatal(err)
	}
	token := stash.PlayerTokenEditor("fake.token")
	for name, tt := range map[string]struct {
		call        func() error
		key, bearer string
	}{
		"none is taken": {func() error {
			_, err := bare.LinkGooglePlay(t.Context(), gen.LinkGooglePlayRequest{CodeChallenge: "c", AuthCode: "a", User: gen.UserReference{ID: "p"}})
			return err
		}, "", ""},
		"the token alone is taken": {func() error {
			_, err := bare.Link(t.Context(), gen.LinkRequest{CodeChallenge: "c", User: gen.UserReference{ID: "p"}}, token)
			return err
		}, "", "Bearer fake.token"},
		"both are taken": {func() error {
			_, err := bare.ListSubscriptions(t.Context(), gen.ListSubscriptionsParams{}, token)
			return err
		}, "", "Bearer fake.token"},
		"the call has none": {func() error {
			_, err := bare.ListSubscriptions(t.Context(), gen.ListSubscriptionsParams{})
			return err
		}, fakeKey, ""},
	} {
		before := len(srv.requests())
		if err := tt.call(); err != nil || len(srv.requests()) != before+1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if h := srv.requests()[before].Header; h.Get("X-Stash-Api-Key") != tt.key || h.Get("Authorization") != tt.bearer {
			t.Errorf("%s: sent %v", name, h)
		}
	}
}

// TestEditorSignsByTheClientsClock checks that WithClock is heeded by a signature that an editor makes.
func TestEditorSignsByTheClientsClock(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	if _, err := srv.client(t, at(1760000000000)).GetPaymentEvent(t.Context(), "1", stash.HMACEditor(fakeShop, fakeSecret)); err != nil {
		t.Fatal(err)
	}
	if got := srv.requests()[0].Header.Get("X-Stash-Hmac-Signature"); !strings.Contains(got, ";1760000000000;") {
		t.Errorf("signed %s", got)
	}
}
