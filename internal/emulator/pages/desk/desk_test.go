package desk

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

var frame = Console{Base: "http://127.0.0.1:1", Shop: "shop", Tabs: []Tab{{Name: "Calls", Address: "/", Current: true}, {Name: "Game server", Address: "/console/game-server"}}, Message: Message{"good", "Done."}}

// examples has a page of each kind with all fields in use.
var examples = map[string]Page{
	"checkout":     Checkout{Payment: Payment{Shop: "shop", Failure: "It rained."}, Lines: []Line{{Name: "A", Quantity: 1}}},
	"paid":         Checkout{Payment: Payment{Shop: "shop", Done: true}},
	"cancelled":    Checkout{Payment: Payment{Shop: "shop", Cancelled: true, Outcome: OutcomeDeclined}},
	"subscription": Subscription{Payment: Payment{Shop: "shop", Outcome: OutcomeDeclined}, Plan: "P", Trial: "7 days"},
	"calls":        Calls{Console: frame, Calls: []Call{{ID: "1", Violations: []string{"v"}, Fault: true}, {ID: "2"}}},
	"no calls":     Calls{Console: frame},
	"failed calls": Calls{Console: frame, Show: "failed", Search: "a", Total: 2, Older: true, Next: "/?before=1"},
	"trial":        Subscription{Payment: Payment{Shop: "shop", Free: true, Done: true, PaidAt: time.Unix(1, 0)}},
	"call":         CallDetail{Console: frame, Call: Call{ID: "1", Violations: []string{"v"}, Respelled: []string{"r"}, Body: "{}", Answer: "{}", Headers: []Header{{"A", "b"}}}},
	"checkouts": Checkouts{Console: frame, Sales: []Sale{
		{ID: "1", Lines: []Line{{Name: "A"}}}, {ID: "2", PaidAt: time.Unix(1, 0), Given: []string{"1 of 2"}, Left: []Left{{ID: "a"}}}, {ID: "3", PaidAt: time.Unix(1, 0)}, {ID: "4", Cancelled: true},
	}},
	"subscriptions": Subscriptions{Console: frame, List: []Subscribed{{ID: "1", Payments: []string{"1 USD"}, Renews: true, Ends: true}, {ID: "2", Ends: true}, {ID: "3"}}},
	"deliveries":    Deliveries{Console: frame, Receiver: "http://127.0.0.1/", List: []Delivery{{ID: "1", Next: time.Unix(1, 0), Attempts: []Attempt{{Retry: 1, Answer: "a", Why: "w"}}}, {ID: "2", Labels: []string{"bad signature"}, Again: "1"}}},
	"delivery":      DeliveryDetail{Console: frame, Delivery: Delivery{ID: "1", Next: time.Unix(1, 0), Attempts: []Attempt{{}}}},
	"game calls":    GameCalls{Console: frame, GameServer: "http://127.0.0.1/", List: []GameCall{{ID: "1", Answer: "a", Violations: []string{"v"}}, {ID: "2"}}},
	"no game":       GameCalls{Console: frame},
	"problem":       Problem{Heading: "Not found", Text: "There is nothing.", Link: "/", LinkText: "Open the console"},
	"shop":          Shop{Handle: "shop", Player: "p", Products: []Product{{SKU: "a", Name: "A", Price: "1"}}, Loyalty: Loyalty{Campaign: "c", Tiers: []Tier{{Name: "t", Current: true}}}},
}

