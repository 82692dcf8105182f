// Package desk draws the pages of the emulated Stash: the players' pages and the developer's console. It gets plain
// values, ready to be shown, and returns HTML that works without scripts. It does not use the server.
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

// look has the template and title of a page.
type look struct {
	file    string // its template
	title   string // of the browser's window; the part that differs comes first
	shop    string
	console bool
	theme   Theme
}

//go:embed templates/*.html
var files embed.FS

// templates are parsed once, each with the common frame.
var templates = parse("call", "calls", "checkout", "checkouts", "deliveries", "delivery", "gamecalls", "problem", "shop", "subscription", "subscriptions")

func parse(names ...string) map[string]*template.Template {
	frame := template.Must(template.ParseFS(files, "templates/frame.html", "templates/parts.html", "templates/console.html"))
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(files, "templates/"+name+".html"))
	}
	return all
}

// Render draws a page. On an error it returns no page, so that no incomplete page is sent.
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
