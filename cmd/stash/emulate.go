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

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

var emulateCommand = command{
	name: "emulate", args: "[flags] [-- program arguments…]", summary: "run an emulated Stash, for a program or until you interrupt it: no account, no network",
	runs: true,
	text: `
It prints the base URL, the keys and the shop that an SDK or cURL needs, as lines for a shell. Then it prints one line
per call on standard error. The keys work only with this emulator. With --export, standard output has only the lines
for the shell and is closed after them. The shell can then set them while the emulator keeps running:

  eval "$(stash emulate --export &)"

An interrupt at the shell's prompt does not end it then; stash stop does. --format prints the lines for PowerShell, as a
.env file or as JSON.

With -- and a program, the emulator runs that program with the variables, and stops when the program ends. The exit
status is that of the program:

  stash emulate -- npm test

The address is 127.0.0.1:8645, or a free port when that one is in use. The keys and the shop are the same at every start,
so that other shells and open pages stay usable. They are random with --listen-anywhere.

The lines set the API key, as in the samples of Stash's guide. With --hmac they set the HMAC secret. The other one is in
a comment, because stash.NewFromEnv accepts only one of the two. stash operations NAME shows which one an operation takes.

With --state the emulator keeps the shop's keys, everything that calls have changed and the undelivered events in a
file. It writes the file before it answers a call, so the next start continues from there, also after a crash. A seed fills such a shop only at the first start.

Open the base URL in a browser for the console. It shows each call and what is wrong with it. There you can pay and
refund checkouts, renew subscriptions, send webhooks again and see the calls to a game server. The links that the API
returns open pages on which a player can pay, decline or close, also in a webview or a frame.

The shop sells a few gem packs and has two plans, a price sheet and a loyalty campaign. --print-seed prints them as a
file that you can change, and --seed reads the file. The emulator does not start with a wrong seed, and names the line.

STASH_SIGN_IN_CODE is a code for one sign-in to the webshop or one account link, as a player gets it there.

--fault makes calls fail from the start, as stash fault does later. A test in any language can do this and more over HTTP:
move the shop's time, pay, refund, issue codes. GET /_emulator/ lists it.

With --game-server-url the emulator completes a payment only after that game server has confirmed it. It signs the calls
with STASH_GAMESERVER_SECRET. If that is not set, it makes a secret and prints it among the lines.`,
	examples: []string{
		`eval "$(stash emulate --export &)"`,
		"stash emulate -- npm test",
		"stash emulate --fault GenerateQuickPayUrl:503x2 -- go test ./...",
		"stash emulate --format dotenv > .env &",
		"stash emulate --addr 127.0.0.1:8645 --api-key fake-key-1 --shop-handle sample-shop",
		"stash emulate --print-seed > shop.yaml; stash emulate --seed shop.yaml",
		"stash emulate --game-server-url http://127.0.0.1:8080",
		"stash emulate --hmac --webhook-url http://127.0.0.1:8080/stash/webhook",
		"stash emulate --state shop.state --addr 127.0.0.1:8645",
	},
	setup: func(fs *flag.FlagSet) action {
		var f emulateFlags
		f.declare(fs)
		fs.Lookup("addr").Usage, fs.Lookup("addr").DefValue = "listen on this `address` or port; the default is "+usualAddress+", or a free port if that is in use", usualAddress
		fs.StringVar(&f.webhook, "webhook-url", "", "send events to this `URL`, as Stash does")
		for _, each := range fixed {
			fs.Func(each.name, each.usage+"; the same at every start by default", func(value string) error {
				f.fixed = append(f.fixed, each.option(value))
				return nil
			})
		}
		fs.StringVar(&f.public, "public-url", "", "begin links with this base `URL`, such as http://10.0.2.2:8645 for a phone's emulator")
		fs.StringVar(&f.state, "state", "", "keep the state in this `file`, and continue from it at the next start")
		fs.StringVar(&f.game, "game-server-url", "", "call the game server at this base `URL`, as Stash does")
		fs.StringVar(&f.paid, "paid-status", string(stash.PaymentStatusSucceeded), "answer GetPaymentEvent with this `status` after a payment")
		fs.StringVar(&f.seed, "seed", "", "fill the shop from this YAML `file`, or none for an empty shop; the default is a small shop")
		fs.BoolVar(&f.printSeed, "print-seed", false, "print the seed of the small shop, and exit")
		fs.BoolVar(&f.hmac, "hmac", false, "set the HMAC secret instead of the API key")
		fs.BoolVar(&f.export, "export", false, "print only the lines for a shell on standard output")
		fs.StringVar(&f.format, "format", "sh", "print the lines as `sh`, powershell, dotenv or json; also sets --export")
		fs.Var(&f.faults, "fault", "make calls fail, as `Operation:what`; can be repeated")
		return func(ctx context.Context, s *streams, args []string) error {
			if err := none(args, "emulate"); err != nil {
				return err
			}
			if f.printSeed {
				return printSeed(s.out)
			}
			fs.Visit(func(given *flag.Flag) {
				f.addrGiven = f.addrGiven || given.Name == "addr"
				f.export = f.export || given.Name == "format"
			})
			return emulate(ctx, s, f)
		}
	},
}

type emulateFlags struct {
	listening
	webhook, seed, game, state, paid, format, public string
	hmac, export, printSeed, addrGiven               bool
	fixed                                            []stashtest.Option
	faults                                           repeated
}

// usualAddress is where the emulator listens without --addr, unless the port is in use.
const usualAddress = "127.0.0.1:8645"

