package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Stash's defaults for a renewal that fails: it tries again after a day, and for the last time when the grace
// period ends.
const (
	firstRetry = 24 * time.Hour
	grace      = 48 * time.Hour
)

// Settle brings a subscription to a time, and reports whether that has changed it.
func (sub *Subscription) Settle(now time.Time) (changed bool) {
	status, next := sub.Status, sub.NextBillingDate
	sub.settle(now)
	return sub.Status != status || !sub.NextBillingDate.Equal(next)
}

// settle ends what has ended by itself: a canceled subscription with its period, one that is past_due with its
// grace period. Renewals wait for Renew or FailRenewal, which say how
// they go.
func (sub *Subscription) settle(now time.Time) {
	switch sub.Status {
	case stash.SubscriptionStatusCanceled:
		if !now.Before(sub.CurrentPeriodEnd) {
			sub.end(sub.CurrentPeriodEnd)
		}
	case stash.SubscriptionStatusPastDue:
		sub.NextBillingDate = sub.Failed.Add(firstRetry)
		if !now.Before(sub.NextBillingDate) {
			sub.NextBillingDate = sub.Failed.Add(grace)
		}
		if !now.Before(sub.Failed.Add(grace)) {
			sub.end(sub.Failed.Add(grace))
		}
	}
}

// periodEnd is where a period ends that begins at start. One of months ends on the billing day, or on the month's
// last day where it has no such day: a subscription of the 31st is billed on 28 February and on 31 March.
func periodEnd(start time.Time, length int, unit stash.PeriodUnit, billingDay int) time.Time {
	if unit == stash.PeriodUnitDay {
		return start.AddDate(0, 0, length)
	}
	first := start.AddDate(0, length, 1-start.Day()) // months are added to the first, which every month has
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(billingDay, lastDay)-1)
}
