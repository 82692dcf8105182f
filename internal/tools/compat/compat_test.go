package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/worktree"
)

const listed = "# Changelog\n\n## Unreleased\n\n### Added\n- A.\n\n### Breaking\n- B.\n"

func TestBreaksAreListedUnderUnreleased(t *testing.T) {
	for text, want := range map[string]bool{
		listed:                                              true,
		listed + "\n## 0.1.0\n":                             true,
		strings.Replace(listed, "- B.", "", 1):              false,
		strings.Replace(listed, "- B.", "- ", 1):            false,
		strings.Replace(listed, "- B.", "\n### X\n-", 1):    false,
		"## Unreleased\n\n## 0.1.0\n\n### Breaking\n- B.\n": false,
		"### Breaking\n- B.\n":                              false,
		"":                                                  false,
	} {
		if got := breakingListed(text); got != want {
			t.Errorf("%q has breaks listed: %v", text, got)
		}
	}
}

// TestCheck runs the whole comparison on a small module. A stand-in for oasdiff prints what a file holds.
// TestSlowRealTools runs the real oasdiff.
func TestCheck(t *testing.T) {
	const quiet = "# Changelog\n"
	const oasdiff = `[{"text":"path removed","level":3,"operation":"GET","path":"/a"},{"text":"slightly odd","level":2,"operation":"GET","path":"/b"}]`
	const path = "api/openapi.yaml: GET /a: path removed"
	for _, tt := range []struct {
		name, tag, base, oasdiff, gone, changelog string
		found                                     []string
		said                                      string
		announced                                 bool
	}{
		{"no release", "", "", oasdiff, "Gone", quiet, nil, "There is no release to compare with", false},
		{"a tag that is no release", "nightly", "", oasdiff, "Gone", quiet, nil, "There is no release to compare with", false},
		{"nothing breaks", "v0.1.0", "", "[]", "", quiet, nil, "Nothing breaks programs that were written for v0.1.0", false},
		{"oasdiff prints nothing", "v0.1.0", "", "", "", quiet, nil, "Nothing breaks", false},
		{"breaks", "v0.1.0", "", oasdiff, "Gone", quiet, []string{path, "sdk.Gone: removed"}, "Undo them, or list them in CHANGELOG.md", false},
		{"announced breaks", "v0.1.0", "", oasdiff, "", listed, []string{path}, "CHANGELOG.md lists breaks", true},
		{"a commit as base", "", "HEAD", "[]", "Gone", quiet, []string{"sdk.Gone: removed"}, "written for HEAD", false},
		{"the base goes before the release", "v0.1.0", "HEAD^{commit}", "[]", "Gone", quiet, []string{"sdk.Gone: removed"}, "written for HEAD^{commit}", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const print = "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tb, _ := os.ReadFile(os.Getenv(\"PRINTS_FROM\"))\n\tfmt.Print(string(b))\n}\n"
			root := t.TempDir()
			write(t, root, map[string]string{
				"go.mod": "module example.com/gate\n\ngo 1.25.0\n", "CHANGELOG.md": tt.changelog,
				"api/openapi.yaml": "openapi: 3.0.3\n", "api/openapi.overlay.yaml": "", "api/x.gen.yaml": "",
				"sdk/sdk.go":      "package sdk\n\nfunc Gone() {}\n",
				"tool/oasdiff.go": print, "prints": tt.oasdiff,
			})
			t.Setenv("PRINTS_FROM", filepath.Join(root, "prints"))
			commit(t, root, tt.tag)
			if tt.gone != "" {
				edit(t, root, "sdk/sdk.go", tt.gone, "Come")
			}
			c := checker{base: tt.base, oasdiff: "./tool"}
			found, said, err := c.check(root)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Join(found, "\n"), strings.Join(tt.found, "\n"); got != want || !strings.Contains(said, tt.said) || c.announced != tt.announced {
				t.Errorf("found %s, said %q, announced %v", got, said, c.announced)
			}
		})
	}
}

