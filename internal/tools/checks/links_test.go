package checks

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	link      = regexp.MustCompile(`\]\(([^)]+)\)`)
	heading   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unslugged = regexp.MustCompile(`[^a-z0-9 _-]`)
)

// Links of the README within the repository lead somewhere.
func TestLinksOfTheReadme(t *testing.T) {
	for _, sentence := range dead(readFile(t, "README.md")) {
		t.Error(sentence)
	}
	const page = "# A title, here\n[a](#a-title-here) [b](README.md) [c](https://example.com)\n"
	if found := dead(page); len(found) != 0 {
		t.Errorf("links that lead somewhere give %q", found)
	}
	if found := dead(page + "[d](#a-title) [e](no/such.md)"); len(found) != 2 {
		t.Errorf("two dead links give %q", found)
	}
}

// dead returns a sentence for each link to a heading or a file that is not there.
func dead(markdown string) (found []string) {
	anchors := map[string]bool{}
	for _, match := range heading.FindAllStringSubmatch(markdown, -1) {
		anchors["#"+strings.ReplaceAll(unslugged.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")] = true
	}
	for _, match := range link.FindAllStringSubmatch(markdown, -1) {
		to := match[1]
		switch {
		case strings.Contains(to, "://"):
		case strings.HasPrefix(to, "#"):
			if !anchors[to] {
				found = append(found, fmt.Sprintf("The link %s leads to no heading.", to))
			}
		default:
			if _, err := os.Stat(to); err != nil {
				found = append(found, fmt.Sprintf("The link %s leads to no file.", to))
			}
		}
	}
	return found
}
