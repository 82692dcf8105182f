package checks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/readme"
)

func TestProgramsOfTheReadmeCompile(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatalf("README.md must be there, with a program to paste: %v", err)
	}
	if err := readme.Compile(".", string(text)); err != nil {
		t.Errorf("README.md: %v", err)
	}
}

// Code and tables in the README are those of the files that they come from, and every flow is shown.
func TestReadmeShowsTheFilesAsTheyAre(t *testing.T) {
	text := readFile(t, "README.md")
	filled, err := readme.Fill(".", text)
	if err != nil {
		t.Fatalf("README.md: %v", err)
	}
	if filled != text {
		t.Error("README.md does not show its files as they are. Run make generate.")
	}
	if broken, err := readme.Fill(".", strings.Replace(text, "func (b *backend) grant(", "func (b *backend) give(", 1)); err != nil || broken != filled {
		t.Errorf("a change in the README's code is not found: %v", err)
	}
	flows, err := filepath.Glob("stash/flows/*_test.go")
	if err != nil || len(flows) < 20 {
		t.Fatalf("there are %d flows: %v", len(flows), err)
	}
	shown := readme.Embedded(text)
	for _, flow := range flows {
		if flow = filepath.ToSlash(flow); flow != "stash/flows/start_test.go" && !slices.Contains(shown, flow) {
			t.Errorf("README.md does not show %s.", flow)
		}
	}
}
