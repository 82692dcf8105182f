package subscription

import (
	"fmt"
	"slices"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash"
)

// allow returns an error unless the subscription has one of the given statuses.
func (sub *Subscription) allow(action string, statuses ...stash.SubscriptionStatus) error {
	if slices.Contains(statuses, sub.Status) {
		return nil
	}
	names := string(statuses[0])
	for _, status := range statuses[1:] {
		names += " or " + string(status)
	}
	return fmt.Errorf("the subscription %s is %s, and to %s it must be %s", sub.ID, sub.Status, action, names)
}

// Cancel ends the subscription at the end of its period, or at once when no paid time is left.
func (sub *Subscription) Cancel(now time.Time) error {
	if err := sub.allow("be canceled", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue); err != nil {
		return err
	}
	sub.CanceledAt = now
	if sub.Status == stash.SubscriptionStatusPastDue {
		sub.end(now)
		return nil
	}
	sub.Before, sub.Status = sub.Status, stash.SubscriptionStatusCanceled
	sub.CancelAtPeriodEnd = true
	sub.AccessEndDate, sub.NextBillingDate = sub.CurrentPeriodEnd, time.Time{}
	sub.settle(now)
	return nil
}

// Reactivate undoes a cancellation.
func (sub *Subscription) Reactivate(time.Time) error {
	if err := sub.allow("be reactivated", stash.SubscriptionStatusCanceled); err != nil {
		return err
	}
	sub.Status = sub.Before
	sub.CancelAtPeriodEnd, sub.CanceledAt = false, time.Time{}
	sub.AccessEndDate, sub.NextBillingDate = time.Time{}, sub.CurrentPeriodEnd
	return nil
}

// Changeable returns why a change link must not be made or paid.
func (sub *Subscription) Changeable() error {
	return sub.allow("be changed", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusCanceled)
}

// Renew charges the next period. The period begins at the end of the last one, even if the payment is late.
func (sub *Subscription) Renew(now time.Time) error {
	if err := sub.allow("be renewed", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue); err != nil {
		return err
	}
	sub.charge(now, true)
	sub.begin(sub.CurrentPeriodEnd)
	return nil
}

// FailRenewal fails the charge of the next period.
func (sub *Subscription) FailRenewal(now time.Time) error {
	if err := sub.allow("fail a renewal", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue); err != nil {
		return err
	}
	sub.charge(now, false)
	if sub.Status != stash.SubscriptionStatusPastDue {
		sub.Status, sub.Failed = stash.SubscriptionStatusPastDue, now
		sub.AccessEndDate = now.Add(grace)
	}
	sub.settle(now)
	return nil
}

// Expire ends the subscription now.
func (sub *Subscription) Expire(now time.Time) error {
	err := sub.allow("expire", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue, stash.SubscriptionStatusCanceled)
	if err == nil {
		sub.end(now)
	}
	return err
}

// begin starts a paid period.
func (sub *Subscription) begin(start time.Time) {
	sub.Status = stash.SubscriptionStatusActive
	sub.CurrentPeriodEnd = periodEnd(start, int(sub.Period.Value), sub.Period.Unit, sub.BillingDay)
	sub.NextBillingDate, sub.AccessEndDate = sub.CurrentPeriodEnd, time.Time{}
}

// end ends the player's access.
func (sub *Subscription) end(at time.Time) {
	sub.Status = stash.SubscriptionStatusExpired
	sub.AccessEndDate, sub.NextBillingDate = at, time.Time{}
}

// charge records a payment of a period, or a failed one.
func (sub *Subscription) charge(now time.Time, succeeded bool) {
	sub.Payments = append(sub.Payments, stash.SubscriptionPayment{
		PaymentID: "pay_" + ids.Text(9), AmountCents: sub.Price.AmountCents, Currency: sub.Price.Currency,
		Succeeded: succeeded, Status: stash.SubscriptionPaymentStatusUnspecified, CreatedAt: now, UpdatedAt: now,
	})
}
