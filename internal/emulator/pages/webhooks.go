package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
)

// shownAnswer is how many bytes of a receiver's response a row shows.
const shownAnswer = 200

func (p *Pages) deliveriesPage(message desk.Message) desk.Page {
	hide := p.hiding()
	view := desk.Deliveries{Console: p.frame("/console/webhooks", message), Receiver: hide.address(p.deliveries.Receiver()), Total: p.deliveries.Count()}
	for _, d := range p.deliveries.Newest(shownRows) {
		view.List = append(view.List, deliveryView(&d, hide))
	}
	return view
}

func (p *Pages) showDelivery(w http.ResponseWriter, r *http.Request) {
	d, found := p.deliveries.Find(r.PathValue("id"))
	if !found {
		p.show(w, http.StatusNotFound, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not found", Text: "There is no such delivery. The server keeps only the latest deliveries.", Link: "/console/webhooks", LinkText: "All webhooks"})
		return
	}
	hide := p.hiding()
	view := deliveryView(&d, hide)
	view.Body = hide.body(d.Body)
	p.show(w, http.StatusOK, desk.DeliveryDetail{Console: p.frame("", desk.Message{}), Delivery: view})
}

func deliveryView(d *deliver.Delivery, hide hiding) desk.Delivery {
	view := desk.Delivery{ID: d.ID, Event: hide.text(d.Type), URL: hide.address(d.URL), Next: d.Next}
	refused := d.Bad && len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].Status == http.StatusUnauthorized
	switch {
	case d.Bad:
		view.Labels = append(view.Labels, "bad signature")
	case d.Copies > 1:
		view.Labels = append(view.Labels, strconv.Itoa(d.Copies)+" copies")
	}
	view.Again = d.Again
	switch {
	case refused:
		view.State, view.Kind = "refused, as it must be", "good"
	case d.Bad && d.Delivered:
		view.State, view.Kind = "accepted, though its signature is bad", "bad"
	case d.Bad && d.Ended:
		view.State, view.Kind = "not refused with 401", "bad"
	case d.Delivered:
		view.State, view.Kind = "delivered", "good"
	case d.Ended:
		view.State, view.Kind = "given up", "bad"
	case d.Next.IsZero():
		view.State, view.Kind = "being sent", "warn"
	default:
		view.State, view.Kind = "waiting", "warn"
	}
	for _, attempt := range d.Attempts {
		shown := desk.Attempt{At: attempt.At, Retry: attempt.RetryCount, Outcome: outcome(attempt.Status), Kind: "bad", Answer: cut(hide.text(attempt.Answer), shownAnswer)}
		switch {
		case attempt.Status == 0:
			shown.Outcome = "no answer"
			if attempt.Err != nil {
				// Remove the URL at the beginning of a net/http error: the page shows it already, and it may contain a
				// secret.
				text := attempt.Err.Error()
				shown.Answer = hide.text(strings.TrimPrefix(strings.Replace(text, strconv.Quote(d.URL), "", 1), "Post : "))
			}
		case d.Bad && attempt.Status == http.StatusUnauthorized, !d.Bad && attempt.Status == http.StatusOK:
			shown.Kind = "good"
		case d.Bad:
			shown.Why = "It must be 401, because the signature is bad."
		case attempt.Status > 200 && attempt.Status < 300:
			shown.Why = "Stash takes exactly 200 as success."
		}
		view.Attempts = append(view.Attempts, shown)
	}
	return view
}

// cut shortens a long text at a whole character.
func cut(text string, most int) string {
	if len(text) <= most {
		return strings.ToValidUTF8(text, "�")
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// httpStatus writes a status with its name, if it has one.
func httpStatus(status int) string {
	return strconv.Itoa(status) + " " + http.StatusText(status)
}
