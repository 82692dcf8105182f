package flows_test

import (
	"context"
	"fmt"
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

// openLauncher returns the deep link that signs a player into the launcher.
func (b *backend) openLauncher(ctx context.Context, accessToken, refreshToken string) (string, error) {
	saved, err := b.stash.SaveTokens(ctx, stash.SaveTokensRequest{AccessToken: accessToken, RefreshToken: refreshToken})
	if err != nil {
		return "", err
	}
	return launcherLink(saved.CodeChallenge), nil
}

// launcherLink has only the code. A token in an address would end up in histories and logs.
func launcherLink(code string) string {
	return "game-launcher://sign-in?code=" + url.QueryEscape(code)
}

// The launcher reads the saved tokens with the code.
func Example_launcher() {
	srv, b := start()
	defer srv.Close()
	link, err := b.openLauncher(context.Background(), "fake-access-token", "fake-refresh-token")
	check(err)
	parsed, err := url.Parse(link)
	check(err)
	tokens, ok := srv.SavedTokens(parsed.Query().Get("code"))
	fmt.Println(tokens.AccessToken, ok)
	// Output:
	// fake-access-token true
}
