package checks

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/worktree"
)

// An operation needs no hand-written line: after an edit of the document and make generate, the client has a typed
// method for it, and the emulator routes, judges and answers it. The test adds operations to a copy of the
// repository; testdata/throwaway has them and a program that calls them.
func TestThrowAwayOperation(t *testing.T) {
	dir := withThrowAwayOperations(t)
	if got, err := run(dir, "go", "run", "./cmd/probe"); err != nil || got != "ok\n" {
		t.Fatalf("go run ./cmd/probe: %v, it printed %q", err, got)
	}

	// The tests that go through all operations take the values for the new ones from their examples.
	if got, err := run(dir, "go", "test", "-run=TestContract$|TestEveryCredential|TestEveryErrorStatus", "./stash/stashtest"); err != nil {
		t.Errorf("the new operations need tests of their own: %v\n%s", err, got)
	}

	// The program must notice each of these mistakes.
	for _, breakage := range []struct{ name, file, old, broken, finding string }{
		{"unset body fields are sent", "gen/client.gen.go", `json:"noteText,omitempty,omitzero"`, `json:"noteText"`, `"noteText":""`},
		{"a parameter has another name", "gen/client.gen.go", `query.Integer("noteLimit"`, `query.Integer("notesLimit"`, "notesLimit: is not a query parameter"},
		{"numbers lose digits", "gen/client.gen.go", "NoteWeight float64", "NoteWeight float32", "odd values did not survive"},
		{"an operation has another address", "api/openapi.yaml", "/sdk/throw_away/{shelf}/notes:", "/sdk/throw_away/{shelf}/note:", "there is no operation at POST"},
	} {
		t.Run(breakage.name, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(breakage.file))
			intact := replaceOnce(t, path, breakage.old, breakage.broken)
			defer writeFile(t, path, intact)
			got, err := run(dir, "go", "run", "./cmd/probe")
			if err == nil || !strings.Contains(got, breakage.finding) {
				t.Errorf("the program did not notice: %v, it printed %q, want %q", err, got, breakage.finding)
			}
		})
	}
}

// withThrowAwayOperations returns a copy of the repository with two more operations, after make generate.
func withThrowAwayOperations(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := worktree.Copy(".", dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "cmd", "probe"), os.DirFS("internal/tools/checks/testdata/throwaway/probe")); err != nil {
		t.Fatal(err)
	}
	document := filepath.Join(dir, "api", "openapi.yaml")
	for after, file := range map[string]string{"\npaths:\n": "paths.yaml", "\n  schemas:\n": "schemas.yaml"} {
		replaceOnce(t, document, after, after+readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "throwaway", file)))
	}
	if output, err := run(dir, "go", "generate", "./..."); err != nil {
		t.Fatalf("go generate ./...: %v\n%s", err, output)
	}
	return dir
}

// run runs a command in a directory and returns all that it prints.
func run(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	output, err := cmd.CombinedOutput()
	return string(output), err
}

// replaceOnce replaces a text that a file has exactly once, and returns the file as it was.
func replaceOnce(t *testing.T, path, old, replacement string) string {
	t.Helper()
	text := readFile(t, path)
	if n := strings.Count(text, old); n != 1 {
		t.Fatalf("%s holds %q %d times; this test needs it once", path, old, n)
	}
	writeFile(t, path, strings.Replace(text, old, replacement, 1))
	return text
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
