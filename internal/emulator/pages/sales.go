package pages

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

func (p *Pages) checkoutsPage(message desk.Message) desk.Page {
	view := desk.Checkouts{Console: p.frame("/console/checkouts", message)}
	newest, total := p.shop.Checkouts(shownRows)
	view.Total = total
	for _, each := range slices.Backward(newest) {
		view.Sales = append(view.Sales, saleView(&each))
	}
	return view
}

// saleView returns the row of a checkout with its refunds.
func saleView(found *shop.Checkout) desk.Sale {
	view := desk.Sale{
		ID: found.ID, Address: "/pay/" + found.ID, Player: found.Player, Total: money.Show(found.Total, found.Currency),
		PaidAt: found.Paid, Seen: seen(found),
	}
	view.Cancelled = found.Cancelled
	given := found.Given()
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

// seen returns a text that changes with every refund.
func seen(found *shop.Checkout) string {
	pieces := int64(0)
	for _, n := range found.Refunded {
		pieces += n
	}
	return fmt.Sprint("refunded ", pieces)
}

func (p *Pages) subscriptionsPage(message desk.Message) desk.Page {
	view := desk.Subscriptions{Console: p.frame("/console/subscriptions", message)}
	newest, total := p.shop.NewestSubscriptions(shownRows)
	view.Total = total
	for _, each := range slices.Backward(newest) {
		view.List = append(view.List, subscribedView(&each))
	}
	return view
}

// shownPayments is the most payments in a row. A row shows the newest.
const shownPayments = 3

// subscribedView returns the row of a subscription.
func subscribedView(sub *shop.Subscribed) desk.Subscribed {
	view := desk.Subscribed{
		ID: sub.ID, Player: sub.ExternalAccountID, Plan: sub.Plan,
		Price:  money.ShowCents(int64(sub.Price.AmountCents), sub.Price.Currency) + " every " + span(int64(sub.Period.Value), sub.Period.Unit),
		Status: string(sub.Status), Kind: "good", PeriodEnd: sub.CurrentPeriodEnd, Seen: seenOf(&sub.Subscription),
	}
	view.Ends = sub.Status != stash.SubscriptionStatusExpired
	view.Renews = view.Ends && sub.Status != stash.SubscriptionStatusCanceled
	switch sub.Status {
	case stash.SubscriptionStatusPastDue, stash.SubscriptionStatusCanceled:
		view.Kind = "warn"
	case stash.SubscriptionStatusExpired:
		view.Kind = "bad"
	}
	older := max(0, len(sub.Payments)-shownPayments)
	for _, payment := range slices.Backward(sub.Payments[older:]) {
		text := money.ShowCents(int64(payment.AmountCents), payment.Currency)
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

// seenOf returns a text that changes with every charge and every status.
func seenOf(sub *subscription.Subscription) string {
	return fmt.Sprint(sub.Status, " ", len(sub.Payments))
}
