// Package desk draws the pages of the emulated Stash: those that a player sees, and the console of a developer. It
// knows nothing of a server: it gets plain values, ready to be shown, and returns HTML that works without scripts.
package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
)

// Page is one of this package's views.
type Page interface {
	page() look
}

// look is how a page is drawn.
type look struct {
	file    string // its template
	title   string // of the browser's window; what differs comes first
	shop    string
	console bool
	theme   Theme
}

//go:embed templates/*.html
var files embed.FS

// templates are parsed once, each page's with the frame that all share.
var templates = parse("call", "calls", "checkout", "checkouts", "deliveries", "delivery", "gamecalls", "problem", "shop", "subscription", "subscriptions")

func parse(names ...string) map[string]*template.Template {
	frame := template.Must(template.ParseFS(files, "templates/frame.html", "templates/parts.html", "templates/console.html"))
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(files, "templates/"+name+".html"))
	}
	return all
}

// Render draws a page, or nothing when that fails, so that no half page is sent.
func Render(p Page) ([]byte, error) {
	look := p.page()
	var out bytes.Buffer
	err := templates[look.file].ExecuteTemplate(&out, "frame", map[string]any{
		"Title": look.title, "Shop": look.shop, "Console": look.console, "Theme": string(look.theme), "View": p,
	})
	if err != nil {
		return nil, fmt.Errorf("desk: the page %s cannot be drawn: %w", look.file, err)
	}
	return out.Bytes(), nil
}
