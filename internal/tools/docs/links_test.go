package main

import (
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fenced    = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```[ \t]*$")
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	heading   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unslugged = regexp.MustCompile(`[^a-z0-9 _-]`)
)

// Links between pages lead to a file, and to a heading where they name one.
func TestLinks(t *testing.T) {
	for _, sentence := range dead(read(t)) {
		t.Error(sentence)
	}
	const page = "# A title, here\n## Twice\n## Twice\n[a](#a-title-here) [b](../README.md#stash-go) [c](https://example.com) [d](#twice-1)\n" +
		"```sh\n# no heading\n```\n<img src=\"pictures/directions.svg\">\n"
	if found := dead(map[string]string{"docs/a.md": page, "README.md": "# stash-go\n"}); len(found) != 0 {
		t.Errorf("links that lead somewhere give %q", found)
	}
	for _, wrong := range []string{
		"[d](#a-title)", "[e](no/such.md)", "[f](../README.md#none)", "[g](#no-heading)", `<img src="none.svg">`, "[h](docs/a.md)",
	} {
		if found := dead(map[string]string{"docs/a.md": page + wrong, "README.md": "# stash-go\n"}); len(found) != 1 {
			t.Errorf("the page with the dead link %s gives %q", wrong, found)
		}
	}
}

// dead returns a sentence for each link to a heading or a file that is not there.
func dead(texts map[string]string) (found []string) {
	for page, text := range texts {
		for _, to := range links(text) {
			name, anchor, _ := strings.Cut(to, "#")
			target := page
			if name != "" {
				target = path.Join(path.Dir(page), name)
			}
			other, isPage := texts[target]
			if _, err := os.Stat(target); err != nil && !isPage {
				found = append(found, fmt.Sprintf("%s: the link %s leads to no file.", page, to))
			} else if anchor != "" && !anchors(other)[anchor] {
				found = append(found, fmt.Sprintf("%s: the link %s leads to no heading.", page, to))
			}
		}
	}
	slices.Sort(found)
	return found
}

// links lists what a page links to, other sites aside.
func links(text string) (to []string) {
	for _, match := range link.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		if target := match[1] + match[2]; !strings.Contains(target, "://") {
			to = append(to, target)
		}
	}
	return to
}

// anchors has GitHub's names of the headings. A heading that stands twice gets a number.
func anchors(text string) map[string]bool {
	names := map[string]bool{}
	for _, match := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		name := strings.ReplaceAll(unslugged.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")
		for slug, i := name, 1; ; slug, i = fmt.Sprintf("%s-%d", name, i), i+1 {
			if !names[slug] {
				names[slug] = true
				break
			}
		}
	}
	return names
}

// A reader gets from README.md to every page with two clicks.
func TestEveryPageIsTwoClicksAway(t *testing.T) {
	if far := distant(read(t)); len(far) != 0 {
		t.Errorf("README.md does not lead to these pages within two clicks: %q", far)
	}
	chain := map[string]string{
		"README.md": "[a](docs/a.md)", "docs/a.md": "[b](b.md#x)", "docs/b.md": "[c](c.md) [r](../README.md)", "docs/c.md": "",
	}
	if far := distant(chain); !slices.Equal(far, []string{"docs/c.md"}) {
		t.Errorf("too far away are %q, want docs/c.md", far)
	}
}

func distant(texts map[string]string) (far []string) {
	near := map[string]bool{"README.md": true}
	for range 2 {
		for _, page := range slices.Collect(maps.Keys(near)) {
			for _, to := range links(texts[page]) {
				name, _, _ := strings.Cut(to, "#")
				near[path.Join(path.Dir(page), name)] = true
			}
		}
	}
	for page := range texts {
		if !near[page] {
			far = append(far, page)
		}
	}
	slices.Sort(far)
	return far
}

// README.md stays short enough to be read whole.
func TestReadmeIsShort(t *testing.T) {
	text := read(t)["README.md"]
	if sentence := tooLong(text); sentence != "" {
		t.Error(sentence)
	}
	if tooLong(strings.Repeat("\n", 201)) == "" || tooLong(strings.Repeat("a", 12<<10+1)) == "" {
		t.Error("a text that is too long is not found")
	}
}

func tooLong(text string) string {
	if lines := strings.Count(text, "\n"); lines > 200 || len(text) > 12<<10 {
		return fmt.Sprintf("README.md has %d lines and %d bytes. It may have 200 lines and %d bytes: move something to docs.",
			lines, len(text), 12<<10)
	}
	return ""
}
