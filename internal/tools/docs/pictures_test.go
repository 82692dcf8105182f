package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	picture = regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`)
	image   = regexp.MustCompile(`<img[^>]*>`)
	alt     = regexp.MustCompile(`alt="([^"]*)"`)
)

// Pictures are there, and their alternative text says what they show.
func TestPictures(t *testing.T) {
	texts := read(t)
	if !picture.MatchString(texts["README.md"]) {
		t.Error("README.md has no picture.")
	}
	for page, text := range texts {
		for _, sentence := range mute(page, text) {
			t.Error(sentence)
		}
	}
}

// mute returns a sentence for each picture that lacks something.
func mute(page, markdown string) (found []string) {
	for _, tag := range image.FindAllString(markdown, -1) {
		if match := alt.FindStringSubmatch(tag); match == nil || len(strings.Fields(match[1])) < 3 {
			found = append(found, fmt.Sprintf("%s: %s has no alternative text that says what it shows.", page, tag))
		}
	}
	for _, match := range picture.FindAllStringSubmatch(markdown, -1) {
		words, file := match[1], path.Join(path.Dir(page), match[2])
		if len(strings.Fields(words)) < 3 {
			found = append(found, fmt.Sprintf("%s has no alternative text that says what it shows.", file))
		}
		text, err := os.ReadFile(file)
		switch {
		case err != nil:
			found = append(found, fmt.Sprintf("%s is not there.", file))
		case strings.HasSuffix(file, ".svg"):
			found = append(found, faults(file, string(text))...)
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
		`<img src="docs/pictures/checkout.png">`:    "no alternative text",
		"![](docs/pictures/directions.svg)":         "no alternative text",
		"![what it is about](docs/pictures/no.png)": "is not there",
	} {
		if found := mute("README.md", markdown); len(found) != 1 || !strings.Contains(found[0], complaint) {
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
