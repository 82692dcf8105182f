package desk

import "time"

// Outcome is the result of a button, for the page to show.
type Outcome string

// The outcomes that the address of a page can name. Other values are ignored.
const (
	OutcomePaid     Outcome = "paid"
	OutcomeDeclined Outcome = "declined"
	OutcomeClosed   Outcome = "closed"
)

// Theme is the colour scheme that an app has chosen for a page. If it is empty, the browser chooses.
type Theme string

// ThemeOf reads the theme from a link, as Stash's web SDK does: light or dark. It returns the empty theme for other
// values.
func ThemeOf(text string) Theme {
	if text == "light" || text == "dark" {
		return Theme(text)
	}
	return ""
}

// Payment has the common fields of the payment pages.
type Payment struct {
	Shop    string // its handle
	Player  string // the player's id in the game; empty for none
	ID      string // of the link
	OrderID string // empty when there is none
	PaidAt  time.Time
	Done    bool
	Outcome Outcome
	Theme   Theme
	Failure string // a sentence that says why the payment failed; empty without a failure
	Back    string // address of the web shop that the player came from; empty for none

	Cancelled bool // it can no longer be paid
	Free      bool // a trial begins, and nothing is paid
}

// Message returns a sentence on the state of the payment, and whether it is good, bad or plain.
func (p Payment) Message() (message Message) {
	switch {
	case p.Failure != "":
		return Message{"bad", "The payment failed, and nothing was paid. " + p.Failure}
	case p.Done && p.Outcome == OutcomeClosed:
		return Message{"good", p.paid() + ". You can close this page."}
	case p.Done:
		return Message{"good", p.paid()}
	case p.Cancelled:
		return Message{"bad", "The purchase is cancelled, and nothing was paid. To buy after all, open the shop again and begin a new purchase."}
	case p.Outcome == OutcomeDeclined:
		return Message{"bad", p.what() + " was declined, and nothing was paid. You can try again."}
	case p.Outcome == OutcomeClosed:
		return Message{"plain", "Nothing was paid. You can close this page."}
	}
	return Message{}
}

// paid says what has been done.
func (p Payment) paid() string {
	if p.Free {
		return "The trial has begun, and nothing was paid"
	}
	return "Paid"
}

// what is the thing that the player agrees to.
func (p Payment) what() string {
	if p.Free {
		return "The trial"
	}
	return "The payment"
}

// Result returns the outcome, as long as it still holds. The scripts of the page and of an app around it use it.
func (p Payment) Result() Outcome {
	if p.Failure != "" || (p.Outcome == OutcomePaid) != p.Done && p.Outcome != OutcomeClosed {
		return ""
	}
	return p.Outcome
}

// title puts the result before the name of the page, so that the window's title shows the result.
func (p Payment) title(what string) string {
	switch {
	case p.Failure != "":
		return "Payment failed: " + what
	case p.Done && p.Free:
		return "Trial begun: " + what
	case p.Done:
		return "Paid: " + what
	case p.Cancelled:
		return "Cancelled: " + what
	case p.Outcome == OutcomeDeclined:
		return "Declined: " + what
	}
	return what
}

// Message is a sentence about the last action.
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

// Line is an item of a checkout.
type Line struct {
	ID, Name, Description string
	Quantity              int32
	Price, Sum            string // with the currency
}

// Bonus is a free item that comes with the others.
type Bonus struct {
	Name     string
	Quantity int32
}

func (c Checkout) page() look {
	return look{file: "checkout", title: c.title("Checkout"), shop: c.Shop, theme: c.Theme}
}

// Subscription is the page of a link that starts or changes a subscription.
type Subscription struct {
	Payment
	Change      bool
	Plan        string // its name; empty when a change keeps the plan
	PlanBefore  string // the plan before a change
	Description string
	Price       string // with the currency and the period
	Trial       string // a length of time; empty when there is none
	Anchor      time.Time
}

func (s Subscription) page() look {
	return look{file: "subscription", title: s.title(s.Heading()), shop: s.Shop, theme: s.Theme}
}

// Heading returns the heading of the page.
func (s Subscription) Heading() string {
	if s.Change {
		return "Change of subscription"
	}
	return "Subscription"
}
