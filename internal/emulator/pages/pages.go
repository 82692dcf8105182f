// Package pages serves the emulated Stash's pages for browsers: the checkout, the web shop, and the developer's console.
// The pages work without scripts, and a GET changes nothing.
package pages

import (
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
)

// Around is what the pages need from their emulator.
type Around struct {
	Now        func() time.Time
	Who        func() shop.Identity
	URL        func() string   // the server's base URL, without a slash at its end
	Closing    <-chan struct{} // closed when the server closes
	Public     string          // base URL of links for other devices; empty for URL
	Shop       *shop.Shop
	Calls      *server.Server
	Deliveries *deliver.Deliveries
	Games      *callout.Games
}

// Pages answers the requests of browsers.
type Pages struct {
	around     Around
	who        func() shop.Identity
	shop       *shop.Shop
	calls      *server.Server
	deliveries *deliver.Deliveries
	games      *callout.Games
	streams    atomic.Int64 // open event streams
	mux        *http.ServeMux
	sameOrigin *http.CrossOriginProtection
	guarded    http.Handler // mux behind the check of origins
}

// New routes the pages. No operation of the document has one of these addresses. A GET changes nothing, because browsers
// and chat programs fetch links before the user opens them. A POST from a page of another origin is refused, because the
// user did not send it.
func New(around Around) *Pages {
	p := &Pages{
		around: around, who: around.Who, shop: around.Shop, calls: around.Calls, deliveries: around.Deliveries, games: around.Games,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/{name}", p.showAsset)
	mux.HandleFunc("GET /favicon.ico", p.showAsset)
	for address, what := range map[string]payable{
		"/pay/{id}":                 {p.checkoutView, p.games.Pay, p.games.Decline},
		"/order/{id}":               {p.checkoutView, p.games.Pay, p.games.Decline},
		"/subscription/{id}":        {p.subscriptionView, p.shop.CompleteLink, nothing},
		"/subscription/change/{id}": {p.subscriptionView, p.shop.CompleteLink, nothing},
	} {
		mux.HandleFunc("GET "+address, p.openPayment(what))
		mux.HandleFunc("POST "+address, p.submitPayment(what))
	}
	for _, address := range []string{"/shop/{handle}", "/shop/{handle}/loyalty"} {
		mux.HandleFunc("GET "+address, p.openShop)
		mux.HandleFunc("POST "+address, p.buy)
	}
	p.routeConsole(mux)
	p.mux = mux
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.show(w, http.StatusForbidden, desk.Problem{Heading: "Not from here", Text: "This was sent by a page of another site, so nothing was done. Open the page itself and use its buttons."})
	}))
	p.sameOrigin, p.guarded = sameOrigin, p.named(sameOrigin.Handler(mux))
	return p
}

// Serve answers a request for a page, and reports whether the request was for a page. Pages are not calls: the server
// does not check them against the document, log them or apply faults to them.
func (p *Pages) Serve(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/sdk/") || strings.HasPrefix(r.URL.Path, "/api/") {
		return false // a browser gets the same response as any client here
	}
	pattern := ""
	if r.URL.Path == path.Clean(r.URL.Path) { // for other paths the router would redirect, but the API does not redirect
		_, pattern = p.mux.Handler(r)
	}
	if pattern == "" && !wantsPage(r) {
		return false
	}
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	// The address of a shop contains a session, so other hosts must not see it. The policy no-referrer would also hide a
	// form's origin from this server, and buttons would fail in browsers without Sec-Fetch-Site.
	header.Set("Referrer-Policy", "same-origin")
	if pattern == "" {
		p.show(w, http.StatusNotFound, desk.Problem{Heading: "Not found", Text: "There is no page at this address.", Link: "/", LinkText: "Open the console"})
		return true
	}
	p.guarded.ServeHTTP(w, r)
	if r.Method == http.MethodPost {
		p.calls.Changed() // a button changes what other pages show
	}
	return true
}

// wantsPage reports whether a request to an unknown address comes from a browser.
func wantsPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// notKept answers with an error when the state file cannot be written, because the file must have the state that a page
// shows.
func (p *Pages) notKept(w http.ResponseWriter, err error) {
	http.Error(w, p.Sentence(err), http.StatusInternalServerError)
}

// show writes a page.
func (p *Pages) show(w http.ResponseWriter, status int, page desk.Page) {
	if err := p.shop.Keep(); err != nil {
		p.notKept(w, err)
		return
	}
	html, err := desk.Render(page)
	if err != nil {
		p.calls.Fault(err.Error())
		http.Error(w, "The emulated Stash could not draw this page.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(html)
}

func (p *Pages) showAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "" {
		name = "icon.svg"
	}
	data, mediaType := desk.Asset(name)
	if mediaType == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	_, _ = w.Write(data)
}

// maxFormBytes is the longest form that a page sends.
const maxFormBytes = 64 << 10

// form parses a page's form. If that fails, it writes the response.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) (ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		p.show(w, http.StatusBadRequest, desk.Problem{Heading: "Not understood", Text: "The form could not be read. Open the page again and use its buttons."})
		return false
	}
	return true
}

// Sentence turns an error of the server's methods into a sentence for a page. It drops the method's name, and hides
// secrets that the response of a game server or a receiver may repeat.
func (p *Pages) Sentence(err error) string {
	text := strings.TrimPrefix(err.Error(), "stashtest: ")
	if method, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(method, " ") {
		text = rest
	}
	first, width := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[width:]
	return p.hiding().text(strings.TrimSuffix(text, ".") + ".")
}
