package desk

import "time"

// Outcome is what a button has just done, for a page to say.
type Outcome string

// The outcomes that the address of a page can name. Anything else is none.
const (
	OutcomePaid     Outcome = "paid"
	OutcomeDeclined Outcome = "declined"
	OutcomeClosed   Outcome = "closed"
)

// Theme is a scheme of colours that an app has chosen for a page. The empty one leaves it to the browser.
type Theme string

// ThemeOf reads what an app has put into a link, as Stash's web SDK does: light or dark, and anything else is no choice.
func ThemeOf(text string) Theme {
	if text == "light" || text == "dark" {
		return Theme(text)
	}
	return ""
}

// Payment is what the pages that take a payment have in common.
type Payment struct {
	Shop    string // its handle
	Player  string // the game's id of the player; empty when nobody is named
	ID      string // of the link
	OrderID string // empty when there is none
	PaidAt  time.Time
	Done    bool
	Outcome Outcome
	Theme   Theme
	Failure string // a sentence that says why the payment failed; empty when it has not

	Cancelled bool // given up for good: it cannot be paid any more
}

// Message is what has become of the payment: a sentence, and whether it is good, bad or plain news.
func (p Payment) Message() (message Message) {
	switch {
	case p.Failure != "":
		return Message{"bad", "The payment failed, and nothing was paid. " + p.Failure}
	case p.Done && p.Outcome == OutcomeClosed:
		return Message{"good", "Paid. You can close this page."}
	case p.Done:
		return Message{"good", "Paid"}
	case p.Cancelled:
		return Message{"bad", "The purchase is cancelled, and nothing was paid. To buy after all, open the shop again and begin a new purchase."}
	case p.Outcome == OutcomeDeclined:
		return Message{"bad", "The payment was declined, and nothing was paid. You can try again."}
	case p.Outcome == OutcomeClosed:
		return Message{"plain", "Nothing was paid. You can close this page."}
	}
	return Message{}
}

// Result is what scripts of the page and of an app around it may act on: the outcome, as long as it still holds.
func (p Payment) Result() Outcome {
	if p.Failure != "" || (p.Outcome == OutcomePaid) != p.Done && p.Outcome != OutcomeClosed {
		return ""
	}
	return p.Outcome
}

// title puts what has happened before what the page is, so that a window's title alone tells it.
func (p Payment) title(what string) string {
	switch {
	case p.Failure != "":
		return "Payment failed: " + what
	case p.Done:
		return "Paid: " + what
	case p.Cancelled:
		return "Cancelled: " + what
	case p.Outcome == OutcomeDeclined:
		return "Declined: " + what
	}
	return what
}

// Message is a sentence about what has just happened.
type Message struct {
	Kind string // good, bad or plain
	Text string // empty for none
}

// Checkout is the page of a checkout.
type Checkout struct {
	Payment
	Lines      []Line
	Bonus      []Bonus
	Tax, Total string // with the currency
}

// Line is an item that is sold.
type Line struct {
	ID, Name, Description string
	Quantity              int32
	Price, Sum            string // with the currency
}

// Bonus is what comes on top of the items.
type Bonus struct {
	Name     string
	Quantity int32
}

func (c Checkout) page() look {
	return look{file: "checkout", title: c.title("Checkout"), shop: c.Shop, theme: c.Theme}
}

// Subscription is the page of a link that starts a subscription, or changes one.
type Subscription struct {
	Payment
	Change      bool
	Plan        string // its name; empty when a change keeps the plan
	PlanBefore  string // of a change
	Description string
	Price       string // with the currency and the period
	Trial       string // a length of time; empty when there is none
	Anchor      time.Time
}

func (s Subscription) page() look {
	return look{file: "subscription", title: s.title(s.Heading()), shop: s.Shop, theme: s.Theme}
}

// Heading names what the page is for.
func (s Subscription) Heading() string {
	if s.Change {
		return "Change of subscription"
	}
	return "Subscription"
}
