package stashtest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// allow is why a subscription cannot take an action, which the given statuses allow.
func (sub *subscription) allow(action string, statuses ...stash.SubscriptionStatus) error {
	if slices.Contains(statuses, sub.Status) {
		return nil
	}
	names := string(statuses[0])
	for _, status := range statuses[1:] {
		names += " or " + string(status)
	}
	return fmt.Errorf("the subscription %s is %s, and to %s it must be %s", sub.ID, sub.Status, action, names)
}

// cancel ends the subscription with its period, or at once when no paid time is left.
func (sub *subscription) cancel(now time.Time) error {
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

// reactivate takes a cancellation back.
func (sub *subscription) reactivate(time.Time) error {
	if err := sub.allow("be reactivated", stash.SubscriptionStatusCanceled); err != nil {
		return err
	}
	sub.Status = sub.Before
	sub.CancelAtPeriodEnd, sub.CanceledAt = false, time.Time{}
	sub.AccessEndDate, sub.NextBillingDate = time.Time{}, sub.CurrentPeriodEnd
	return nil
}

// changeable is why a change link must not be made or paid.
func (sub *subscription) changeable() error {
	return sub.allow("be changed", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusCanceled)
}

// renew charges the next period, which begins where the last one ends however late the payment is.
func (sub *subscription) renew(now time.Time) error {
	if err := sub.allow("be renewed", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue); err != nil {
		return err
	}
	sub.charge(now, true)
	sub.begin(sub.CurrentPeriodEnd)
	return nil
}

// failRenewal has the charge of the next period refused.
func (sub *subscription) failRenewal(now time.Time) error {
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

// expire ends the subscription now.
func (sub *subscription) expire(now time.Time) error {
	err := sub.allow("expire", stash.SubscriptionStatusTrialing, stash.SubscriptionStatusActive, stash.SubscriptionStatusPastDue, stash.SubscriptionStatusCanceled)
	if err == nil {
		sub.end(now)
	}
	return err
}

// begin starts a period that is paid for.
func (sub *subscription) begin(start time.Time) {
	sub.Status = stash.SubscriptionStatusActive
	sub.CurrentPeriodEnd = periodEnd(start, int(sub.Period.Value), sub.Period.Unit, sub.BillingDay)
	sub.NextBillingDate, sub.AccessEndDate = sub.CurrentPeriodEnd, time.Time{}
}

// end takes access from the player.
func (sub *subscription) end(at time.Time) {
	sub.Status = stash.SubscriptionStatusExpired
	sub.AccessEndDate, sub.NextBillingDate = at, time.Time{}
}
