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
	found := s.state.checkouts[id]
	if found == nil {
		return nil, nil
	}
	view := &desk.Checkout{
		Payment: desk.Payment{Shop: s.ShopHandle, Player: playerOf(found), ID: found.id, OrderID: orderID(found), Done: !found.paid.IsZero(), PaidAt: found.paid},
		Tax:     inCurrency("0", found.currency), Total: inCurrency(found.total, found.currency),
	}
	for _, item := range found.items {
		view.Lines = append(view.Lines, desk.Line{
			ID: item.ID, Name: item.Name, Description: item.Description, Quantity: item.Quantity,
			Price: inCurrency(item.PricePerItem, found.currency), Sum: sumOf(item, found.currency),
		})
	}
	for _, item := range found.bonus {
		view.Bonus = append(view.Bonus, desk.Bonus{Name: cmp.Or(item.Name, item.ID), Quantity: item.Quantity})
	}
	view.Cancelled = found.cancelled
	return view, &view.Payment
}

func (s *Server) subscriptionView(id string) (desk.Page, *desk.Payment) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	link := s.state.links[id]
	if link == nil {
		return nil, nil
	}
	view := &desk.Subscription{
		Payment: desk.Payment{Shop: s.ShopHandle, Player: link.player, ID: id, Done: link.done},
		Change:  link.changes != "", Description: link.plan.Description, Anchor: link.anchor,
	}
	period := stash.SubscriptionPeriod{Value: int32(link.plan.BillingPeriodValue), Unit: link.plan.BillingPeriodUnit}
	if link.plan.ID != "" {
		view.Plan = planName(&link.plan)
	}
	if view.Change {
		sub := s.state.subscriptions[link.changes]
		view.Player = sub.ExternalAccountID
		if !link.done {
			view.PlanBefore = s.state.planName(sub.PlanID)
		}
		if link.plan.ID == "" {
			period = sub.Period
		}
	} else if link.plan.TrialPeriodValue > 0 {
		view.Trial = span(int64(link.plan.TrialPeriodValue), link.plan.TrialPeriodUnit)
	}
	view.Price = centsInCurrency(int64(link.price.AmountCents), link.price.Currency) + " every " + span(int64(period.Value), period.Unit)
	return view, &view.Payment
}

// completeLink does what a subscription link is for.
func (s *Server) completeLink(id string) error {
	s.state.mu.Lock()
	link := s.state.links[id]
	changes := link != nil && link.changes != ""
	s.state.mu.Unlock()
	if changes {
		return s.ApplyChange(id)
	}
	return s.Subscribe(id)
}

// planName is what a player knows a plan as. st.mu must be held.
func (st *state) planName(id string) string {
	for _, plan := range st.plans {
		if plan.ID == id {
			return planName(plan)
		}
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
