package stashtest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/stash-sdk/stash-go/internal/desk"
	"github.com/stash-sdk/stash-go/stash"
)

// What the console shows of checkouts and subscriptions, read from state in one go.

func (s *Server) countSales() (checkouts, subscriptions int) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.checkouts.rows), len(s.state.subscriptions.rows)
}

func (s *Server) checkoutsPage(message desk.Message) desk.Page {
	view := desk.Checkouts{Console: s.frame("/console/checkouts", message)}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	all := s.state.checkouts.all()
	view.Total = len(all)
	for _, each := range slices.Backward(all[max(0, len(all)-shownRows):]) {
		view.Sales = append(view.Sales, saleView(&each.value))
	}
	return view
}

// saleView is a checkout with what was refunded of it. state.mu must be held.
func saleView(found *checkout) desk.Sale {
	view := desk.Sale{
		ID: found.ID, Address: "/pay/" + found.ID, Player: found.Player, Total: inCurrency(found.Total, found.Currency),
		PaidAt: found.Paid, Seen: seen(found),
	}
	view.Cancelled = found.Cancelled
	given := found.given()
	for i, item := range found.Items {
		name := cmp.Or(item.Name, item.ID)
		view.Lines = append(view.Lines, desk.Line{ID: item.ID, Name: name, Quantity: item.Quantity})
		if n := given[i]; n > 0 {
			view.Given = append(view.Given, fmt.Sprintf("%d of %d × %s", n, item.Quantity, name))
		}
		if left := item.Quantity - given[i]; left > 0 {
			view.Left = append(view.Left, desk.Left{ID: item.ID, Name: name, Quantity: left})
		}
	}
	return view
}

// seen changes with every refund. state.mu must be held.
func seen(found *checkout) string {
	pieces := int64(0)
	for _, n := range found.Refunded {
		pieces += n
	}
	return fmt.Sprint("refunded ", pieces)
}

func (s *Server) subscriptionsPage(message desk.Message) desk.Page {
	view := desk.Subscriptions{Console: s.frame("/console/subscriptions", message)}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	all := s.state.subscriptions.all()
	view.Total = len(all)
	for _, each := range slices.Backward(all[max(0, len(all)-shownRows):]) {
		view.List = append(view.List, s.subscribedView(&each.value))
	}
	return view
}

// shownPayments bounds the payments in a row; the newest are shown.
const shownPayments = 3

// subscribedView is a subscription as it stands now. state.mu must be held.
func (s *Server) subscribedView(kept *subscription) desk.Subscribed {
	sub := *kept
	sub.settle(s.time()) // a copy: looking changes nothing
	view := desk.Subscribed{
		ID: sub.ID, Player: sub.ExternalAccountID, Plan: s.state.planName(sub.PlanID),
		Price:  centsInCurrency(int64(sub.Price.AmountCents), sub.Price.Currency) + " every " + span(int64(sub.Period.Value), sub.Period.Unit),
		Status: string(sub.Status), Kind: "good", PeriodEnd: sub.CurrentPeriodEnd, Seen: seenOf(&sub),
	}
	switch sub.Status {
	case stash.SubscriptionStatusPastDue, stash.SubscriptionStatusCanceled:
		view.Kind = "warn"
	case stash.SubscriptionStatusExpired:
		view.Kind = "bad"
	}
	older := max(0, len(sub.Payments)-shownPayments)
	for _, payment := range slices.Backward(sub.Payments[older:]) {
		text := centsInCurrency(int64(payment.AmountCents), payment.Currency)
		if !payment.Succeeded {
			text += ", refused"
		}
		view.Payments = append(view.Payments, text)
	}
	if older > 0 {
		view.Payments = append(view.Payments, fmt.Sprintf("and %d before", older))
	}
	return view
}

// seenOf changes with every charge and every status.
func seenOf(sub *subscription) string {
	return fmt.Sprint(sub.Status, " ", len(sub.Payments))
}
