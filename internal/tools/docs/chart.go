package main

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// A bar is one case of the table of speed: the SDK's time divided by the time of hand-written net/http.
type bar struct {
	name  string
	ratio float64
}

// ratio matches a cell that begins with a ratio of times. A cell such as "5.7 × as many" counts calls, so it has no bar.
var ratio = regexp.MustCompile(`^(\d+\.\d+)(,|$)`)

// ratios reads the bars from the third column of the table.
func ratios(table string) (bars []bar, err error) {
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 5 {
			continue
		}
		match := ratio.FindStringSubmatch(strings.TrimSpace(cells[3]))
		if match == nil {
			continue
		}
		value, err := strconv.ParseFloat(match[1], 64)
		if err != nil {
			return nil, err
		}
		bars = append(bars, bar{strings.TrimSpace(cells[1]), value})
	}
	if len(bars) == 0 {
		return nil, fmt.Errorf("no row has a ratio in its third column")
	}
	return bars, nil
}

// A palette has the colours of one chart. GitHub's page picks the chart of the reader's theme.
type palette struct{ ground, text, line, faster, slower string }

var (
	light = palette{"#ffffff", "#1f2328", "#59636e", "#1a7f64", "#9a6700"}
	dark  = palette{"#0d1117", "#f0f6fc", "#9198a1", "#3fb68b", "#d29922"}
)

const (
	rowHeight  = 30
	top        = 64
	labelWidth = 320
	unit       = 280 // the width of a ratio of 1
	width      = 740
)

// chart draws the bars below each other, with a line at the time of hand-written net/http.
func chart(bars []bar, colours palette) string {
	height := top + rowHeight*len(bars) + 16
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" `+
		`font-family="system-ui, sans-serif" font-size="14">`+"\n", width, height, width, height)
	fmt.Fprintf(&svg, "<title>Time of this SDK, where hand-written net/http takes 1: %s</title>\n", sentence(bars))
	fmt.Fprintf(&svg, `<rect width="%d" height="%d" fill="%s"/>`+"\n", width, height, colours.ground)
	fmt.Fprintf(&svg, `<text x="16" y="26" fill="%s" font-weight="600">`+
		"Time of one call, where hand-written net/http takes 1 (shorter is faster)</text>\n", colours.text)
	limit := labelWidth + unit
	for i, b := range bars {
		y, colour := top+i*rowHeight, colours.faster
		if b.ratio > 1 {
			colour = colours.slower
		}
		length := int(b.ratio * unit)
		fmt.Fprintf(&svg, `<text x="%d" y="%d" text-anchor="end" fill="%s">%s</text>`+"\n",
			labelWidth-10, y+15, colours.text, html.EscapeString(b.name))
		fmt.Fprintf(&svg, `<rect x="%d" y="%d" width="%d" height="20" rx="2" fill="%s"/>`+"\n", labelWidth, y, length, colour)
		fmt.Fprintf(&svg, `<text x="%d" y="%d" fill="%s">%.2f</text>`+"\n",
			labelWidth+max(length, unit)+8, y+15, colours.text, b.ratio)
	}
	fmt.Fprintf(&svg, `<line x1="%d" x2="%d" y1="%d" y2="%d" stroke="%s" stroke-dasharray="4 3"/>`+"\n",
		limit, limit, top-10, height-14, colours.line)
	fmt.Fprintf(&svg, `<text x="%d" y="%d" text-anchor="middle" fill="%s" font-size="12">net/http</text>`+"\n", limit, top-16, colours.line)
	svg.WriteString("</svg>\n")
	return svg.String()
}

func sentence(bars []bar) string {
	var parts []string
	for _, b := range bars {
		parts = append(parts, fmt.Sprintf("%s %.2f", html.EscapeString(b.name), b.ratio))
	}
	return strings.Join(parts, "; ")
}
