package pages

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
)

// shownRows is the most rows of each list of the console. The lists show the newest.
const shownRows = 200

// routeConsole adds the developer's pages.
func (p *Pages) routeConsole(mux *http.ServeMux) {
	handle := func(pattern string, page http.HandlerFunc) { mux.HandleFunc(pattern, p.console(page)) }
	handle("GET /{$}", p.showCalls)
	handle("GET /console/calls/{id}", p.showCall)
	handle("GET /console/webhooks/{id}", p.showDelivery)
	handle("GET "+gamePage, p.showGameCalls)
	handle("GET /console/events", p.sendChanges)
	for address, list := range map[string]consoleList{
		"/console/checkouts":     {p.checkoutsPage, p.doWithCheckout},
		"/console/subscriptions": {p.subscriptionsPage, p.doWithSubscription},
		"/console/webhooks":      {p.deliveriesPage, p.doWithDelivery},
	} {
		handle("GET "+address, func(w http.ResponseWriter, r *http.Request) {
			message := desk.Message{Kind: "good", Text: didIt[r.URL.Query().Get("done")]}
			p.show(w, http.StatusOK, list.page(message))
		})
		handle("POST "+address, func(w http.ResponseWriter, r *http.Request) { p.press(w, r, address, list) })
	}
}

// consoleList is a page with rows, and the actions of their buttons.
type consoleList struct {
	page func(desk.Message) desk.Page
	do   func(button, id string, form url.Values) error
}

// didIt has the console's message after each button.
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

// press does the action of a button.
func (p *Pages) press(w http.ResponseWriter, r *http.Request, address string, list consoleList) {
	if !p.form(w, r) {
		return
	}
	button := r.PostForm.Get("do")
	err := errors.New("nothing was done, because there is no such button; load the page again")
	if didIt[button] != "" {
		err = list.do(button, r.PostForm.Get("id"), r.PostForm)
	}
	if err != nil {
		p.show(w, http.StatusConflict, list.page(desk.Message{Kind: "bad", Text: p.Sentence(err)}))
		return
	}
	http.Redirect(w, r, address+"?done="+button, http.StatusSeeOther)
}

// asSeen refuses a button if its row has changed since the page was drawn, so that two clicks do not refund or renew
// twice.
func asSeen(form url.Values, now string) error {
	if form.Get("seen") != now {
		return errors.New("nothing was done, because this has changed since the page was loaded; look at it again")
	}
	return nil
}

func (p *Pages) doWithCheckout(button, id string, form url.Values) error {
	var part []shop.RefundItem
	switch button {
	case "pay":
		return p.games.Pay(id)
	case "refund":
	case "refund-part":
		quantity, err := strconv.ParseInt(form.Get("quantity"), 10, 32)
		if err != nil {
			return errors.New("nothing was refunded, because the quantity is not a whole number")
		}
		part = []shop.RefundItem{{ID: form.Get("item"), Quantity: int32(quantity)}}
	default:
		return fmt.Errorf("a checkout cannot %s", button)
	}
	return p.shop.Refund(id, part, func(found *shop.Checkout) error { return asSeen(form, seen(found)) })
}

func (p *Pages) doWithSubscription(button, id string, form url.Values) error {
	actions := map[string]shop.Act{
		"renew": (*subscription.Subscription).Renew, "fail": (*subscription.Subscription).FailRenewal, "expire": (*subscription.Subscription).Expire,
	}
	do := actions[button]
	if do == nil {
		return fmt.Errorf("a subscription cannot %s", button)
	}
	return p.shop.Act(button, id, func(sub *subscription.Subscription, now time.Time) error {
		if err := asSeen(form, seenOf(sub)); err != nil {
			return err
		}
		return do(sub, now)
	})
}

func (p *Pages) doWithDelivery(button, id string, _ url.Values) error {
	switch button {
	case "redeliver":
		return p.deliveries.Redeliver(id, func(*deliver.Plan) {})
	case "duplicate":
		return p.deliveries.Redeliver(id, func(plan *deliver.Plan) { plan.Copies = 2 })
	case "corrupt":
		return p.deliveries.Redeliver(id, func(plan *deliver.Plan) { plan.Forged, plan.Attempts = true, 1 })
	}
	return fmt.Errorf("a delivery cannot %s", button)
}

// console keeps other pages from showing the developer's pages in a frame. Players' pages are shown in frames.
func (p *Pages) console(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", header.Get("Content-Security-Policy")+"; frame-ancestors 'none'")
		page(w, r)
	}
}

// Guard protects what only the developer may use and no web site, as the console.
func (p *Pages) Guard(inner http.Handler) http.Handler {
	return p.named(p.sameOrigin.Handler(p.console(inner.ServeHTTP)))
}

// named answers only under names that no web site can point at this server: otherwise its page could read the console and
// pay checkouts (DNS rebinding).
func (p *Pages) named(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if public, err := url.Parse(p.around.Public); !ownName(r.Host) && (err != nil || public.Host == "" || !strings.EqualFold(public.Host, r.Host)) {
			p.show(w, http.StatusForbidden, desk.Problem{Heading: "Not under this name", Text: "The emulator's pages answer under an address of this machine, a name without a dot, or the host of the public URL. Open them at " + p.around.URL() + "/."})
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// ownName reports whether a host is an IP address, localhost, or a name without a dot, such as a container's. Names on the
// internet have a dot.
func ownName(host string) bool {
	if _, err := netip.ParseAddrPort(host); err == nil {
		return true
	}
	name, port, found := strings.Cut(host, ":")
	if _, err := strconv.ParseUint(port, 10, 16); found && err != nil {
		_, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
		return err == nil && strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") // IPv6 without a port
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".localhost")
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// frame returns the common part of the console's pages.
func (p *Pages) frame(current string, message desk.Message) desk.Console {
	checkouts, subscriptions := p.shop.Counts()
	_, asked := p.games.Newest(0)
	tabs := []desk.Tab{
		{Name: "Calls", Address: "/", Count: p.calls.Received()},
		{Name: "Checkouts", Address: "/console/checkouts", Count: checkouts},
		{Name: "Subscriptions", Address: "/console/subscriptions", Count: subscriptions},
		{Name: "Webhooks", Address: "/console/webhooks", Count: p.deliveries.Count()},
		{Name: "Game server", Address: gamePage, Count: asked},
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Address == current
	}
	return desk.Console{Base: p.around.URL(), Shop: p.who().ShopHandle, ShopID: p.who().ShopID, Tabs: tabs, Message: message}
}