// A comparison that fails must not look like one that found no break.
func TestTroubleIsAnError(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"go.mod": "module example.com/gate\n", "CHANGELOG.md": "", "api/openapi.yaml": ""})
	if _, said, err := new(checker).check(root); err == nil {
		t.Errorf("a folder that is no repository: %s", said)
	}
	commit(t, root, "v0.1.0")
	c := checker{oasdiff: "./none"}
	if _, said, err := c.check(root); err == nil || !strings.Contains(err.Error(), "./none") {
		t.Errorf("a tool that is not there: %s, %v", said, err)
	}
	c = checker{base: "no-such-revision", oasdiff: "./none"}
	if _, said, err := c.check(root); err == nil || !strings.Contains(err.Error(), "there is no commit no-such-revision") {
		t.Errorf("a base that is not there: %s, %v", said, err)
	}
}

// TestSlowRealTools breaks a release of this repository in each way that compat must find, and runs make compat.
func TestSlowRealTools(t *testing.T) {
	if os.Getenv("STASH_SLOW") == "" {
		t.Skip("make slow runs this test: it builds oasdiff.")
	}
	root := t.TempDir()
	if err := worktree.Copy("../../..", root); err != nil {
		t.Fatal(err)
	}
	write(t, root, map[string]string{
		"CHANGELOG.md":       "# Changelog\n\n## Unreleased\n",
		"stash/throwaway.go": "package stash\n\n// ThrowAway is called by nobody here, so nothing else breaks without it.\nfunc (c *Client) ThrowAway() {}\n",
	})
	commit(t, root, "v0.1.0")
	expect := func(passes bool, parts ...string) {
		t.Helper()
		cmd := exec.Command("make", "--no-print-directory", "compat")
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "MAKEFLAGS=")
		printed, err := cmd.CombinedOutput()
		if (err == nil) != passes {
			t.Errorf("make compat gives %v:\n%s", err, printed)
		}
		for _, part := range parts {
			if !strings.Contains(string(printed), part) {
				t.Errorf("make compat prints, without %q:\n%s", part, printed)
			}
		}
	}
	expect(true, "Nothing breaks programs that were written for v0.1.0.")

	edit(t, root, "stash/throwaway.go", "ThrowAway() {}", "Instead() {}")
	expect(false, "stash.(*Client).ThrowAway: removed", "CHANGELOG.md under Unreleased, Breaking")
	edit(t, root, "stash/throwaway.go", "Instead() {}", "ThrowAway() {}")

	edit(t, root, "internal/transport/error.go", "func (e *Error) Unwrap(", "func (e *Error) Cause(")
	expect(false, "stash.(*Error).Unwrap: removed")
	edit(t, root, "internal/transport/error.go", "func (e *Error) Cause(", "func (e *Error) Unwrap(")

	document := read(t, root, "api/openapi.yaml")
	before, rest, _ := strings.Cut(document, "        profileImageUrl:\n")
	_, after, _ := strings.Cut(rest, "        regionCode:\n")
	write(t, root, map[string]string{"api/openapi.yaml": before + "        regionCode:\n" + after})
	if _, err := output(root, "go", "generate", "./..."); err != nil {
		t.Fatal(err)
	}
	expect(false, "gen.QuickPayUser.ProfileImageURL: removed")

	edit(t, root, "api/openapi.yaml", "  /sdk/server/generate_url:\n", "  /sdk/server/generate_address:\n")
	expect(false, "api/openapi.yaml: POST /sdk/server/generate_url: api path removed")

	write(t, root, map[string]string{"CHANGELOG.md": listed})
	expect(true, "CHANGELOG.md lists breaks under Unreleased", "ProfileImageURL: removed")
}

// commit commits all that is in a folder, and tags it.
func commit(t *testing.T, root, tag string) {
	t.Helper()
	commands := [][]string{
		{"init", "--quiet"}, {"add", "--all"},
		{"-c", "user.name=gate", "-c", "user.email=gate@example.com", "commit", "--quiet", "--message=Begin"},
	}
	if tag != "" {
		commands = append(commands, []string{"tag", tag})
	}
	for _, args := range commands {
		if _, err := output(root, "git", args...); err != nil {
			t.Fatal(err)
		}
	}
}

func edit(t *testing.T, root, name, old, replacement string) {
	t.Helper()
	text := read(t, root, name)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s does not hold %q once", name, old)
	}
	write(t, root, map[string]string{name: strings.Replace(text, old, replacement, 1)})
}

func read(t *testing.T, root, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
