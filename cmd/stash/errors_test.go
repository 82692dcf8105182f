package main

import (
	"flag"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestEveryFlagIsExplained checks that help has one line per flag of each command, with its purpose and the name of its
// value. A flag without a value, or with a wrong one, is an error of one line.
func TestEveryFlagIsExplained(t *testing.T) {
	clean(t)
	for _, c := range commands() {
		help := tool(t, "", "help", c.name).stdout
		fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(fs)
		fs.VisitAll(func(f *flag.Flag) {
			value, usage := flag.UnquoteUsage(f)
			if !regexp.MustCompile(`(?m)^  ` + regexp.QuoteMeta(strings.TrimSpace(dashed(f.Name)+" "+value)) + ` +` + regexp.QuoteMeta(usage) + `$`).MatchString(help) {
				t.Errorf("stash help %s has no line of %s:\n%s", c.name, dashed(f.Name), help)
			}
			switch boolean, _ := f.Value.(interface{ IsBoolFlag() bool }); {
			case len(usage) < 10:
				t.Errorf("stash %s does not say what %s is for: %q", c.name, dashed(f.Name), usage)
			case boolean != nil && boolean.IsBoolFlag():
				tool(t, "", c.name, dashed(f.Name)+"=perhaps").want(t, 2, "", "run stash help "+c.name)
			case !strings.Contains(f.Usage, "`"):
				t.Errorf("stash %s does not name the value of %s in its help", c.name, dashed(f.Name))
			default:
				tool(t, "", c.name, dashed(f.Name)).want(t, 2, "", "flag needs an argument: -"+f.Name+"; run stash help "+c.name)
				tool(t, "", c.name, dashed(f.Name), "").want(t, 2, "", "for flag -"+f.Name+": the value is empty; give a value, or leave the flag out; run stash help "+c.name)
			}
		})
		if c.summary == "" || len(c.examples) == 0 {
			t.Errorf("stash %s has no summary or no example", c.name)
		}
		if again := tool(t, "", c.name, "--help"); again.stdout != help {
			t.Errorf("stash %s --help prints %s", c.name, again.stdout)
		}
	}
}

// TestEveryMistakeIsOneLine makes usual mistakes with each command and checks the status and the message. tool checks
// that the message is one line. Every command has a row.
func TestEveryMistakeIsOneLine(t *testing.T) {
	srv := emulated(t)
	t.Setenv("STASH_SHOP_ID", srv.ShopID)
	t.Setenv("STASH_HMAC_SECRET", srv.HMACSecret)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	body := written(t, quickPay)
	dir := filepath.Dir(body)
	taken := strings.TrimPrefix(stashtest.New(t).URL, "http://")
	unreadable := filepath.Join(dir, "gone", "body.json")
	seen := map[string]bool{}
	for _, tt := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"demo", "--fast"}, 2, "flag provided but not defined: -fast; run stash help demo"},
		{[]string{"demo", "twice"}, 2, `this command takes no arguments, but got "twice"`},

		{[]string{"emulate", "--addr", taken}, 1, "address already in use"},
		{[]string{"emulate", "--addr", "127.0.0.1:99999"}, 1, "cannot listen on"},
		{[]string{"emulate", "--addr", "nowhere"}, 2, "is not an address; give one such as 127.0.0.1:8080"},
		{[]string{"emulate", "--addr", "198.51.100.1:0"}, 2, "is not loopback"},
		{[]string{"emulate", "--addr", "198.51.100.1:0", "--listen-anywhere=no"}, 2, "run stash help emulate"},
		{[]string{"emulate", "--seed", unreadable}, 2, "the seed cannot be read: open " + unreadable},
		{[]string{"emulate", "--seed", body}, 2, "line 1: item: the document has no such field (and 1 more); stash emulate --print-seed prints a valid seed"},
		{[]string{"emulate", "--api-key", "a\tb"}, 1, "the API key has white space"},
		{[]string{"emulate", "--api-key", ""}, 2, "for flag -api-key: the value is empty"},
		{[]string{"emulate", "--shop-handle", "a b"}, 1, "the shop handle has white space"},
		{[]string{"emulate", "--shop-id", "sample-shop"}, 1, "the shop id is not a UUID such as"},
		{[]string{"emulate", "--hmac-secret", "a b"}, 1, "the HMAC secret has white space"},
		{[]string{"emulate", "--webhook-secret", "é"}, 1, "the webhook secret has white space or a character that is not ASCII"},
		{[]string{"emulate", "--webhook-url", "ftp://127.0.0.1/"}, 2, "--webhook-url is not a URL"},
		{[]string{"emulate", "--game-server-url", "ftp://127.0.0.1/"}, 2, "--game-server-url is not a URL"},
		{[]string{"emulate", "--game-server-url", "http://user:fake@127.0.0.1/"}, 2, "--game-server-url has user info"},
		{[]string{"emulate", "now"}, 2, "this command takes no arguments"},

		{[]string{"call"}, 2, "the operation is missing; run stash operations to list the operations"},
		{[]string{"call", "ListPlanz"}, 2, "did you mean ListPlans"},
		{[]string{"call", "GenerateQuickPayUrl", "-d", `{"item":`}, 2, "the body is not JSON"},
		{[]string{"call", "GenerateQuickPayUrl", "-d", `[]`}, 2, "the body is a JSON array, but must be an object; run stash operations"},
		{[]string{"call", "GenerateQuickPayUrl", "-d", "@" + unreadable}, 2, "the body cannot be read: open"},
		{[]string{"call", "GenerateQuickPayUrl", "-d", "@" + dir}, 2, "is a directory"},
		{[]string{"call", "ListPlans", "--base-url", "http://127.0.0.1:1"}, 1, "check the address, and that a server such as stash emulate listens there"},
		{[]string{"call", "ListPlans", "--base-url", "https://user:fake@127.0.0.1:1"}, 2, "user"},
		{[]string{"call", "ListPlans", "--base-url", "ftp://127.0.0.1:1"}, 2, "base URL must start with https://; correct --base-url or STASH_BASE_URL"},
		{[]string{"call", "ListPlans", "--base-url", "127.0.0.1"}, 2, "; correct --base-url or STASH_BASE_URL"},
		{[]string{"call", "ListPlans", "--base-url", "http://127.0.0.1:1?a=b"}, 2, "query"},
		{[]string{"call", "ListPlans", "--base-url", srv.URL + "/nowhere"}, 1, "HTTP 404"},
		{[]string{"call", "GetPlan", "-p", "id=none"}, 1, "there is no plan with the id none"},

		{[]string{"operations", "ListPlanz"}, 2, "did you mean ListPlans"},
		{[]string{"operations", "a", "b"}, 2, "an extra argument"},
		{[]string{"operations", "-d", "a"}, 2, "run stash help operations"},

		{[]string{"sign", unreadable}, 2, "the body cannot be read: open"},
		{[]string{"sign", dir}, 2, "is a directory"},
		{[]string{"sign", "--time", "soon"}, 2, "run stash help sign"},
		{[]string{"sign", "--direction", "both"}, 2, "there is no direction"},

		{[]string{"verify", body}, 2, "--header is missing; give the header's value in quotes"},
		{[]string{"verify", "--header", "v1;a;b", body}, 1, "the header cannot be read"},
		{[]string{"verify", "--header", "v1;" + srv.ShopID + ";1;AAAA", body}, 1, "the header cannot be read"},
		{[]string{"verify", "--header", "v2;" + srv.ShopID + ";1;AAAA", body}, 1, "the header cannot be read"},
		{[]string{"verify", "--header", "AAAA", unreadable}, 2, "the body cannot be read"},

		{[]string{"send", "--to", "http://127.0.0.1:1"}, 2, "the event is missing"},
		{[]string{"send", "VIEW_ITEM"}, 2, "--to is missing; give the webhook's URL"},
		{[]string{"send", "VIEW_ITEM", "--to", "ftp://127.0.0.1"}, 2, "--to is not a URL"},
		{[]string{"send", "VIEW_ITEM", "--to", "http://127.0.0.1:1"}, 1, "there was no response"},
		{[]string{"send", "VIEW_ITEM", "--to", srv.URL}, 1, "HTTP 404 is not success"},

		{[]string{"listen", "--addr", taken}, 1, "address already in use; choose another address with --addr"},
		{[]string{"listen", "--secret-env", "NONE_OF_THESE"}, 2, "the environment variable NONE_OF_THESE is missing"},
		{[]string{"listen", "--secret-env", "fake secret"}, 2, "is not the name of an environment variable"},

		{[]string{"completion"}, 2, "the shell is missing"},
		{[]string{"completion", "tcsh"}, 2, "there is no completion for"},

		{[]string{"emulate", "--public-url", "phone"}, 1, "the public URL is not a base URL"},
		{[]string{"emulate", "--public-url", "http://10.0.2.2:8645/x"}, 1, "the public URL is not a base URL"},
		{[]string{"emulate", "--fault", "ListPlanz:503"}, 2, "did you mean ListPlans"},
		{[]string{"emulate", "--format", "bash"}, 2, "there is no format"},
		{[]string{"emulate", "--format", "json", "--", "true"}, 2, "a program after -- gets them by itself"},
		{[]string{"emulate", "--", "no-such-program"}, 2, "cannot be run: executable file not found"},

		{[]string{"fault"}, 2, "the fault is missing"},
		{[]string{"fault", "503"}, 2, "is not a fault; give one such as GenerateQuickPayUrl:503x2"},
		{[]string{"fault", "ListPlanz:503"}, 2, "did you mean ListPlans"},
		{[]string{"fault", "ListPlans:99"}, 2, "neither an HTTP status from 200 to 599 nor a kind of fault"},
		{[]string{"fault", "ListPlans:gone"}, 2, "nor a kind of fault"},
		{[]string{"fault", "ListPlans:503x0"}, 2, "is not a number of calls"},
		{[]string{"fault", "ListPlans:delay=1y"}, 2, "is not a delay"},
		{[]string{"fault", ":503", "--base-url", "http://127.0.0.1:1"}, 1, "check that stash emulate runs there"},
		{[]string{"fault", ":503", "--base-url", "https://test-api.stash.gg"}, 2, "is not on this machine"},
		{[]string{"fault", "--clear", "now"}, 2, "takes no arguments"},

		{[]string{"stop", "now"}, 2, "takes no arguments"},
		{[]string{"stop", "--base-url", "http://127.0.0.1:1"}, 1, "check that stash emulate runs there"},

		{[]string{"version", "two"}, 2, "takes no arguments"},

		{[]string{"help", "me"}, 2, "there is no command"},
		{[]string{"help", "call", "sign"}, 2, "an extra argument"},
	} {
		seen[tt.args[0]] = true
		got := tool(t, "", tt.args...)
		if got.want(t, tt.status, "", tt.stderr); strings.Contains(got.stderr, "goroutine ") || strings.Contains(got.stderr, "user:fake") {
			t.Errorf("stash %q: %s", tt.args, got.stderr)
		}
	}
	for _, c := range commands() {
		if !seen[c.name] {
			t.Errorf("no mistake with stash %s is tried; add one here", c.name)
		}
	}
	t.Setenv("STASH_API_KEY", "")
	t.Setenv("STASH_HMAC_SECRET", "fake-secret-of-someone-else")
	tool(t, "", "call", "ListPlans").want(t, 1, "", "HTTP 401 UNAUTHENTICATED: signature does not match")
	t.Setenv("STASH_HMAC_SECRET", "")
	t.Setenv("STASH_API_KEY", "fake-key-of-someone-else")
	tool(t, "", "call", "ListPlans").want(t, 1, "", "HTTP 401 UNAUTHENTICATED: the API key is not one of this shop")
}
