// Package pages is what a browser sees of the emulated Stash: the checkout, the web shop, and the developer's console. The
// pages work without scripts, and a GET of one changes nothing.
package pages

import (
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
)

// Around is what the pages need of the emulator that they are in.
type Around struct {
	Now        func() time.Time
	Who        func() shop.Identity
	URL        func() string   // where the server is, without a slash at its end
	Closing    <-chan struct{} // closed when the server closes
	Loopback   bool            // nobody else on the network reaches the server
	Shop       *shop.Shop
	Calls      *server.Server
	Deliveries *deliver.Deliveries
	Games      *callout.Games
}

// Pages answers what is for a browser.
type Pages struct {
	around     Around
	who        func() shop.Identity
	shop       *shop.Shop
	calls      *server.Server
	deliveries *deliver.Deliveries
	games      *callout.Games
	mux        *http.ServeMux
	guarded    http.Handler // mux behind the guard of origins
}

// New routes what a browser opens. No operation of the document is at any of these addresses. A GET changes
// nothing, because browsers and chat programs fetch links ahead of their users; and a POST from a page of another
// origin is refused, because it is not the user'p.
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
	p.guarded = sameOrigin.Handler(mux)
	return p
}

// Serve answers what is for a browser, and reports whether the request was. Pages are no calls: they are neither judged
// nor kept, and no fault meets them.
func (p *Pages) Serve(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/sdk/") || strings.HasPrefix(r.URL.Path, "/api/") {
		return false // where a browser, too, gets what every client gets
	}
	pattern := ""
	if r.URL.Path == path.Clean(r.URL.Path) { // or the router would redirect, which the API does not
		_, pattern = p.mux.Handler(r)
	}
	if pattern == "" && !wantsPage(r) {
		return false
	}
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	// The address of a shop has a session in it, so other hosts must not see it. With no-referrer browsers would hide the
	// origin of a form from this server too, and those that have no Sec-Fetch-Site could not press a button.
	header.Set("Referrer-Policy", "same-origin")
	if pattern == "" {
		p.show(w, http.StatusNotFound, desk.Problem{Heading: "Not found", Text: "There is no page at this address. The emulated Stash has its console at /."})
		return true
	}
	p.guarded.ServeHTTP(w, r)
	if r.Method == http.MethodPost {
		p.calls.Changed() // a button changes what other pages show
	}
	return true
}

// wantsPage tells a browser at an address that nothing is at.
func wantsPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// notKept answers when the state file cannot be written. What a page shows, or leads to, must be in it.
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

// form reads what a page has sent. When it cannot be read, the answer is written.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) (ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		p.show(w, http.StatusBadRequest, desk.Problem{Heading: "Not understood", Text: "The form could not be read. Open the page again and use its buttons."})
		return false
	}
	return true
}

// Sentence turns an error of the server's own methods into one for a page: what the method is called says nothing there,
// and what a game server or a receiver has answered may repeat a secret.
func (p *Pages) Sentence(err error) string {
	text := strings.TrimPrefix(err.Error(), "stashtest: ")
	if method, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(method, " ") {
		text = rest
	}
	first, width := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[width:]
	return p.hiding().text(strings.TrimSuffix(text, ".") + ".")
}
