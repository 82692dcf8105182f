package checks

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// named is a file or folder between backticks: it has a slash, no blank and nothing that stands for something else.
var named = regexp.MustCompile("`((?:\\.ci|\\.github|api|cmd|gen|internal|stash)(?:/[A-Za-z0-9_.-]+)*/?)`")

// goFile finds the name of a Go file, without its folder.
var goFile = regexp.MustCompile("[ /`]([a-z0-9_]+(?:\\.gen)?\\.go)\\b")

// Files and folders that the root pages tell a newcomer to open are there.
func TestRootPagesNameWhatIsThere(t *testing.T) {
	for _, page := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"} {
		for _, path := range missingPaths(readFile(t, page)) {
			t.Errorf("%s names %s, which is not there.", page, path)
		}
	}
	listed, err := run(".", "git", "ls-files", "--cached", "--others", "--exclude-standard", "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range goFile.FindAllStringSubmatch(readFile(t, "ARCHITECTURE.md"), -1) {
		there := regexp.MustCompile(`(?m)(^|/)` + regexp.QuoteMeta(match[1]) + `$`)
		if !there.MatchString(listed) {
			t.Errorf("ARCHITECTURE.md names the file %s, which is not there.", match[1])
		}
	}
	if got := missingPaths("`stash/options.go` `internal/no.go` `api` `gen/**` `stash/none`"); !slices.Equal(got, []string{"internal/no.go", "stash/none"}) {
		t.Errorf("missing are %q", got)
	}
}

func missingPaths(markdown string) (missing []string) {
	for _, match := range named.FindAllStringSubmatch(markdown, -1) {
		if _, err := os.Stat(match[1]); err != nil {
			missing = append(missing, match[1])
		}
	}
	return missing
}

// make without a target lists every target, with what it does.
func TestHelpListsEveryTarget(t *testing.T) {
	printed, err := runMake(t, map[string]string{"Makefile": readFile(t, "Makefile")})
	if err != nil {
		t.Fatalf("make: %v\n%s", err, printed)
	}
	_, phony, _ := strings.Cut(strings.ReplaceAll(readFile(t, "Makefile"), "\\\n", ""), ".PHONY:")
	phony, _, _ = strings.Cut(phony, "\n")
	targets := strings.Fields(phony)
	if len(targets) < 15 {
		t.Errorf("the Makefile has the targets %q, which cannot be all", targets)
	}
	for _, target := range targets {
		step := slices.Contains([]string{"formatted", "vetted", "checked"}, target) // of make lint
		if listed := regexp.MustCompile(`(?m)^  make ` + target + ` +\S`).MatchString(printed); listed == step {
			t.Errorf("make lists %s: %v", target, listed)
		}
	}
}
