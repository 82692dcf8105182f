package main

import (
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// generous confirms every purchase.
type generous struct{ gameserver.UnimplementedServer }

func (generous) ConfirmPayment(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return gameserver.Confirmed(r), nil
}

// TestEmulateGameServer pays at an emulator with --game-server-url, with a secret from the environment and with one that
// the emulator makes. The game server accepts both, and the log has one line per call.
func TestEmulateGameServer(t *testing.T) {
	for _, given := range []string{"", "fake-game-server-secret"} {
		clean(t)
		t.Setenv("STASH_GAMESERVER_SECRET", given)
		host := httptest.NewUnstartedServer(nil)
		logs := new(output)
		opts, own, err := gameServer("http://"+host.Listener.Addr().String(), logs)
		if err != nil || own != (given == "") {
			t.Fatalf("own %v: %v", own, err)
		}
		srv := stashtest.New(t, opts...)
		if host.Config.Handler, err = gameserver.NewHandler(generous{}, srv.ShopID, []string{srv.GameServerSecret}); err != nil {
			t.Fatal(err)
		}
		link, err := srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
			Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1}, User: stash.QuickPayUser{ID: "player-1001"},
		})
		if err != nil {
			t.Fatal(err)
		}
		host.Start()
		if err := srv.Pay(link.ID); err != nil {
			t.Error(err)
		}
		logs.until(t, `called the game server's ConfirmPayment, [0-9]+m?s: HTTP 200\n`)
		host.Close()
		if err := srv.Pay(link.ID); err != nil {
			t.Errorf("a paid checkout: %v", err)
		}
		if _, err := srv.Offers(t.Context(), "player-1001"); err == nil {
			t.Error("there are offers without a game server")
		}
		logs.until(t, `called the game server's GetCatalog, [^:]*: stashtest: GetCatalog: the game server did not answer: .*\n`)
		if strings.Contains(logs.String(), srv.GameServerSecret) {
			t.Errorf("the log shows the secret: %s", logs)
		}
	}
}

// TestEmulateGameServerSecret checks that a secret is printed only if the emulator made it.
func TestEmulateGameServerSecret(t *testing.T) {
	clean(t)
	stdout, _, stop := emulating(t, "--game-server-url", "http://127.0.0.1:1/game")
	made := os.Getenv("STASH_GAMESERVER_SECRET")
	if !strings.HasPrefix(made, "fake-game-server-secret-") || len(made) < 40 {
		t.Errorf("printed %s", stdout)
	}
	if status := stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	for _, args := range [][]string{{"--game-server-url", "http://127.0.0.1:1"}, nil} {
		clean(t)
		t.Setenv("STASH_GAMESERVER_SECRET", "fake-own-secret")
		stdout, stderr, _ := start(t, append([]string{"emulate"}, args...)...)
		stdout.until(t, `# or: .*\n`)
		if printed := stdout.String() + stderr.String(); strings.Contains(printed, "fake-own-secret") || strings.Contains(printed, "GAMESERVER") {
			t.Errorf("emulate %q printed %s", args, printed)
		}
	}
}

func TestEmulateGameServerRefused(t *testing.T) {
	clean(t)
	for url, want := range map[string]string{
		"game.example.com": "--game-server-url is not a URL of http or https; give one such as", "ftp://127.0.0.1": "is not a URL", "http://": "is not a URL",
		"http://user:fake-password@127.0.0.1:1": "--game-server-url has user info in it", "http://127.0.0.1:1?a=b": "has a query or a fragment",
	} {
		r := tool(t, "", "emulate", "--game-server-url", url)
		if r.want(t, 2, "", want); strings.Contains(r.stderr, "fake-password") {
			t.Errorf("it shows the password: %s", r.stderr)
		}
	}
	t.Setenv("STASH_GAMESERVER_SECRET", "fake-secret with-blank")
	tool(t, "", "emulate", "--game-server-url", "http://127.0.0.1:1").want(t, 2, "", "the secret in STASH_GAMESERVER_SECRET has white space")
}
