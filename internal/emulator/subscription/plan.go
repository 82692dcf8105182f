package subscription

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash"
)

// UsualPlan is the plan of the guide's sample. Every shop has it at the start.
var UsualPlan = stash.Plan{
	ID: "plan_abc123", Code: "monthly_premium", Name: "Premium", Description: "All the gems of a month",
	BillingPeriodValue: 1, BillingPeriodUnit: stash.PeriodUnitMonth,
	TrialPeriodValue: 7, TrialPeriodUnit: stash.PeriodUnitDay,
	Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 999}, {Currency: "EUR", AmountCents: 899}},
	Status: stash.PlanStatusActive,
}

// FillPlan sets the unset fields of a plan to defaults.
func FillPlan(plan stash.Plan, now time.Time) stash.Plan {
	if plan.ID == "" {
		plan.ID = "plan_" + ids.Text(9)
	}
	if plan.BillingPeriodValue == 0 {
		plan.BillingPeriodValue = 1
	}
	plan.BillingPeriodUnit = cmp.Or(plan.BillingPeriodUnit, stash.PeriodUnitMonth)
	if plan.TrialPeriodValue != 0 {
		plan.TrialPeriodUnit = cmp.Or(plan.TrialPeriodUnit, stash.PeriodUnitDay)
	}
	plan.Status = cmp.Or(plan.Status, stash.PlanStatusActive)
	plan.CreatedAt = cmp.Or(plan.CreatedAt, now)
	plan.UpdatedAt = cmp.Or(plan.UpdatedAt, plan.CreatedAt)
	plan.Prices = slices.Clone(plan.Prices)
	return plan
}

// CheckPlan returns why a plan cannot be sold.
func CheckPlan(plan *stash.Plan) error {
	const longest = 10_000 // longer than any real period, and safe to add up
	switch {
	case plan.Code == "":
		return fmt.Errorf("the plan has no code")
	case plan.BillingPeriodValue < 1 || plan.BillingPeriodValue > longest:
		return fmt.Errorf("the billing period of plan %s must be 1 to %d units long", plan.Code, longest)
	case plan.TrialPeriodValue < 0 || plan.TrialPeriodValue > longest:
		return fmt.Errorf("the trial of plan %s must be 0 to %d units long", plan.Code, longest)
	}
	for _, unit := range []stash.PeriodUnit{plan.BillingPeriodUnit, plan.TrialPeriodUnit} {
		if unit != "" && unit != stash.PeriodUnitDay && unit != stash.PeriodUnitMonth {
			return fmt.Errorf("plan %s has the period unit %.40q; the document knows day and month", plan.Code, unit)
		}
	}
	return nil
}

// InSegment reports whether a plan is in a segment; an empty segment means all.
func InSegment(plan *stash.Plan, segment string) bool {
	return segment == "" || plan.SegmentID == segment
}

// PriceIn returns the price of a billing period in a currency.
func PriceIn(plan *stash.Plan, currency string) (stash.PlanPrice, bool) {
	i := slices.IndexFunc(plan.Prices, func(p stash.PlanPrice) bool { return strings.EqualFold(p.Currency, currency) })
	if i < 0 {
		return stash.PlanPrice{}, false
	}
	return plan.Prices[i], true
}
