package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const flowFile = `package flows_test

import "fmt"

// sell sells.
func sell() int { return 1 }

// A sale.
func Example_sale() {
	fmt.Println(sell())
	// Output: 1
}
`

func TestFill(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"flow_test.go": flowFile, "table.md": "| a |\n", "bare_test.go": "package a\n\nfunc Example() {}\n", "broken_test.go": "package",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	part := func(file, inside string) string { return "<!-- from " + file + " -->\n" + inside + "<!-- end -->\n" }
	const block = "```go\n// sell sells.\nfunc sell() int { return 1 }\n```\n"
	for _, c := range []struct{ name, markdown, want, complaint string }{
		{"an empty part", "a\n" + part("flow_test.go", "") + "b\n", "a\n" + part("flow_test.go", block) + "b\n", ""},
		{"a part that is old", part("flow_test.go", "```go\nold\n```\n"), part("flow_test.go", block), ""},
		{"a part that is right", part("flow_test.go", block), part("flow_test.go", block), ""},
		{"two parts", part("flow_test.go", "") + "b\n" + part("table.md", "x"), part("flow_test.go", block) + "b\n" + part("table.md", "| a |\n"), ""},
		{"no part", "a", "a", ""},
		{"a file that is not there", part("gone_test.go", ""), "", "gone_test.go"},
		{"a file with nothing to show", part("bare_test.go", ""), "", "declares nothing before its example"},
		{"a file that does not parse", part("broken_test.go", ""), "", "broken_test.go"},
		{"a part without an end", part("table.md", "") + "<!-- from flow_test.go -->\n", "", "2 parts begin with <!-- from FILE -->, and 1 of them"},
	} {
		got, err := fill(root, c.markdown)
		switch {
		case c.complaint == "" && (err != nil || got != c.want):
			t.Errorf("%s gives %q (%v), want %q", c.name, got, err, c.want)
		case c.complaint != "" && (err == nil || !strings.Contains(err.Error(), c.complaint)):
			t.Errorf("%s gives the error %v, want %q", c.name, err, c.complaint)
		}
	}
}
