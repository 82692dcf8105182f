package main

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestRatios(t *testing.T) {
	bars, err := ratios("| case | this | × net/http |\n|---|---|---|\n| a < b | 1 µs | 0.77, of 35 |\n| calls | 9 | 5.7 × as many |\n| c | 1 | 1.13 |\n")
	if err != nil || len(bars) != 2 || bars[0] != (bar{"a < b", 0.77}) || bars[1].ratio != 1.13 {
		t.Errorf("the table has the bars %v (%v)", bars, err)
	}
	if _, err := ratios("| case | this | other |\n"); err == nil {
		t.Error("a table without ratios is accepted")
	}
	svg := chart(bars, light)
	for _, part := range []string{`width="215" height="20" rx="2" fill="#1a7f64"`, `width="316" height="20" rx="2" fill="#9a6700"`, "a &lt; b 0.77; c 1.13</title>"} {
		if !strings.Contains(svg, part) {
			t.Errorf("the chart lacks %s:\n%s", part, svg)
		}
	}
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the chart is not XML: %v", err)
		}
	}
	if chart(bars, dark) == svg {
		t.Error("the dark chart has the colours of the light one")
	}
}
