package desk

import (
	"fmt"
	"time"
)

// Console has the common fields of the console's pages.
type Console struct {
	Base, Shop, ShopID string // the base URL of the API, and the shop
	Tabs               []Tab
	Message            Message // result of the last button
}

// Tab leads to a page of the console.
type Tab struct {
	Name, Address string
	Count         int
	Current       bool
}

func (c Console) look(file, title string) look {
	return look{file: file, title: title, shop: c.Shop, console: true}
}

// Calls is the page of the calls that were received, newest first.
type Calls struct {
	Console
	Calls  []Call
	Total  int
	Show   string // all calls, or those that failed, or those with violations of the document
	Search string // a text that the calls have; empty for all
	Older  bool   // not the newest calls
	Next   string // address of the page of older calls; empty for none
}

// Filters are the lists of calls that the page offers.
func (c Calls) Filters() []Tab {
	filters := []Tab{{Name: "All", Address: "/"}, {Name: "Failed", Address: "/?show=failed"}, {Name: "Violations", Address: "/?show=violations"}}
	for i, show := range []string{"", "failed", "violations"} {
		filters[i].Current = c.Show == show
	}
	return filters
}

// Call is a call that was received.
type Call struct {
	ID                  string
	At                  time.Time
	Operation           string // empty when the address has no operation
	Method, Path, Query string
	Credential          string
	Outcome             string // the HTTP status in words, or what happened instead
	Kind                string // good, warn or bad
	Fault               bool
	Violations          []string
	Respelled           []string // legal in protobuf JSON, but not the document's spelling
	Headers             []Header
	Body, Answer        string // formatted for reading
	Took                string // until the response was written
	Curl                string // the call as a curl command
}

// Header is a header of a call.
type Header struct{ Name, Value string }

// CallDetail is the page of one call.
type CallDetail struct {
	Console
	Call
}

// Checkouts is the page of checkouts and payments, newest first.
type Checkouts struct {
	Console
	Sales []Sale
	Total int
}

// Sale is a checkout with its payment and refunds.
type Sale struct {
	ID      string
	Address string // of the checkout's page
	Player  string
	Lines   []Line
	Total   string
	PaidAt  time.Time
	Given   []string // refunded items
	Left    []Left   // items that can be refunded
	Seen    string   // changes with every refund, so that an outdated button is refused

	Cancelled bool // cancelled by the player; it can no longer be paid
}

// Left is the part of an item that can still be refunded.
type Left struct {
	ID, Name string
	Quantity int32
}

// Subscriptions is the page of subscriptions, newest first.
type Subscriptions struct {
	Console
	List  []Subscribed
	Total int
}

// Subscribed is a subscription.
type Subscribed struct {
	ID, Player, Plan, Price string
	Status, Kind            string
	PeriodEnd               time.Time
	Payments                []string // newest first
	Renews, Ends            bool     // whether it can be renewed, and whether it can be ended
	Seen                    string   // changes with the state, so that an outdated button is refused
}

// Deliveries is the page of webhook deliveries, newest first.
type Deliveries struct {
	Console
	Receiver string // the webhook URL; empty when nothing is sent
	List     []Delivery
	Total    int
}

// Delivery is the delivery of an event.
type Delivery struct {
	ID, Event, URL string
	State, Kind    string
	Labels         []string // what is unusual about it
	Again          string   // the id of the delivery whose event is sent again; empty for none
	Next           time.Time
	Attempts       []Attempt
	Body           string
}

// Last is the latest attempt; nil before the first.
func (d Delivery) Last() *Attempt {
	if len(d.Attempts) == 0 {
		return nil
	}
	return &d.Attempts[len(d.Attempts)-1]
}

// Earlier is the number of attempts before the latest, in words; empty for none.
func (d Delivery) Earlier() string {
	switch n := len(d.Attempts) - 1; {
	case n < 1:
		return ""
	case n == 1:
		return "1 attempt"
	default:
		return fmt.Sprintf("%d attempts", n)
	}
}

// Attempt is one request of a delivery.
type Attempt struct {
	At      time.Time
	Retry   int
	Outcome string
	Kind    string
	Answer  string
	Why     string // why the outcome is not good enough; empty if it is, or if the status says it
}

// DeliveryDetail is the page of one delivery.
type DeliveryDetail struct {
	Console
	Delivery
}

// GameCalls is the page of the calls that were made to game servers, newest first.
type GameCalls struct {
	Console
	GameServer string // URL of the connected game server; empty for none
	List       []GameCall
	Total      int
}

// GameCall is a call that was made to a game server.
type GameCall struct {
	ID            string
	At            time.Time
	Operation     string
	Outcome, Kind string
	Answer        string // response to a failed call, or why there was no response
	Took          string // a length of time
	Violations    []string
}

func (c Calls) page() look          { return c.look("calls", "Calls") }
func (c CallDetail) page() look     { return c.look("call", "Call "+c.ID) }
func (c Checkouts) page() look      { return c.look("checkouts", "Checkouts") }
func (c Subscriptions) page() look  { return c.look("subscriptions", "Subscriptions") }
func (c Deliveries) page() look     { return c.look("deliveries", "Webhooks") }
func (c DeliveryDetail) page() look { return c.look("delivery", "Webhook "+c.ID) }
func (c GameCalls) page() look      { return c.look("gamecalls", "Game server") }
