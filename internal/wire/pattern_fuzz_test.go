package wire

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var patternLine = regexp.MustCompile(`(?m)^ +pattern: '?(\^.*\$)'?$`)

// documentPatterns reads the patterns line by line, so that this package needs no parser of documents.
func documentPatterns(f *testing.F) (patterns []string) {
	names, err := filepath.Glob("../../api/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, match := range patternLine.FindAllSubmatch(text, -1) {
			patterns = append(patterns, string(match[1]))
		}
	}
	slices.Sort(patterns)
	return slices.Compact(patterns)
}

// FuzzMatch checks that Match and package regexp agree on the documents' patterns and on those in the SDK's own code.
func FuzzMatch(f *testing.F) {
	patterns := append(documentPatterns(f), "^[^a-z]{0,2}x?$", "^[a-]{2,}$", "^é+[^é]$")
	if len(patterns) < 8 {
		f.Fatalf("only these patterns were found: %q", patterns)
	}
	for i := range patterns {
		for _, text := range []string{"", "US", "USAX", "4.99", "4.", ".5", "499\n", "a:b", "ünï", "\xff", "11111111-2222-4333-8444-555555555555", "é€", "x", "--", "\x00"} {
			f.Add(i, text)
		}
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		pattern := patterns[(i%len(patterns)+len(patterns))%len(patterns)]
		if got, want := Match(pattern, text), regexp.MustCompile(pattern).MatchString(text); got != want {
			t.Fatalf("Match(%q, %q) is %v", pattern, text, got)
		}
	})
}
