package stashtest

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/desk"
)

// shownRows bounds each list of the console; the newest are shown.
const shownRows = 200

// routeConsole adds the developer's pages.
func (s *Server) routeConsole(mux *http.ServeMux) {
	handle := func(pattern string, page http.HandlerFunc) { mux.HandleFunc(pattern, s.console(page)) }
	handle("GET /{$}", s.showCalls)
	handle("GET /console/calls/{id}", s.showCall)
	handle("GET /console/webhooks/{id}", s.showDelivery)
	handle("GET /console/events", s.sendChanges)
	for address, list := range map[string]consoleList{
		"/console/checkouts":     {s.checkoutsPage, s.doWithCheckout},
		"/console/subscriptions": {s.subscriptionsPage, s.doWithSubscription},
		"/console/webhooks":      {s.deliveriesPage, s.doWithDelivery},
	} {
		handle("GET "+address, func(w http.ResponseWriter, r *http.Request) {
			message := desk.Message{Kind: "good", Text: didIt[r.URL.Query().Get("done")]}
			s.show(w, http.StatusOK, list.page(message))
		})
		handle("POST "+address, func(w http.ResponseWriter, r *http.Request) { s.press(w, r, address, list) })
	}
}

// consoleList is a page with rows and what their buttons do.
type consoleList struct {
	page func(desk.Message) desk.Page
	do   func(button, id string, r *http.Request) error
}

// didIt is what the console says after a button.
var didIt = map[string]string{
	"pay":         "The checkout is paid.",
	"refund":      "What was left of the checkout is refunded.",
	"refund-part": "That part of the checkout is refunded.",
	"renew":       "The subscription is renewed.",
	"fail":        "The renewal has failed, as you asked.",
	"expire":      "The subscription has expired.",
	"redeliver":   "The event is sent again.",
	"duplicate":   "Two copies of the event are sent at once.",
	"corrupt":     "The event is sent with a signature that does not match.",
}

// press does what a button says. Buttons are pressed one after another, so that what a page has seen can be compared
// with what is, and two clicks at once do not refund or renew twice.
func (s *Server) press(w http.ResponseWriter, r *http.Request, address string, list consoleList) {
	if !s.form(w, r) {
		return
	}
	s.pressing.Lock()
	defer s.pressing.Unlock()
	button := r.PostForm.Get("do")
	err := fmt.Errorf("nothing was done, because there is no such button; load the page again")
	if didIt[button] != "" {
		err = list.do(button, r.PostForm.Get("id"), r)
	}
	if err != nil {
		s.show(w, http.StatusConflict, list.page(desk.Message{Kind: "bad", Text: sentence(err)}))
		return
	}
	http.Redirect(w, r, address+"?done="+button, http.StatusSeeOther)
}

// errNotSeen is the answer to a button whose row has changed in the meantime, perhaps by a first click on it.
var errNotSeen = fmt.Errorf("nothing was done, because this has changed since the page was loaded; look at it again")

func (s *Server) doWithCheckout(button, id string, r *http.Request) error {
	if button == "pay" {
		return s.Pay(id)
	}
	if s.seenOfCheckout(id) != r.PostForm.Get("seen") {
		return errNotSeen
	}
	switch button {
	case "refund":
		return s.Refund(id)
	case "refund-part":
		quantity, err := strconv.ParseInt(r.PostForm.Get("quantity"), 10, 32)
		if err != nil {
			return fmt.Errorf("nothing was refunded, because the quantity is not a whole number")
		}
		return s.Refund(id, RefundItem{ID: r.PostForm.Get("item"), Quantity: int32(quantity)})
	}
	return fmt.Errorf("a checkout cannot %s", button)
}

func (s *Server) doWithSubscription(button, id string, r *http.Request) error {
	if seen := s.seenOfSubscription(id); seen != "" && seen != r.PostForm.Get("seen") {
		return errNotSeen
	}
	switch button {
	case "renew":
		return s.Renew(id)
	case "fail":
		return s.FailRenewal(id)
	case "expire":
		return s.Expire(id)
	}
	return fmt.Errorf("a subscription cannot %s", button)
}

func (s *Server) doWithDelivery(button, id string, _ *http.Request) error {
	switch button {
	case "redeliver":
		return s.Redeliver(id)
	case "duplicate":
		return s.Redeliver(id, Copies(2))
	case "corrupt":
		return s.Redeliver(id, BadSignature())
	}
	return fmt.Errorf("a delivery cannot %s", button)
}

// console guards the developer's pages further than those of players: no page frames them, and a server on loopback
// answers only under an address or as localhost. A name of the network's could be pointed at it by a web site, whose
// pages would then read the console as their own.
func (s *Server) console(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", header.Get("Content-Security-Policy")+"; frame-ancestors 'none'")
		if s.loopback && !ownName(r.Host) {
			s.show(w, http.StatusForbidden, desk.Problem{Heading: "Not under this name", Text: "The console answers on this machine alone. Open it at " + s.URL + "/."})
			return
		}
		page(w, r)
	}
}

// ownName reports whether a host is an address, or localhost.
func ownName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	_, err := netip.ParseAddr(host)
	return err == nil || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// frame is what all pages of the console have around them.
func (s *Server) frame(current string, message desk.Message) desk.Console {
	checkouts, subscriptions := s.countSales()
	tabs := []desk.Tab{
		{Name: "Calls", Address: "/", Count: s.journal.received()},
		{Name: "Checkouts", Address: "/console/checkouts", Count: checkouts},
		{Name: "Subscriptions", Address: "/console/subscriptions", Count: subscriptions},
		{Name: "Webhooks", Address: "/console/webhooks", Count: s.countDeliveries()},
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Address == current
	}
	return desk.Console{Base: s.URL, Shop: s.ShopHandle, ShopID: s.ShopID, Tabs: tabs, Message: message}
}
