package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEmulateWithState checks that a backend's environment, except its address, and everything that it created stay valid
// after a restart.
func TestEmulateWithState(t *testing.T) {
	clean(t)
	path := filepath.Join(t.TempDir(), "shop state")
	const body = `{"item":{"id":"gems","name":"Gems","pricePerItem":"4.99","quantity":1},"user":{"id":"p"},"transactionId":"order-1"}`
	id := regexp.MustCompile(`"id": *"([^"]*)"`)
	var first string
	var environment map[string]string
	for i := range 3 {
		stdout, _, stop := start(t, "emulate", "--export", "--state", path)
		now := map[string]string{}
		for _, found := range regexp.MustCompile(`(?m)^export (STASH_\w+)='([^']*)'$`).FindAllStringSubmatch(stdout.until(t, `(?s)export.*# or: .*\n`), -1) {
			now[found[1]] = found[2]
		}
		if i == 0 {
			environment = now
		}
		for name, value := range environment {
			if now[name] != value && name != "STASH_BASE_URL" && name != "STASH_PLAYER_TOKEN" && name != "STASH_SIGN_IN_CODE" {
				t.Errorf("%s is %q after a restart, want %q", name, now[name], value)
			}
			t.Setenv(name, value)
		}
		t.Setenv("STASH_BASE_URL", now["STASH_BASE_URL"])
		made := tool(t, body, "call", "GenerateQuickPayUrl", "-d", "-")
		made.want(t, 0, now["STASH_BASE_URL"]+"/pay/", "")
		if i == 0 {
			first = id.FindStringSubmatch(made.stdout)[1]
		}
		if got := id.FindStringSubmatch(made.stdout)[1]; got != first {
			t.Errorf("start %d: the transaction's checkout is %s, want %s", i, got, first)
		}
		// The player's token of the first start, which an older shell still has.
		tool(t, `{"codeChallenge":"made-up","user":{"id":"player-1001"}}`, "call", "Link", "-d", "-").want(t, 1, "", "there is no code")
		tool(t, "", "emulate", "--state", path).want(t, 1, "", "is in use by another emulator; stop that one")
		if status := stop(); status != 0 {
			t.Errorf("status %d", status)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

// TestEmulateWithoutSpace checks that a state file which cannot grow is an error of one line, wherever it happens.
func TestEmulateWithoutSpace(t *testing.T) {
	clean(t)
	for _, blocks := range []string{"16", "40", "64", "80", "96"} { // of 512 bytes
		cmd, stderr := exec.Command("sh", "-c", `ulimit -f "$1"; exec "$TOOL" emulate --state "$2"`, "sh", blocks, filepath.Join(t.TempDir(), "shop.state")), new(output)
		cmd.Env = append(os.Environ(), "TEST_AS_TOOL=1", "TOOL="+os.Args[0])
		cmd.Stderr = stderr
		err := cmd.Run()
		text := stderr.String()
		if cmd.ProcessState.ExitCode() != 1 || strings.Count(text, "\n") != 1 || !strings.Contains(text, "stash emulate: the state file ") || !strings.Contains(text, "file too large") {
			t.Errorf("%s blocks: %v\n%s", blocks, err, text)
		}
	}
}

func TestStateFileRefused(t *testing.T) {
	clean(t)
	folder := t.TempDir()
	garbage := written(t, strings.Repeat("garbage\n", 9999))
	for _, tt := range []struct {
		path   string
		status int
		stderr string
	}{
		{folder, 1, "is a folder; give the path of a file in it"},
		{garbage, 1, "is not a state file, so it was left as it is; give another path"},
		{filepath.Join(folder, "none", "state"), 1, "there is no folder"},
		{"/proc/stash-state", 1, "the state file \"/proc/stash-state\" cannot be"},
		{"", 2, "the value is empty; give a value, or leave the flag out"},
	} {
		tool(t, "", "emulate", "--state", tt.path).want(t, tt.status, "", tt.stderr)
	}
	if text, err := os.ReadFile(garbage); err != nil || len(text) != 8*9999 {
		t.Errorf("%d bytes are left, %v", len(text), err)
	}
}
