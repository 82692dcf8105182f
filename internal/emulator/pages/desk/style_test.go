package desk

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// schemes reads the colours of the light and the dark scheme.
func schemes() (light, dark map[string]string) {
	color := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
	read := func(file string) map[string]string {
		css, _ := Asset(file)
		found := map[string]string{}
		for _, match := range color.FindAllStringSubmatch(string(css), -1) {
			found[match[1]] = match[2]
		}
		return found
	}
	return read("style.css"), read("dark.css")
}

// luminance is the relative luminance of WCAG 2.
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast checks the contrast of texts and edges in both schemes.
func TestContrast(t *testing.T) {
	css, _ := Asset("style.css")
	light, dark := schemes()
	if names := slices.Sorted(maps.Keys(light)); !slices.Equal(names, slices.Sorted(maps.Keys(dark))) || len(names) < 10 {
		t.Fatalf("the schemes differ in their colours: %v and %v", names, dark)
	}
	pairs := []struct {
		text, ground string
		least        float64
	}{
		{"text", "ground", 4.5}, {"text", "card", 4.5}, {"quiet", "ground", 4.5}, {"quiet", "card", 4.5},
		{"accent", "ground", 4.5}, {"accent", "card", 4.5}, {"on-accent", "accent", 4.5},
		{"good", "good-ground", 4.5}, {"bad", "bad-ground", 4.5}, {"warn", "warn-ground", 4.5},
		{"edge", "card", 3}, {"edge", "ground", 3},
	}
	for _, pair := range pairs {
		for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
			if got := contrast(scheme[pair.text], scheme[pair.ground]); got < pair.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, less than %.1f", name, pair.text, pair.ground, got, pair.least)
			}
		}
	}
	// Every colour used for text must be in the list above.
	for _, match := range regexp.MustCompile(`[^-]color: var\(--([a-z-]+)\)`).FindAllStringSubmatch(string(css), -1) {
		if !slices.ContainsFunc(pairs, func(p struct {
			text, ground string
			least        float64
		}) bool {
			return p.text == match[1] && p.least == 4.5
		}) {
			t.Errorf("the text colour %s is not tested", match[1])
		}
	}
}

func TestContrastIsTheStandards(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#ffffff", "#0000ff", 8.59}, {"#123456", "#123456", 1}} {
		if got := contrast(tt.a, tt.b); math.Abs(got-tt.want) > 0.01 {
			t.Errorf("%s on %s has %.3f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestStyleNeedsNothingFromElsewhere checks that assets load nothing from other servers.
func TestStyleNeedsNothingFromElsewhere(t *testing.T) {
	names, err := assets.ReadDir("assets")
	if err != nil || len(names) < 3 {
		t.Fatalf("assets are %v, %v", names, err)
	}
	for _, name := range names {
		data, mediaType := Asset(name.Name())
		text := strings.ReplaceAll(string(data), "http://www.w3.org/2000/svg", "") // a name, not an address
		if mediaType == "" || regexp.MustCompile(`https?:|url\(|@import`).MatchString(text) {
			t.Errorf("%s of type %q loads something from elsewhere", name.Name(), mediaType)
		}
	}
	if _, mediaType := Asset("../desk.go"); mediaType != "" {
		t.Error("a file that is no asset is served")
	}
}
