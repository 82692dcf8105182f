// Package subscription has the rules of plans and subscriptions: how and when a subscription begins, renews, changes and
// ends.
package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash"
)

// Subscription is a subscription with the data that the API does not show.
type Subscription struct {
	stash.Subscription `json:"subscription"`

	Price      stash.PlanPrice             `json:"price"`              // of a period, when the player subscribed
	BillingDay int                         `json:"billingDay"`         // day of the month; a shorter month does not change it
	Failed     time.Time                   `json:"failed,omitzero"`    // start of past_due
	Before     stash.SubscriptionStatus    `json:"before,omitempty"`   // status before a cancellation
	Payments   []stash.SubscriptionPayment `json:"payments,omitempty"` // oldest first
}

// Begin starts the subscription of a link, with the plan's trial or else with a payment.
func Begin(link *Link, now time.Time) *Subscription {
	plan := &link.Plan
	sub := &Subscription{Price: link.Price, BillingDay: now.Day(), Subscription: stash.Subscription{
		ID: "sub_" + ids.Text(9), ExternalAccountID: link.Player, CheckoutLinkMetadata: link.Metadata, CreatedAt: now,
	}}
	sub.follow(plan)
	if plan.TrialPeriodValue > 0 {
		sub.Status = stash.SubscriptionStatusTrialing
		sub.TrialEnd = periodEnd(now, int(plan.TrialPeriodValue), plan.TrialPeriodUnit, now.Day())
		sub.CurrentPeriodEnd, sub.NextBillingDate = sub.TrialEnd, sub.TrialEnd
		sub.BillingDay = sub.TrialEnd.Day()
		return sub
	}
	sub.charge(now, true)
	sub.begin(now)
	return sub
}

// follow copies the plan's fields into the subscription.
func (sub *Subscription) follow(plan *stash.Plan) {
	sub.PlanID = plan.ID
	sub.Period = stash.SubscriptionPeriod{Value: int32(plan.BillingPeriodValue), Unit: plan.BillingPeriodUnit}
}

// Change applies a change link to a subscription. It charges nothing now, because Stash does not publish how it charges
// for an upgrade. The new plan's price applies from the next renewal. A canceled subscription stays canceled.
func (sub *Subscription) Change(link *Link) error {
	if err := sub.Changeable(); err != nil {
		return err
	}
	if link.Plan.ID != "" {
		sub.follow(&link.Plan)
		sub.Price = link.Price
	}
	if !link.Anchor.IsZero() {
		sub.moveTo(link.Anchor)
	}
	return nil
}

// moveTo moves the end of the current period to another day. Later periods keep that day.
func (sub *Subscription) moveTo(anchor time.Time) {
	sub.BillingDay, sub.CurrentPeriodEnd = anchor.Day(), anchor
	switch sub.Status {
	case stash.SubscriptionStatusCanceled:
		sub.AccessEndDate = anchor
	case stash.SubscriptionStatusTrialing:
		sub.TrialEnd = anchor
		fallthrough
	default:
		sub.NextBillingDate = anchor
	}
}
