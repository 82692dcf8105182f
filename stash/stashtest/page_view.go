package stashtest

import (
	"cmp"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/desk"
	"github.com/stash-sdk/stash-go/stash"
)

// What the pages of players show, read from state in one go. Nothing in a view is the state's own.

func (s *Server) checkoutView(id string) (desk.Page, *desk.Payment) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	if found == nil {
		return nil, nil
	}
	view := &desk.Checkout{
		Payment: desk.Payment{Shop: s.ShopHandle, Player: found.Player, ID: found.ID, OrderID: orderID(found), Done: !found.Paid.IsZero(), PaidAt: found.Paid},
		Tax:     inCurrency("0", found.Currency), Total: inCurrency(found.Total, found.Currency),
	}
	for _, item := range found.Items {
		view.Lines = append(view.Lines, desk.Line{
			ID: item.ID, Name: item.Name, Description: item.Description, Quantity: item.Quantity,
			Price: inCurrency(item.PricePerItem, found.Currency), Sum: sumOf(item, found.Currency),
		})
	}
	for _, item := range found.Bonus {
		view.Bonus = append(view.Bonus, desk.Bonus{Name: cmp.Or(item.Name, item.ID), Quantity: item.Quantity})
	}
	view.Cancelled = found.Cancelled
	return view, &view.Payment
}

func (s *Server) subscriptionView(id string) (desk.Page, *desk.Payment) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	link := s.state.links.get(id)
	if link == nil {
		return nil, nil
	}
	view := &desk.Subscription{
		Payment: desk.Payment{Shop: s.ShopHandle, Player: link.Player, ID: id, Done: link.Done},
		Change:  link.Changes != "", Description: link.Plan.Description, Anchor: link.Anchor,
	}
	period := stash.SubscriptionPeriod{Value: int32(link.Plan.BillingPeriodValue), Unit: link.Plan.BillingPeriodUnit}
	if link.Plan.ID != "" {
		view.Plan = planName(&link.Plan)
	}
	if view.Change {
		sub := s.state.subscriptions.get(link.Changes)
		view.Player = sub.ExternalAccountID
		if !link.Done {
			view.PlanBefore = s.state.planName(sub.PlanID)
		}
		if link.Plan.ID == "" {
			period = sub.Period
		}
	} else if link.Plan.TrialPeriodValue > 0 {
		view.Trial = span(int64(link.Plan.TrialPeriodValue), link.Plan.TrialPeriodUnit)
	}
	view.Price = centsInCurrency(int64(link.Price.AmountCents), link.Price.Currency) + " every " + span(int64(period.Value), period.Unit)
	return view, &view.Payment
}

// completeLink does what a subscription link is for.
func (s *Server) completeLink(id string) error {
	s.state.mu.Lock()
	link := s.state.links.get(id)
	changes := link != nil && link.Changes != ""
	s.state.mu.Unlock()
	if changes {
		return s.ApplyChange(id)
	}
	return s.Subscribe(id)
}

// planName is what a player knows a plan as. st.mu must be held.
func (st *state) planName(id string) string {
	if plan := st.plans.get(id); plan != nil {
		return planName(plan)
	}
	return id // a plan that was replaced since
}

func planName(plan *stash.Plan) string { return cmp.Or(plan.Name, plan.Code, plan.ID) }

// span is a length of time in words; of one, the unit alone does: every month.
func span(n int64, unit stash.PeriodUnit) string {
	if n == 1 {
		return string(unit)
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
