package pages

import (
	"cmp"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// The views of the players' pages.

func (p *Pages) checkoutView(id string) (desk.Page, *desk.Payment) {
	found, ok := p.shop.Checkout(id)
	if !ok {
		return nil, nil
	}
	view := &desk.Checkout{
		Payment: desk.Payment{Shop: p.who().ShopHandle, Player: found.Player, ID: found.ID, OrderID: found.OrderID(), Done: !found.Paid.IsZero(), PaidAt: found.Paid},
		Tax:     money.Show("0", found.Currency), Total: money.Show(found.Total, found.Currency),
	}
	for _, item := range found.Items {
		view.Lines = append(view.Lines, desk.Line{
			ID: item.ID, Name: item.Name, Description: item.Description, Quantity: item.Quantity,
			Price: money.Show(item.PricePerItem, found.Currency), Sum: money.ShowSum(item, found.Currency),
		})
	}
	for _, item := range found.Bonus {
		view.Bonus = append(view.Bonus, desk.Bonus{Name: cmp.Or(item.Name, item.ID), Quantity: item.Quantity})
	}
	view.Cancelled = found.Cancelled
	return view, &view.Payment
}

func (p *Pages) subscriptionView(id string) (desk.Page, *desk.Payment) {
	link, ok := p.shop.Link(id)
	if !ok {
		return nil, nil
	}
	view := &desk.Subscription{
		Payment: desk.Payment{Shop: p.who().ShopHandle, Player: link.Player, ID: id, Done: link.Done},
		Change:  link.Changes != "", Description: link.Plan.Description, Anchor: link.Anchor,
	}
	period := stash.SubscriptionPeriod{Value: int32(link.Plan.BillingPeriodValue), Unit: link.Plan.BillingPeriodUnit}
	if link.Plan.ID != "" {
		view.Plan = shop.PlanName(&link.Plan)
	}
	if view.Change {
		view.Player = link.Subscription.ExternalAccountID
		if !link.Done {
			view.PlanBefore = link.PlanBefore
		}
		if link.Plan.ID == "" {
			period = link.Subscription.Period
		}
	} else if link.Plan.TrialPeriodValue > 0 {
		view.Trial, view.Free = span(int64(link.Plan.TrialPeriodValue), link.Plan.TrialPeriodUnit), true
	}
	view.Price = money.ShowCents(int64(link.Price.AmountCents), link.Price.Currency) + " every " + span(int64(period.Value), period.Unit)
	return view, &view.Payment
}

// span writes a length of time in words. It leaves out the number 1, as in "every month".
func span(n int64, unit stash.PeriodUnit) string {
	if n == 1 {
		return string(unit)
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
