package desk

import (
	"regexp"
	"strings"
	"testing"
)

// examples are a page of each kind, as full as it gets.
var examples = map[string]Page{
	"checkout":     Checkout{Payment: Payment{Shop: "shop", Failure: "It rained."}, Lines: []Line{{Name: "A", Quantity: 1}}},
	"paid":         Checkout{Payment: Payment{Shop: "shop", Done: true}},
	"subscription": Subscription{Payment: Payment{Shop: "shop", Outcome: OutcomeDeclined}, Plan: "P", Trial: "7 days"},
	"problem":      Problem{Heading: "Not found", Text: "There is nothing."},
	"shop":         Shop{Handle: "shop", Player: "p", Products: []Product{{SKU: "a", Name: "A", Price: "1"}}, Loyalty: Loyalty{Campaign: "c", Tiers: []Tier{{Name: "t", Current: true}}}},
}

// TestPagesAreReadable holds what those who do not see a page go by.
func TestPagesAreReadable(t *testing.T) {
	id := regexp.MustCompile(`\sid="([^"]*)"`)
	for name, page := range examples {
		data, err := Render(page)
		if err != nil {
			t.Error(err)
			continue
		}
		html := string(data)
		for _, once := range []string{`<html lang="en">`, "<title>", "<h1>", `<main id="main"`, `<header class="top">`, `href="#main"`, `name="viewport"`} {
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
		if n := strings.Count(html, "<th ") + strings.Count(html, "<th>"); n != strings.Count(html, "<th scope=") {
			t.Errorf("%s has a heading of a table without a scope", name)
		}
	}
}

// TestResultHolds holds that an app around a page hears only of what is so.
func TestResultHolds(t *testing.T) {
	for _, tt := range []struct {
		payment Payment
		result  Outcome
		text    string
	}{
		{Payment{}, "", ""},
		{Payment{Outcome: OutcomePaid}, "", ""},
		{Payment{Done: true}, "", "Paid"},
		{Payment{Done: true, Outcome: OutcomePaid}, OutcomePaid, "Paid"},
		{Payment{Done: true, Outcome: OutcomeDeclined}, "", "Paid"},
		{Payment{Outcome: OutcomeDeclined}, OutcomeDeclined, "declined"},
		{Payment{Outcome: OutcomeClosed}, OutcomeClosed, "Nothing was paid"},
		{Payment{Done: true, Outcome: OutcomeClosed}, OutcomeClosed, "Paid. You can close"},
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
