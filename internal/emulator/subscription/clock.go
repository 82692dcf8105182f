package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Stash's defaults for a failed renewal: it tries again after a day, and a last time at the end of the grace period.
const (
	firstRetry = 24 * time.Hour
	grace      = 48 * time.Hour
)

// Settle updates a subscription to a time, and reports whether it has changed.
func (sub *Subscription) Settle(now time.Time) (changed bool) {
	status, next := sub.Status, sub.NextBillingDate
	sub.settle(now)
	return sub.Status != status || !sub.NextBillingDate.Equal(next)
}

// settle expires a canceled subscription at the end of its period, and a past_due one at the end of its grace period. It
// does not renew: Renew and FailRenewal decide the result of a renewal.
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

// periodEnd returns the end of a period that begins at start. A period of months ends on the billing day, or on the last
// day of a shorter month: a subscription of the 31st is billed on 28 February and on 31 March.
func periodEnd(start time.Time, length int, unit stash.PeriodUnit, billingDay int) time.Time {
	if unit == stash.PeriodUnitDay {
		return start.AddDate(0, 0, length)
	}
	first := start.AddDate(0, length, 1-start.Day()) // adds months to the first of the month, because every month has a first
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(billingDay, lastDay)-1)
}
