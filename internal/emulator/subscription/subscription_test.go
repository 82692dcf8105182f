package subscription

import (
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

func begun(trial int64) (*Subscription, time.Time) {
	start := time.Date(2026, 1, 31, 8, 0, 0, 0, time.UTC)
	plan := FillPlan(stash.Plan{Code: "monthly", Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 999}}}, start)
	plan.TrialPeriodValue, plan.TrialPeriodUnit = stash.Int64(trial), stash.PeriodUnitDay
	return Begin(&Link{Plan: plan, Price: plan.Prices[0], Player: "player-1"}, start), start
}

// TestBillingDayOutlastsShortMonths checks that a subscription of the 31st is billed on 28 February and on 31 March.
func TestBillingDayOutlastsShortMonths(t *testing.T) {
	sub, start := begun(0)
	for _, want := range []string{"2026-02-28", "2026-03-31", "2026-04-30"} {
		if got := sub.CurrentPeriodEnd.Format(time.DateOnly); got != want {
			t.Errorf("the period ends on %s, want %s", got, want)
		}
		if err := sub.Renew(start); err != nil {
			t.Fatal(err)
		}
	}
	if len(sub.Payments) != 4 {
		t.Errorf("%d payments, want 4", len(sub.Payments))
	}
}

func TestStatusesFollowEachOther(t *testing.T) {
	for name, tt := range map[string]struct {
		do    []func(*Subscription, time.Time) error
		after time.Duration
		want  stash.SubscriptionStatus
		fails bool
	}{
		"a trial":                  {nil, 0, stash.SubscriptionStatusTrialing, false},
		"renewed":                  {[]func(*Subscription, time.Time) error{(*Subscription).Renew}, 0, stash.SubscriptionStatusActive, false},
		"canceled":                 {[]func(*Subscription, time.Time) error{(*Subscription).Cancel}, 0, stash.SubscriptionStatusCanceled, false},
		"canceled, and over":       {[]func(*Subscription, time.Time) error{(*Subscription).Cancel}, 8 * 24 * time.Hour, stash.SubscriptionStatusExpired, false},
		"reactivated":              {[]func(*Subscription, time.Time) error{(*Subscription).Cancel, (*Subscription).Reactivate}, 0, stash.SubscriptionStatusTrialing, false},
		"refused":                  {[]func(*Subscription, time.Time) error{(*Subscription).FailRenewal}, 47 * time.Hour, stash.SubscriptionStatusPastDue, false},
		"refused, and out of time": {[]func(*Subscription, time.Time) error{(*Subscription).FailRenewal}, 48 * time.Hour, stash.SubscriptionStatusExpired, false},
		"reactivated for nothing":  {[]func(*Subscription, time.Time) error{(*Subscription).Reactivate}, 0, stash.SubscriptionStatusTrialing, true},
		"renewed after its end":    {[]func(*Subscription, time.Time) error{(*Subscription).Expire, (*Subscription).Renew}, 0, stash.SubscriptionStatusExpired, true},
	} {
		sub, now := begun(7)
		var err error
		for _, do := range tt.do {
			err = do(sub, now)
		}
		sub.Settle(now.Add(tt.after))
		if sub.Status != tt.want || (err != nil) != tt.fails {
			t.Errorf("%s: the status is %s with the error %v, want %s", name, sub.Status, err, tt.want)
		}
	}
}

func TestPlansThatCannotBeSold(t *testing.T) {
	for want, plan := range map[string]stash.Plan{
		"":               {Code: "a"},
		"has no code":    {},
		"billing period": {Code: "a", BillingPeriodValue: -1},
		"trial":          {Code: "a", TrialPeriodValue: -1},
		"period unit":    {Code: "a", BillingPeriodUnit: "week"},
	} {
		filled := FillPlan(plan, time.Now())
		err := CheckPlan(&filled)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v gives %v, want %q", plan, err, want)
		}
	}
}
