package shop

import (
	"cmp"
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// AddPlan adds a plan and returns the stored plan. It replaces a plan with the same ID, or with the same code in the
// same segment. It fills in unset fields.
func (s *Shop) AddPlan(plan stash.Plan) (stash.Plan, error) {
	plan = subscription.FillPlan(plan, s.now())
	if err := subscription.CheckPlan(&plan); err != nil {
		return plan, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, earlier := range s.plans.All() {
		if p := &earlier.Value; p.Code == plan.Code && p.SegmentID == plan.SegmentID {
			s.plans.Delete(p.ID)
		}
	}
	s.plans.Add(plan.ID, plan)
	return plan, nil
}

// PlanID returns the id of the plan with a code in a segment; empty when there is none.
func (s *Shop) PlanID(code, segment string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if plan := s.findPlan(func(p *stash.Plan) bool { return p.Code == code && p.SegmentID == segment }); plan != nil {
		return plan.ID
	}
	return ""
}

// Plans lists the plans with a status in a segment; an empty segment means all.
func (s *Shop) Plans(status stash.PlanStatus, segment string) (plans []stash.Plan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.plans.All() {
		if plan := &each.Value; plan.Status == status && subscription.InSegment(plan, segment) {
			plans = append(plans, *plan)
		}
	}
	return plans
}

// Plan finds a plan by its id.
func (s *Shop) Plan(id string) (stash.Plan, *Refusal) {
	return s.readPlan("id "+id, func(p *stash.Plan) bool { return p.ID == id })
}

// PlanByCode finds the plan with a code in a segment; an empty segment means any.
func (s *Shop) PlanByCode(code, segment string) (stash.Plan, *Refusal) {
	return s.readPlan("code "+code, func(p *stash.Plan) bool { return p.Code == code && subscription.InSegment(p, segment) })
}

func (s *Shop) readPlan(what string, is func(*stash.Plan) bool) (stash.Plan, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	plan := s.findPlan(is)
	if plan == nil {
		return stash.Plan{}, NotFound("there is no plan with the " + what)
	}
	return *plan, nil
}

// findPlan returns the first matching plan, or nil.
func (s *Shop) findPlan(is func(*stash.Plan) bool) *stash.Plan {
	for _, each := range s.plans.All() {
		if is(&each.Value) {
			return &each.Value
		}
	}
	return nil
}

// planOnSale finds the plan that a request names by id or code in the given field. If there is no such plan, it refuses
// the field. It does not answer 404, which would mean that the address does not exist.
func (s *Shop) planOnSale(field, idOrCode string, now time.Time) (*stash.Plan, *Refusal) {
	plan := s.plans.Get(idOrCode)
	if plan == nil {
		plan = s.findPlan(func(p *stash.Plan) bool { return p.Code == idOrCode })
	}
	if plan == nil {
		return nil, Invalid(field, fmt.Sprintf("there is no plan with the id or code %.60q", idOrCode))
	}
	if plan.Status != stash.PlanStatusActive || !within(now, plan.AvailableFrom, plan.AvailableUntil) {
		return nil, precondition(fmt.Sprintf("%s: the plan %s is not on sale now; choose an active one", field, plan.Code))
	}
	return plan, nil
}

// PlanName returns the name of a plan for players.
func PlanName(plan *stash.Plan) string { return cmp.Or(plan.Name, plan.Code, plan.ID) }

// planName returns the name of the plan with an id, or the id if the plan was replaced.
func (s *Shop) planName(id string) string {
	if plan := s.plans.Get(id); plan != nil {
		return PlanName(plan)
	}
	return id
}
