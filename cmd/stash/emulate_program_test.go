package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestEmulateRunsAProgram checks what a program gets, and that its status is passed on.
func TestEmulateRunsAProgram(t *testing.T) {
	clean(t)
	t.Setenv("STASH_API_KEY", "fake-key-of-another-shop")
	t.Setenv("TEST_AS_TOOL", "1")
	for _, tt := range []struct {
		script string
		status int
		stdout string
	}{
		{`"$0" call ListPlans`, 0, `"plans"`},
		{`echo "$STASH_ENVIRONMENT $STASH_SHOP_HANDLE $STASH_HMAC_SECRET"`, 0, "test sample-shop \n"},
		{`exit 7`, 7, ""},
		{`"$0" call GenerateQuickPayUrl -d '` + quickPay + `'`, 0, `"url": "http://10.0.2.2:8645/pay/`},
		{`kill -TERM $$`, 128 + 15, ""},
		{`cat`, 0, "from standard input"},
		{`"$0" fault ListPlans:400x2 && "$0" call ListPlans 2>/dev/null || "$0" call ListPlans`, 1, `"code": 3`},
		{`"$0" stop`, 0, ""},
	} {
		var stdout, stderr output
		status := run(t.Context(), []string{"emulate", "--addr", "0", "--public-url", "http://10.0.2.2:8645/", "--", "sh", "-c", tt.script, os.Args[0]}, strings.NewReader("from standard input"), &stdout, &stderr)
		if status != tt.status || !strings.Contains(stdout.String(), tt.stdout) || strings.Contains(stdout.String(), "export ") {
			t.Errorf("%s: status %d, want %d\n%s%s", tt.script, status, tt.status, &stdout, &stderr)
		}
	}
	var stdout, stderr output
	if status := run(t.Context(), []string{"emulate", "--addr", "0", "--fault", "ListPlans:429x*,retry-after=0", "--", "sh", "-c", `"$0" call ListPlans`, os.Args[0]}, strings.NewReader(""), &stdout, &stderr); status != 1 || !strings.Contains(stderr.String(), "HTTP 429") {
		t.Errorf("with --fault: status %d\n%s%s", status, &stdout, &stderr)
	}
}

// TestEmulateIsTheSameAgain checks that a restart has the same address and keys, and that a second emulator finds a port.
func TestEmulateIsTheSameAgain(t *testing.T) {
	clean(t)
	lines := func() (text string, stop func() int) {
		stdout, _, stop := start(t, "emulate")
		return regexp.MustCompile(`(?m)^export STASH_(PLAYER_TOKEN|SIGN_IN_CODE)=.*\n`).ReplaceAllString(stdout.until(t, `(?s)export.*# or: .*\n`), ""), stop
	}
	first, stop := lines()
	second, stopSecond := lines()
	if first == second || strings.Contains(second, "127.0.0.1:8645") {
		t.Errorf("the second emulator has the lines of the first: %s", second)
	}
	stopSecond()
	stop()
	again, stopAgain := lines()
	defer stopAgain()
	if again != first {
		t.Errorf("the next start has the lines\n%s\nthe first had\n%s", again, first)
	}
}

// TestFormats checks that each format can be read by what it is for.
func TestFormats(t *testing.T) {
	clean(t)
	for format, want := range map[string]string{
		"sh": "export STASH_ENVIRONMENT='test'\n", "powershell": "$env:STASH_ENVIRONMENT = 'test'\n", "dotenv": "\nSTASH_ENVIRONMENT='test'\n", "json": `"STASH_ENVIRONMENT": "test"`,
	} {
		stdout, _, stop := start(t, "emulate", "--addr", "0", "--format", format)
		stdout.until(t, `(?s)STASH_SHOP_ID.*\n`)
		stop()
		text := stdout.String()
		if !strings.Contains(text, want) {
			t.Errorf("%s prints %s", format, text)
		}
		if format == "json" && !json.Valid([]byte(text)) {
			t.Errorf("it is no JSON: %s", text)
		}
		if format == "dotenv" || format == "sh" {
			read := exec.Command("sh", "-c", `set -a; . "$0"; echo "$STASH_SHOP_HANDLE"`, written(t, text))
			if output, err := read.CombinedOutput(); err != nil || string(output) != "sample-shop\n" {
				t.Errorf("%s cannot be read by a shell: %v %s", format, err, output)
			}
		}
	}
}

func TestFaultsOfTheCommandLine(t *testing.T) {
	for text, want := range map[string]stashtest.Fault{
		"GenerateQuickPayUrl:503x2": {Operation: "GenerateQuickPayUrl", Status: 503, Times: 2},
		":429x3,retry-after=2":      {Status: 429, Times: 3, RetryAfter: "2"},
		"listplans:reset":           {Operation: "ListPlans", Reset: true, Times: 1},
		"ListPlans:lost":            {Operation: "ListPlans", Reset: true, AfterEffect: true, Times: 1},
		":htmlx*":                   {HTML: true, Times: -1},
		":truncate":                 {Truncate: true, Times: 1},
		":delay=2sx2":               {Delay: 2e9, Times: 2},
	} {
		if got, err := faultOf(text); err != nil || got != want {
			t.Errorf("%s is %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestVersion(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"--version"}} {
		if r := tool(t, "", args...); !regexp.MustCompile(`^stash \S+, go1\.\S+, \w+/\w+\n$`).MatchString(r.stdout) {
			t.Errorf("%q prints %s", args, r.stdout)
		}
	}
}
