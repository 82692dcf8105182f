package stashtest

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

// settle ends what has ended by itself: a canceled subscription with its period, one that is past_due with its
// grace period. Renewals wait for Server.Renew or Server.FailRenewal, which say how they go.
func (sub *subscription) settle(now time.Time) {
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

// settle brings a subscription to a time, and keeps what that has changed. st.mu must be held.
func (st *state) settle(sub *subscription, now time.Time) {
	was := sub.Subscription
	sub.settle(now)
	if sub.Status != was.Status || !sub.NextBillingDate.Equal(was.NextBillingDate) {
		st.subscriptions.touch(sub.ID)
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

// Renew charges a subscription's next period with success, as Stash does when a period or a trial ends; one that is
// past_due recovers. The period begins where the last one ends, whatever the clock says: to let a year pass,
// call it twelve times.
func (s *Server) Renew(id string) error { return s.act("Renew", id, (*subscription).renew) }

// FailRenewal has the charge for a subscription's next period refused: it is past_due for 48 hours by the server's
// clock, then expired.
func (s *Server) FailRenewal(id string) error {
	return s.act("FailRenewal", id, (*subscription).failRenewal)
}

// Expire ends a subscription now, from any status but expired.
func (s *Server) Expire(id string) error { return s.act("Expire", id, (*subscription).expire) }
