// Package subscription has the rules of plans and subscriptions: what begins, renews, changes and ends one, and when.
package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash"
)

// Subscription is a subscription with what the API does not show of it.
type Subscription struct {
	stash.Subscription `json:"subscription"`

	Price      stash.PlanPrice             `json:"price"`              // of a period, as it was when the player subscribed
	BillingDay int                         `json:"billingDay"`         // of the month, which a short month must not make forget
	Failed     time.Time                   `json:"failed,omitzero"`    // since when it is past_due
	Before     stash.SubscriptionStatus    `json:"before,omitempty"`   // status that a cancellation took it from
	Payments   []stash.SubscriptionPayment `json:"payments,omitempty"` // oldest first
}

// Begin makes the subscription that a link starts: with the plan's trial, or else with a payment.
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

// follow takes what a subscription has from its plan.
func (sub *Subscription) follow(plan *stash.Plan) {
	sub.PlanID = plan.ID
	sub.Period = stash.SubscriptionPeriod{Value: int32(plan.BillingPeriodValue), Unit: plan.BillingPeriodUnit}
}

// Change does what a link to change a subscription is for. Stash charges for an upgrade by a rule that it does not
// publish, so nothing is charged now, and the new plan's price from the next renewal on. A cancellation stays.
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

// moveTo ends the current period on another day, which the later ones keep.
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
