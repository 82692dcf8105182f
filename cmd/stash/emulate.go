package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

var emulateCommand = command{
	name: "emulate", args: "[flags]", summary: "run an emulated Stash until it is interrupted: no account, no network",
	text: `
It prints, as lines for a shell, the base URL, keys and shop that any SDK or cURL needs; then, on standard error, a line
for each call. Its keys open nothing but itself. With --export standard output has those lines alone and is closed after
them, so that a shell can take them and the emulator runs on:

  eval "$(stash emulate --export &)"

The lines choose the API key, as in the samples of Stash's guide; with --hmac they choose the HMAC secret, which every
operation but those of players takes. The one not chosen stands in a comment, because stash.NewFromEnv wants one alone.

With --state the shop's keys, all that calls have changed and the events not yet delivered are kept in a file, written
before a call is answered, so that the next start goes on from there, after a crash too. Only the address is new; fix it
with --addr. A seed fills a shop that is kept once.

Open the base URL in a browser for the console: the calls as they come, with what is wrong about them; checkouts to pay
and refund; subscriptions to renew; webhooks to send again; the calls to a game server. The links that the API returns
open pages that a player can pay, decline or close, in a webview or a frame too.

The shop sells a few gem packs and has two plans, a price sheet and a loyalty campaign; --print-seed prints them as a
file to change, and --seed takes the file. Something wrong in it is refused with its line, before anything listens.

With --game-server-url a payment is taken only after that game server has confirmed it. The calls are signed with
STASH_GAMESERVER_SECRET; where it is not set, one is made up and is among the lines.`,
	examples: []string{
		`eval "$(stash emulate --export &)"`,
		"stash emulate --addr 127.0.0.1:8645 --api-key fake-key-1 --shop-handle sample-shop",
		"stash emulate --print-seed > shop.yaml; stash emulate --seed shop.yaml",
		"stash emulate --game-server-url http://127.0.0.1:8080",
		"stash emulate --hmac --webhook-url http://127.0.0.1:8080/stash/webhook",
		"stash emulate --state shop.state --addr 127.0.0.1:8645",
	},
	setup: func(fs *flag.FlagSet) action {
		var f emulateFlags
		f.declare(fs)
		fs.StringVar(&f.webhook, "webhook-url", "", "post events to this `URL`, as Stash does")
		for _, each := range fixed {
			fs.Func(each.name, each.usage+"; random unless given", func(value string) error {
				f.fixed = append(f.fixed, each.option(value))
				return nil
			})
		}
		fs.StringVar(&f.state, "state", "", "keep what it knows in this `file`, and go on from there at the next start")
		fs.StringVar(&f.game, "game-server-url", "", "call the game server at this base `URL`, as Stash does")
		fs.StringVar(&f.seed, "seed", "", "fill the shop from this `file` in YAML; none for an empty one, a small shop unless given")
		fs.BoolVar(&f.printSeed, "print-seed", false, "print the seed of the small shop, and end")
		fs.BoolVar(&f.hmac, "hmac", false, "choose the HMAC secret, not the API key")
		fs.BoolVar(&f.export, "export", false, "print nothing but the lines for a shell on standard output")
		return func(ctx context.Context, s *streams, args []string) error {
			if err := none(args, "emulate"); err != nil {
				return err
			}
			if f.printSeed {
				return printSeed(s.out)
			}
			return emulate(ctx, s, f)
		}
	},
}

type emulateFlags struct {
	listening
	webhook, seed, game, state string
	hmac, export, printSeed    bool
	fixed                      []stashtest.Option
}

// fixed are the flags for what is otherwise made at random.
var fixed = []struct {
	name, usage string
	option      func(string) stashtest.Option
}{
	{"shop-handle", "the shop's `handle`", stashtest.WithShopHandle},
	{"shop-id", "the shop's `id`, a UUID", stashtest.WithShopID},
	{"api-key", "the shop's API `key`, a made-up one", stashtest.WithAPIKey},
	{"hmac-secret", "the shop's HMAC `secret`, a made-up one", stashtest.WithHMACSecret},
	{"webhook-secret", "the webhook's `secret`, a made-up one", stashtest.WithWebhookSecret},
}

