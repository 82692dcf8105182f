package stashtest

import (
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/desk"
)

// newPages routes what a browser opens. No operation of the document is at any of these addresses. A GET changes
// nothing, because browsers and chat programs fetch links ahead of their users; and a POST from a page of another
// origin is refused, because it is not the user's.
func (s *Server) newPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/{name}", s.showAsset)
	mux.HandleFunc("GET /favicon.ico", s.showAsset)
	for address, what := range map[string]payable{
		"/pay/{id}":                 {s.checkoutView, s.Pay, s.Decline},
		"/order/{id}":               {s.checkoutView, s.Pay, s.Decline},
		"/subscription/{id}":        {s.subscriptionView, s.completeLink, nothing},
		"/subscription/change/{id}": {s.subscriptionView, s.completeLink, nothing},
	} {
		mux.HandleFunc("GET "+address, s.openPayment(what))
		mux.HandleFunc("POST "+address, s.submitPayment(what))
	}
	for _, address := range []string{"/shop/{handle}", "/shop/{handle}/loyalty"} {
		mux.HandleFunc("GET "+address, s.openShop)
		mux.HandleFunc("POST "+address, s.buy)
	}
	s.routeConsole(mux)
	s.pageMux = mux
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.show(w, http.StatusForbidden, desk.Problem{Heading: "Not from here", Text: "This was sent by a page of another site, so nothing was done. Open the page itself and use its buttons."})
	}))
	return sameOrigin.Handler(mux)
}

// servePage answers what is for a browser, and reports whether the request was.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/sdk/") || strings.HasPrefix(r.URL.Path, "/api/") {
		return false // where a browser, too, gets what every client gets
	}
	pattern := ""
	if r.URL.Path == path.Clean(r.URL.Path) { // or the router would redirect, which the API does not
		_, pattern = s.pageMux.Handler(r)
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
		s.show(w, http.StatusNotFound, desk.Problem{Heading: "Not found", Text: "There is no page at this address. The emulated Stash has its console at /."})
		return true
	}
	s.pages.ServeHTTP(w, r)
	if r.Method == http.MethodPost {
		s.changes.ring() // a button changes what other pages show
	}
	return true
}

// wantsPage tells a browser at an address that nothing is at.
func wantsPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// notKept answers when the state file cannot be written. What a page shows, or leads to, must be in it.
func (s *Server) notKept(w http.ResponseWriter, err error) {
	http.Error(w, s.sentence(err), http.StatusInternalServerError)
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, status int, page desk.Page) {
	if err := s.keeper.flush(); err != nil {
		s.notKept(w, err)
		return
	}
	html, err := desk.Render(page)
	if err != nil {
		s.journal.fault(err.Error())
		http.Error(w, "The emulated Stash could not draw this page.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(html)
}

func (s *Server) showAsset(w http.ResponseWriter, r *http.Request) {
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
func (s *Server) form(w http.ResponseWriter, r *http.Request) (ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		s.show(w, http.StatusBadRequest, desk.Problem{Heading: "Not understood", Text: "The form could not be read. Open the page again and use its buttons."})
		return false
	}
	return true
}

// sentence turns an error of the server's own methods into one for a page: what the method is called says nothing there,
// and what a game server or a receiver has answered may repeat a secret.
func (s *Server) sentence(err error) string {
	text := strings.TrimPrefix(err.Error(), "stashtest: ")
	if method, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(method, " ") {
		text = rest
	}
	first, width := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[width:]
	return s.hiding().text(strings.TrimSuffix(text, ".") + ".")
}
