package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Generated parts of pages and charts are what this command writes, and every flow is on a page.
func TestGeneratedPartsAreFresh(t *testing.T) {
	wanted, err := generated(".")
	if err != nil {
		t.Fatal(err)
	}
	var onPages []string
	for path, text := range wanted {
		have, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if text != string(have) {
			t.Errorf("%s is not what make generate writes. Run it, and commit what it changes.", path)
		}
		onPages = append(onPages, shown(string(have))...)
	}
	flows, err := filepath.Glob("stash/flows/*_test.go")
	if err != nil || len(flows) < 20 {
		t.Fatalf("there are %d flows: %v", len(flows), err)
	}
	for _, name := range flows {
		name = filepath.ToSlash(name)
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		isFlow := bytes.Contains(source, []byte("\nfunc Example")) || strings.HasSuffix(name, "/backend_test.go")
		if isFlow && !slices.Contains(onPages, name) {
			t.Errorf("No page shows %s.", name)
		}
	}
}

// A change by hand in a generated part is undone, and a page without such a part is not touched.
func TestWrite(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"README.md": "# A page\n", "docs/a.md": "<!-- from " + speedTable + " -->\nold\n<!-- end -->\n", speedTable: "| a | 1 | 0.50 | | |\n",
		lightChart: "",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(root); err != nil {
		t.Fatal(err)
	}
	for name, part := range map[string]string{
		"README.md": "# A page\n", "docs/a.md": "-->\n| a | 1 | 0.50 | | |\n<!--", lightChart: "a 0.50</title>", darkChart: "a 0.50</title>",
	} {
		if text, err := os.ReadFile(filepath.Join(root, name)); err != nil || !strings.Contains(string(text), part) {
			t.Errorf("%s is %q (%v), which has no %q", name, text, err, part)
		}
	}
}
