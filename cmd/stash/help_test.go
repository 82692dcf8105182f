package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestHelp(t *testing.T) {
	overview := tool(t, "", "help")
	for _, c := range commands() {
		overview.want(t, 0, "\n  "+c.name+" ", "")
		asked := tool(t, "", "help", c.name)
		asked.want(t, 0, "usage: stash "+c.name, "")
		asked.want(t, 0, "\nexamples:\n  ", "")
		for _, flag := range []string{"--help", "-h"} {
			if given := tool(t, "", c.name, flag); given != asked {
				t.Errorf("stash %s %s prints something else than stash help %s: %+v", c.name, flag, c.name, given)
			}
		}
		tool(t, "", c.name, "--no-such-flag").want(t, 2, "", "run stash help "+c.name)
		if !slices.ContainsFunc(c.examples, func(example string) bool { return strings.Contains(example, "stash "+c.name) }) {
			t.Errorf("no example of stash %s shows it: %q", c.name, c.examples)
		}
	}
	tool(t, "", "help", "cal").want(t, 2, "", "did you mean call; run stash help")
	tool(t, "", "help", "a", "b").want(t, 2, "", "an extra argument")
	tool(t, "", "demo", "now").want(t, 2, "", "this command takes no arguments")
}

func TestCompletion(t *testing.T) {
	for _, shell := range shells {
		script := tool(t, "", "completion", shell)
		for _, part := range []string{"GenerateQuickPayUrl", "subscription.expired", "verify", "production"} {
			script.want(t, 0, part, "")
		}
		path, err := exec.LookPath(shell)
		if err != nil {
			continue // the script is read by the shells that are here
		}
		if printed, err := exec.Command(path, "-n", written(t, script.stdout)).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shell, err, printed)
		}
	}
	tool(t, "", "completion").want(t, 2, "", "the shell is missing; run stash completion bash, zsh or fish")
	tool(t, "", "completion", "fishh").want(t, 2, "", "did you mean fish")

	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	printed, err := exec.Command(bash, "-c", tool(t, "", "completion", "bash").stdout+
		`COMP_WORDS=(stash call GetPlanB); COMP_CWORD=2; _stash; echo "${COMPREPLY[@]}"; COMP_WORDS=(stash veri); COMP_CWORD=1; _stash; echo "${COMPREPLY[@]}"`).CombinedOutput()
	if string(printed) != "GetPlanByCode\nverify\n" {
		t.Errorf("%v: %s", err, printed)
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	emulated(t)
	tool(t, "", "call", "-d", quickPay, "GenerateQuickPayUrl").want(t, 0, "url", "")
	tool(t, "", "call", "--", "ListPlans").want(t, 0, "plans", "")
	tool(t, "", "call", "--", "ListPlans", "--production").want(t, 2, "", `"--production" is an extra argument`)
}

// TestForeignTextStaysOnItsLine checks that text from a server or a user cannot move a terminal's cursor.
func TestForeignTextStaysOnItsLine(t *testing.T) {
	if got := line("a\x1b[2Jb\r\nc\u202ed\xff"); got != "a [2Jb  c d?" {
		t.Errorf("%q", got)
	}
	tool(t, "", "bu\x1by\n").want(t, 2, "", "there is no command")
}

// broken fails like a closed pipe.
type broken struct{}

var errBroken = errors.New("broken pipe")

func (broken) Write([]byte) (int, error) { return 0, errBroken }
func (broken) Read([]byte) (int, error)  { return 0, errBroken }

func TestBrokenStreams(t *testing.T) {
	srv := emulated(t)
	for _, args := range [][]string{{"help"}, {"help", "call"}, {"call", "--help"}, {"operations"}, {"operations", "ListPlans"}, {"call", "ListPlans"}, {"completion", "bash"}} {
		var stderr output
		if status := run(context.Background(), args, strings.NewReader(""), broken{}, &stderr); status != 1 || !strings.Contains(stderr.String(), "broken pipe") {
			t.Errorf("stash %q: status %d, %s", args, status, &stderr)
		}
	}
	var stdout, stderr output
	if status := run(context.Background(), []string{"call", "GenerateQuickPayUrl", "-d", "-"}, broken{}, &stdout, &stderr); status != 2 || len(srv.Requests()) != 1 {
		t.Errorf("status %d, %s", status, &stderr)
	}
	long := written(t, strings.Repeat(" ", maxInput+1))
	tool(t, "", "call", "GenerateQuickPayUrl", "-d", "@"+long).want(t, 2, "", "is longer than")
	if err := os.Remove(long); err != nil {
		t.Fatal(err)
	}
}