// fixed lists the flags for the shop's names and keys, with what they are by default.
var fixed = []struct {
	name, usual, usage string
	option             func(string) stashtest.Option
}{
	{"shop-handle", "sample-shop", "the shop's `handle`", stashtest.WithShopHandle},
	{"shop-id", sampleShop, "the shop's `id`, a UUID", stashtest.WithShopID},
	{"api-key", "fake-api-key-of-the-emulator", "the shop's API `key`, not a real one", stashtest.WithAPIKey},
	{"hmac-secret", "fake-hmac-secret-of-the-emulator", "the shop's HMAC `secret`, not a real one", stashtest.WithHMACSecret},
	{"webhook-secret", "fake-webhook-secret-of-the-emulator", "the webhook's `secret`, not a real one", stashtest.WithWebhookSecret},
}

// usual returns the options for the shop's usual names and keys. A state file has its own. Beyond this machine, keys that
// everybody knows would let everybody in.
func (f *emulateFlags) usual() (opts []stashtest.Option) {
	if _, err := os.Stat(f.state); f.anywhere || err == nil {
		return nil
	}
	for _, each := range fixed {
		opts = append(opts, each.option(each.usual))
	}
	return opts
}

func emulate(ctx context.Context, s *streams, f emulateFlags) error {
	logs := &locked{w: s.err}
	if !f.addrGiven {
		f.addr = usualAddress
	}
	if err := f.check(logs); err != nil {
		return err
	}
	if err := checkFormat(f.format); err != nil {
		return err
	}
	if f.export && s.program != nil {
		return misuse("--export and --format print the variables, and a program after -- gets them by itself; leave one out")
	}
	var faults []stashtest.Fault
	for _, text := range f.faults {
		fault, err := faultOf(text)
		if err != nil {
			return err
		}
		faults = append(faults, fault)
	}
	seed, err := readSeed(f.seed)
	if err != nil {
		return err
	}
	opts := []stashtest.Option{stashtest.WithSeed(seed), stashtest.WithPaidStatus(stash.PaymentStatus(f.paid)), stashtest.WithObserver(func(r stashtest.Request) { note(logs, r) })}
	if f.webhook != "" {
		if err := checkReceiver("--webhook-url", f.webhook); err != nil {
			return err
		}
		opts = append(opts, stashtest.WithWebhook(f.webhook))
	}
	if f.public != "" {
		opts = append(opts, stashtest.WithPublicURL(strings.TrimSuffix(f.public, "/")))
	}
	if f.state != "" {
		opts = append(opts, stashtest.WithState(f.state))
	}
	game, own, err := gameServer(f.game, logs)
	if err != nil {
		return err
	}
	opts = slices.Concat(f.usual(), opts, f.fixed, game)
	srv, err := stashtest.Start(append(opts, stashtest.WithAddr(f.addr))...)
	if portTaken(err) && !f.addrGiven {
		srv, err = stashtest.Start(append(opts, stashtest.WithAddr("127.0.0.1:0"))...)
	}
	if err != nil {
		return notStarted(err, f.seed)
	}
	defer srv.Close()
	for _, fault := range faults {
		srv.Inject(fault)
	}
	if s.program != nil {
		set, _, _, err := variables(srv, f.hmac, own)
		if err != nil {
			return err
		}
		return runProgram(ctx, s, set)
	}
	if !f.export {
		fmt.Fprintf(s.out, "# An emulated Stash listens on %s until you interrupt it. Paste these lines into another shell:\n", srv.URL)
	}
	set, drop, other, err := variables(srv, f.hmac, own)
	if err != nil {
		return err
	}
	// All lines are written at once, so that a shell that reads early finds all of them or none.
	if _, err := io.WriteString(s.out, formats[f.format](set, drop, other)); err != nil {
		return err
	}
	if out, ok := s.out.(io.Closer); ok && f.export {
		leaveForeground()
		_ = out.Close() // otherwise the shell would wait for more
	}
	fmt.Fprintf(logs, "listening on %s (open it in a browser for the console); interrupt or kill %d to stop\n", srv.URL, os.Getpid())
	select {
	case <-ctx.Done():
	case <-srv.Done():
	}
	return srv.Close()
}

// variables returns the environment variables that a program needs, the one that it must not have as well, and the other
// choice of a credential. They include the game server's secret if the emulator made it.
func variables(srv *stashtest.Server, hmac, ownGameSecret bool) (set [][2]string, drop string, note [2]string, err error) {
	chosen, other := "STASH_API_KEY", "STASH_HMAC_SECRET"
	secrets := map[string]string{chosen: srv.APIKey, other: srv.HMACSecret}
	if hmac {
		chosen, other = other, chosen
	}
	token, err := srv.IssuePlayerToken("player-1001")
	if err != nil {
		return nil, "", note, errors.New(strings.TrimPrefix(err.Error(), "stashtest: "))
	}
	code, err := issueCode(srv)
	if err != nil {
		return nil, "", note, err
	}
	set = [][2]string{
		{"STASH_BASE_URL", srv.URL},
		{"STASH_ENVIRONMENT", "test"}, // overrides an earlier production
		{chosen, secrets[chosen]},
		{"STASH_SHOP_ID", srv.ShopID},
		{"STASH_SHOP_HANDLE", srv.ShopHandle},
		{"STASH_WEBHOOK_SECRET", srv.WebhookSecret},
		{"STASH_PLAYER_TOKEN", token},
		{"STASH_SIGN_IN_CODE", code},
	}
	if ownGameSecret {
		set = append(set, [2]string{directions["from-stash"].variable, srv.GameServerSecret})
	}
	return set, other, [2]string{other, secrets[other]}, nil
}

// issueCode returns a code for one sign-in or link. IssueCode panics if the state file cannot be written.
func issueCode(srv *stashtest.Server) (code string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = errors.New(strings.TrimPrefix(fmt.Sprint(reason), "stashtest: "))
		}
	}()
	return srv.IssueCode(), nil
}

// note logs a call on one line.
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
