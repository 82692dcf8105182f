package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestMain lets the test binary act as the tool, to test what needs a process: signals and a broken standard output.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_AS_TOOL") != "" {
		main()
	}
	os.Exit(m.Run())
}

// process is the tool, run as a separate process.
func process(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TEST_AS_TOOL=1")
	return cmd
}

const fakeShopID = "11111111-2222-4333-8444-555555555555"

// result is the status and output of a command.
type result struct {
	status         int
	stdout, stderr string
}

// tool runs a command as main does. It checks for every command that an error is one line and that no key is shown.
func tool(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	r := result{status: run(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr)}
	r.stdout, r.stderr = stdout.String(), stderr.String()
	if r.status != 0 && len(args) > 0 && (strings.Count(r.stderr, "\n") != 1 || !strings.HasPrefix(r.stderr, "stash")) {
		t.Errorf("stash %q: status %d, and stderr is not one line of this program:\n%s", args, r.status, r.stderr)
	}
	if r.status == 0 && r.stderr != "" {
		t.Errorf("stash %q complains: %s", args, r.stderr)
	}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "STASH_") && strings.HasPrefix(value, "fake-") && strings.Contains(r.stdout+r.stderr, value) {
			t.Errorf("stash %q shows %s:\n%s%s", args, name, r.stdout, r.stderr)
		}
	}
	return r
}

// want checks the status and parts of the output.
func (r result) want(t *testing.T, status int, stdout, stderr string) {
	t.Helper()
	if r.status != status || !strings.Contains(r.stdout, stdout) || !strings.Contains(r.stderr, stderr) {
		t.Errorf("status %d, want %d\nstdout: %s\n  want: %s\nstderr: %s\n  want: %s", r.status, status, r.stdout, stdout, r.stderr, stderr)
	}
}

// clean unsets all environment variables that the command reads.
func clean(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "STASH_") {
			t.Setenv(name, "")
		}
	}
}

// emulated starts an emulated Stash and points the environment at it.
func emulated(t *testing.T) *stashtest.Server {
	t.Helper()
	clean(t)
	srv := stashtest.New(t)
	t.Setenv("STASH_BASE_URL", srv.URL)
	t.Setenv("STASH_API_KEY", srv.APIKey)
	t.Setenv("STASH_SHOP_HANDLE", srv.ShopHandle)
	return srv
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
