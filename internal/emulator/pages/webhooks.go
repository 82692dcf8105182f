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
		p.show(w, http.StatusNotFound, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not found", Text: "There is no such delivery. The server keeps only the latest deliveries."})
		return
	}
	hide := p.hiding()
	view := deliveryView(&d, hide)
	view.Body = hide.body(d.Body)
	p.show(w, http.StatusOK, desk.DeliveryDetail{Console: p.frame("", desk.Message{}), Delivery: view})
}

func deliveryView(d *deliver.Delivery, hide hiding) desk.Delivery {
	view := desk.Delivery{ID: d.ID, Event: hide.text(d.Type), URL: hide.address(d.URL), Next: d.Next}
	switch {
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
		case attempt.Status == http.StatusOK:
			shown.Kind = "good"
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
