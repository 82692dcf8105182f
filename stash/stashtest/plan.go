package stashtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// usualPlan is the plan of the guide's sample, which every shop has from the start.
var usualPlan = stash.Plan{
	ID: "plan_abc123", Code: "monthly_premium", Name: "Premium", Description: "All the gems of a month",
	BillingPeriodValue: 1, BillingPeriodUnit: stash.PeriodUnitMonth,
	TrialPeriodValue: 7, TrialPeriodUnit: stash.PeriodUnitDay,
	Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 999}, {Currency: "EUR", AmountCents: 899}},
	Status: stash.PlanStatusActive,
}

// AddPlan adds a subscription plan to the shop and returns it as it is kept. It takes the place of a plan with the
// same ID, or with the same code in the same segment; monthly_premium is there from the start, at 9.99 USD a month
// after seven days of trial. What is not set is filled in: an ID, one month as billing period, days as the unit of a
// trial, active as status, and the server's time. A plan without a code, or with a length of time below zero or in
// an unknown unit, panics.
func (s *Server) AddPlan(plan stash.Plan) stash.Plan {
	plan = s.addPlan(plan)
	s.mustKeep("AddPlan")
	return plan
}

func (s *Server) addPlan(plan stash.Plan) stash.Plan {
	plan = filledPlan(plan, s.time())
	if err := checkPlan(&plan); err != nil {
		panic("stashtest: AddPlan: " + err.Error())
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	for _, earlier := range s.state.plans.all() {
		if p := &earlier.value; p.Code == plan.Code && p.SegmentID == plan.SegmentID {
			s.state.plans.delete(p.ID)
		}
	}
	s.state.plans.add(plan.ID, plan)
	return plan
}

// filledPlan sets what AddPlan may find unset.
func filledPlan(plan stash.Plan, now time.Time) stash.Plan {
	if plan.ID == "" {
		plan.ID = "plan_" + randomText(9)
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

func checkPlan(plan *stash.Plan) error {
	const longest = 10_000 // far past any calendar, and safe to add up
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

func listPlans(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	wanted := cmp.Or(stash.PlanStatus(c.query.Get("status")), stash.PlanStatusActive)
	var answer stash.ListPlansResponse
	for _, each := range s.state.plans.all() {
		plan := &each.value
		if plan.Status == wanted && inSegment(plan, c.query.Get("segmentId")) {
			answer.Plans = append(answer.Plans, *plan)
		}
	}
	return answer, nil
}

func getPlan(s *Server, c *call) (any, *status) {
	id := c.Params["id"]
	return s.state.readPlan("id "+id, func(p *stash.Plan) bool { return p.ID == id })
}

func getPlanByCode(s *Server, c *call) (any, *status) {
	code, segment := c.Params["code"], c.query.Get("segmentId")
	return s.state.readPlan("code "+code, func(p *stash.Plan) bool { return p.Code == code && inSegment(p, segment) })
}

func (st *state) readPlan(what string, is func(*stash.Plan) bool) (any, *status) {
	st.mu.Lock()
	defer st.mu.Unlock()
	plan := st.findPlan(is)
	if plan == nil {
		return nil, notFound("there is no plan with the " + what)
	}
	return *plan, nil
}

// findPlan returns the first plan that is what is looked for, or nil. st.mu must be held.
func (st *state) findPlan(is func(*stash.Plan) bool) *stash.Plan {
	for _, each := range st.plans.all() {
		if is(&each.value) {
			return &each.value
		}
	}
	return nil
}

// inSegment reports whether a plan is of a segment; an empty one stands for all.
func inSegment(plan *stash.Plan, segment string) bool {
	return segment == "" || plan.SegmentID == segment
}

// planOnSale finds the plan that a request names by id or code in the given field. st.mu must be held. A plan that is
// missing is the request's mistake: a 404 would say that there is nothing at the address.
func (st *state) planOnSale(field, idOrCode string, now time.Time) (*stash.Plan, *status) {
	plan := st.plans.get(idOrCode)
	if plan == nil {
		plan = st.findPlan(func(p *stash.Plan) bool { return p.Code == idOrCode })
	}
	if plan == nil {
		return nil, invalid(field, fmt.Sprintf("there is no plan with the id or code %.60q", idOrCode))
	}
	if plan.Status != stash.PlanStatusActive || !within(now, plan.AvailableFrom, plan.AvailableUntil) {
		return nil, precondition(fmt.Sprintf("%s: the plan %s is not on sale now; choose an active one", field, plan.Code))
	}
	return plan, nil
}

// priceIn finds what a billing period costs in a currency.
func priceIn(plan *stash.Plan, currency string) (stash.PlanPrice, bool) {
	i := slices.IndexFunc(plan.Prices, func(p stash.PlanPrice) bool { return strings.EqualFold(p.Currency, currency) })
	if i < 0 {
		return stash.PlanPrice{}, false
	}
	return plan.Prices[i], true
}
