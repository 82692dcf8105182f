package desk

import "time"

// Console is what the pages of the console have in common.
type Console struct {
	Base, Shop, ShopID string // the base URL of the API, and the shop
	Tabs               []Tab
	Message            Message // what the last button did
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
	Calls   []Call
	Total   int
	OnlyOdd bool // only those that the document has something against
	Shown   int  // how many the page shows at most
}

// Call is a call that was received.
type Call struct {
	ID                  string
	At                  time.Time
	Operation           string // empty when there is none at the address
	Method, Path, Query string
	Credential          string
	Outcome             string // the HTTP status in words, or what came in its place
	Kind                string // good, warn or bad
	Fault               bool
	Violations          []string
	Respelled           []string // what is legal in protobuf JSON and not as the document writes it
	Headers             []Header
	Body, Answer        string // ready to be read; an answer only of a call that failed
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

// Sale is a checkout and what became of it.
type Sale struct {
	ID      string
	Address string // of its page
	Player  string
	Lines   []Line
	Total   string
	PaidAt  time.Time
	Given   []string // what was refunded
	Left    []Left   // what can be
	Seen    string   // changes with what the buttons of a refund depend on

	Cancelled bool // the player gave it up, and it cannot be paid any more
}

// Left is what is left of an item to refund.
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
	Seen                    string   // changes with what its buttons depend on
}

// Deliveries is the page of webhook deliveries, newest first.
type Deliveries struct {
	Console
	Receiver string // the webhook URL; empty when nothing is sent
	List     []Delivery
	Total    int
}

// Delivery is an event on its way, or arrived.
type Delivery struct {
	ID, Event, URL string
	State, Kind    string
	Next           time.Time
	Attempts       []Attempt
	Body           string
}

// Attempt is one request of a delivery.
type Attempt struct {
	At      time.Time
	Retry   int
	Outcome string
	Kind    string
	Answer  string
}

// DeliveryDetail is the page of one delivery.
type DeliveryDetail struct {
	Console
	Delivery
}

// GameCalls is the page of the calls that were made to game servers, newest first.
type GameCalls struct {
	Console
	GameServer string // the URL of the one that is connected; empty when none is
	List       []GameCall
	Total      int
}

// GameCall is a call that was made to a game server.
type GameCall struct {
	ID            string
	At            time.Time
	Operation     string
	Outcome, Kind string
	Answer        string // what a call that failed was answered, or why there was no answer
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