// TestPagesAreReadable checks the structure that screen readers need.
func TestPagesAreReadable(t *testing.T) {
	id := regexp.MustCompile(`\sid="([^"]*)"`)
	for name, page := range examples {
		data, err := Render(page)
		if err != nil {
			t.Error(err)
			continue
		}
		html := string(data)
		for _, once := range []string{`<html lang="en">`, "<title>", "<h1", `<main id="main"`, `<header class="top">`, `href="#main"`, `name="viewport"`} {
			if strings.Count(html, once) != 1 {
				t.Errorf("%s has %d of %s", name, strings.Count(html, once), once)
			}
		}
		seen := map[string]bool{}
		for _, match := range id.FindAllStringSubmatch(html, -1) {
			if seen[match[1]] {
				t.Errorf("%s has the id %s twice", name, match[1])
			}
			seen[match[1]] = true
			if match[1] == "" || strings.ContainsAny(match[1], " \t\n") {
				t.Errorf("%s has the id %q, which is not one", name, match[1])
			}
		}
		for _, reference := range regexp.MustCompile(`\s(?:aria-labelledby|aria-describedby|for)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			for _, to := range strings.Fields(reference[1]) {
				if !seen[to] {
					t.Errorf("%s refers to %s, which is not there", name, to)
				}
			}
		}
		if strings.Count(html, "<table") != strings.Count(html, "<caption") {
			t.Errorf("%s has a table without a caption", name)
		}
		for _, heading := range regexp.MustCompile(`<th[ >][^>]*`).FindAllString(html, -1) {
			if !strings.Contains(heading, "scope=") {
				t.Errorf("%s has a heading of a table without a scope: %s", name, heading)
			}
		}
	}
}

// TestTheme checks that an app chooses a page's colours, or else the browser.
func TestTheme(t *testing.T) {
	for text, want := range map[string]string{
		"":       `content="light dark"|media="(prefers-color-scheme: dark)"`,
		"sepia":  `content="light dark"|media="(prefers-color-scheme: dark)"`,
		"light":  `content="light"|style.css`,
		"dark":   `content="dark"|dark.css">`,
		`"><b>x`: `content="light dark"|media="(prefers-color-scheme: dark)"`,
	} {
		data, err := Render(Checkout{Payment: Payment{Theme: ThemeOf(text)}})
		for _, part := range strings.Split(want, "|") {
			if err != nil || !strings.Contains(string(data), part) {
				t.Errorf("the theme %q has no %s: %v", text, part, err)
			}
		}
		if dark := strings.Contains(string(data), "dark.css"); dark == (text == "light") {
			t.Errorf("the theme %q has dark colours: %v", text, dark)
		}
	}
}

// TestResultHolds checks that an app around a page gets only a result that still holds.
func TestResultHolds(t *testing.T) {
	for _, tt := range []struct {
		payment Payment
		result  Outcome
		text    string
	}{
		{Payment{}, "", ""},
		{Payment{Outcome: OutcomePaid}, "", ""},
		{Payment{Done: true}, "", "Paid"},
		{Payment{Done: true, Free: true, Outcome: OutcomePaid}, OutcomePaid, "The trial has begun, and nothing was paid"},
		{Payment{Free: true, Outcome: OutcomeDeclined}, OutcomeDeclined, "The trial was declined"},
		{Payment{Done: true, Outcome: OutcomePaid}, OutcomePaid, "Paid"},
		{Payment{Done: true, Outcome: OutcomeDeclined}, "", "Paid"},
		{Payment{Outcome: OutcomeDeclined}, OutcomeDeclined, "declined"},
		{Payment{Outcome: OutcomeClosed}, OutcomeClosed, "Nothing was paid"},
		{Payment{Done: true, Outcome: OutcomeClosed}, OutcomeClosed, "Paid. You can close"},
		{Payment{Cancelled: true}, "", "is cancelled"},
		{Payment{Cancelled: true, Outcome: OutcomePaid}, "", "is cancelled"},
		{Payment{Cancelled: true, Outcome: OutcomeDeclined}, OutcomeDeclined, "begin a new purchase"},
		{Payment{Cancelled: true, Outcome: OutcomeClosed}, OutcomeClosed, "is cancelled"},
		{Payment{Cancelled: true, Failure: "It rained."}, "", "It rained."},
		{Payment{Failure: "It rained.", Outcome: OutcomePaid}, "", "It rained."},
	} {
		if got := tt.payment.Result(); got != tt.result {
			t.Errorf("%+v has the result %q, want %q", tt.payment, got, tt.result)
		}
		if got := tt.payment.Message().Text; !strings.Contains(got, tt.text) || tt.text == "" && got != "" {
			t.Errorf("%+v has the message %q, want %q", tt.payment, got, tt.text)
		}
	}
}
