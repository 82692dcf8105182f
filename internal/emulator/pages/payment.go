package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
)

// payable has the functions of a payment page.
type payable struct {
	view  func(id string) (desk.Page, *desk.Payment)          // returns the page and its payment; nil when there is no such link
	pay   func(id string) error                               // a second call changes nothing
	leave func(ctx context.Context, id string) (failed error) // called when the player does not pay
}

// nothing leaves a link unchanged, so that its player can open it again.
func nothing(context.Context, string) error { return nil }

func (p *Pages) openPayment(what payable) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, payment := what.view(r.PathValue("id"))
		if payment == nil {
			p.noLink(w)
			return
		}
		payment.Outcome, payment.Theme = desk.Outcome(r.URL.Query().Get("result")), desk.ThemeOf(r.URL.Query().Get("theme"))
		if query := backToShop(r); query != "" {
			payment.Back = "/shop/" + url.PathEscape(p.who().ShopHandle) + query
		}
		p.show(w, http.StatusOK, page)
	}
}

// submitPayment handles the buttons. The address of the next page names the outcome, so that reloading that page does
// nothing.
func (p *Pages) submitPayment(what payable) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if _, payment := what.view(id); payment == nil {
			p.noLink(w)
			return
		}
		if !p.form(w, r) {
			return
		}
		var outcome desk.Outcome
		var failed error
		switch r.PostForm.Get("do") {
		case "pay":
			outcome, failed = desk.OutcomePaid, what.pay(id)
		case "decline":
			outcome, failed = desk.OutcomeDeclined, what.leave(r.Context(), id)
		case "close":
			outcome, failed = desk.OutcomeClosed, what.leave(r.Context(), id)
		default:
			p.show(w, http.StatusBadRequest, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not understood", Text: "Nothing was done. Open the page again and use one of its buttons."})
			return
		}
		if failed != nil {
			page, payment := what.view(id)
			payment.Failure, payment.Theme = p.Sentence(failed), desk.ThemeOf(r.URL.Query().Get("theme"))
			p.show(w, http.StatusConflict, page)
			return
		}
		query := r.URL.Query() // keeps the parameters of an app, such as the theme
		query.Set("result", string(outcome))
		http.Redirect(w, r, r.URL.EscapedPath()+"?"+query.Encode(), http.StatusSeeOther)
	}
}

func (p *Pages) noLink(w http.ResponseWriter) {
	p.show(w, http.StatusNotFound, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not found", Text: "There is no checkout at this address. Ask the game for a new link."})
}
