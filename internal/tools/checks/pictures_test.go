package checks

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var picture = regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`)

// The README's pictures are there, and say in words what they show, to whoever cannot see them.
func TestPicturesOfTheReadme(t *testing.T) {
	text := readFile(t, "README.md")
	if !picture.MatchString(text) {
		t.Error("README.md has no picture.")
	}
	for _, sentence := range mute(text) {
		t.Error(sentence)
	}
}

// mute returns a sentence for each picture that lacks something.
func mute(markdown string) (found []string) {
	for _, match := range picture.FindAllStringSubmatch(markdown, -1) {
		alt, path := match[1], match[2]
		if len(strings.Fields(alt)) < 3 {
			found = append(found, fmt.Sprintf("%s has no alternative text that says what it shows.", path))
		}
		text, err := os.ReadFile(path)
		switch {
		case err != nil:
			found = append(found, fmt.Sprintf("%s is not there.", path))
		case strings.HasSuffix(path, ".svg"):
			found = append(found, faults(path, string(text))...)
		}
	}
	return found
}

// faults holds a drawing to what makes it readable everywhere: well-formed, titled, and in light and dark.
func faults(path, svg string) (found []string) {
	decoder := xml.NewDecoder(strings.NewReader(svg))
	var elements []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return []string{fmt.Sprintf("%s is not XML: %v.", path, err)}
		}
		if start, ok := token.(xml.StartElement); ok {
			elements = append(elements, start.Name.Local)
		}
	}
	if !slices.Contains(elements, "title") {
		found = append(found, path+" has no <title>.")
	}
	if !strings.Contains(svg, "prefers-color-scheme: dark") {
		found = append(found, path+" has no colours for the dark mode.")
	}
	if slices.Contains(elements, "script") || slices.Contains(elements, "image") {
		found = append(found, path+" loads or runs something, which no page shows.")
	}
	return found
}

func TestMutePicturesAreFound(t *testing.T) {
	for markdown, complaint := range map[string]string{
		"![](internal/tools/readme/pictures/directions.svg)":         "no alternative text",
		"![what it is about](internal/tools/readme/pictures/no.png)": "is not there",
	} {
		if found := mute(markdown); len(found) != 1 || !strings.Contains(found[0], complaint) {
			t.Errorf("%s gives %q, want %q", markdown, found, complaint)
		}
	}
	const dark = "<style>@media (prefers-color-scheme: dark) {}</style>"
	for svg, complaint := range map[string]string{
		"<svg><title>a</title>":                           "is not XML",
		"<svg>" + dark + "</svg>":                         "no <title>",
		"<svg><title>a</title></svg>":                     "dark mode",
		"<svg><title>a</title>" + dark + "<image/></svg>": "loads or runs",
	} {
		if found := faults("a.svg", svg); len(found) != 1 || !strings.Contains(found[0], complaint) {
			t.Errorf("%s gives %q, want %q", svg, found, complaint)
		}
	}
	if found := faults("a.svg", "<svg><title>a</title>"+dark+"</svg>"); len(found) != 0 {
		t.Errorf("a drawing that is as it should be gives %q", found)
	}
}