func emulate(ctx context.Context, s *streams, f emulateFlags) error {
	logs := &locked{w: s.err}
	if err := f.check(logs); err != nil {
		return err
	}
	seed, err := readSeed(f.seed)
	if err != nil {
		return err
	}
	opts := []stashtest.Option{stashtest.WithAddr(f.addr), stashtest.WithSeed(seed), stashtest.WithObserver(func(r stashtest.Request) { note(logs, r) })}
	if f.webhook != "" {
		if err := checkReceiver("--webhook-url", f.webhook); err != nil {
			return err
		}
		opts = append(opts, stashtest.WithWebhook(f.webhook))
	}
	if f.state != "" {
		opts = append(opts, stashtest.WithState(f.state))
	}
	game, own, err := gameServer(f.game, logs)
	if err != nil {
		return err
	}
	srv, err := stashtest.Start(slices.Concat(opts, f.fixed, game)...)
	if err != nil {
		return notStarted(err, f.seed)
	}
	defer srv.Close()
	if !f.export {
		fmt.Fprintf(s.out, "# An emulated Stash listens on %s until it is interrupted. Paste this into another shell:\n", srv.URL)
	}
	if err := writeExports(s.out, srv, f.hmac, own); err != nil {
		return err
	}
	if out, ok := s.out.(io.Closer); ok && f.export {
		_ = out.Close() // or a shell would wait for more
	}
	fmt.Fprintf(logs, "listening on %s, which a browser shows as a console; interrupt, or kill %d, to stop\n", srv.URL, os.Getpid())
	<-ctx.Done()
	return srv.Close()
}

// writeExports writes all lines at once, so that a shell that reads the file early finds all or none.
// A game server's secret is among them where it is the emulator's own.
func writeExports(out io.Writer, srv *stashtest.Server, hmac, ownGameSecret bool) error {
	chosen, other := "STASH_API_KEY", "STASH_HMAC_SECRET"
	secrets := map[string]string{chosen: srv.APIKey, other: srv.HMACSecret}
	if hmac {
		chosen, other = other, chosen
	}
	token, err := srv.IssuePlayerToken("player-1001")
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "stashtest: "))
	}
	var b strings.Builder
	lines := [][2]string{
		{"STASH_BASE_URL", srv.URL},
		{"STASH_ENVIRONMENT", "test"}, // or one from before could say production
		{chosen, secrets[chosen]},
		{"STASH_SHOP_ID", srv.ShopID},
		{"STASH_SHOP_HANDLE", srv.ShopHandle},
		{"STASH_WEBHOOK_SECRET", srv.WebhookSecret},
		{"STASH_PLAYER_TOKEN", token},
	}
	if ownGameSecret {
		lines = append(lines, [2]string{directions["from-stash"].variable, srv.GameServerSecret})
	}
	for _, v := range lines {
		fmt.Fprintf(&b, "export %s=%s\n", v[0], quoted(v[1]))
	}
	fmt.Fprintf(&b, "unset %s\n# or: unset %s; export %s=%s\n", other, chosen, other, quoted(secrets[other]))
	_, err = io.WriteString(out, b.String())
	return err
}

// note logs a call in a line.
func note(logs io.Writer, r stashtest.Request) {
	operation, credential := r.Operation, r.Credential
	if operation == "" {
		operation = "(no operation)"
	}
	if credential == "" {
		credential = "no credential"
	}
	text := fmt.Sprintf("%s %s %s, %s: HTTP %d", r.Method, r.Path, operation, credential, r.Status)
	if len(r.Violations) > 0 {
		text += ": " + strings.Join(r.Violations, "; ")
	}
	fmt.Fprintln(logs, line(text))
}
