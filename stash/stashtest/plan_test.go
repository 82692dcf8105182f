package stashtest_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestPlans holds which plans are listed and found, and under which names.
func TestPlans(t *testing.T) {
	srv := stashtest.New(t)
	c := srv.Client()
	srv.AddPlan(stash.Plan{ID: "eu", Code: "weekly", SegmentID: "segment-eu", BillingPeriodValue: 7, BillingPeriodUnit: stash.PeriodUnitDay})
	srv.AddPlan(stash.Plan{ID: "us", Code: "weekly", SegmentID: "segment-us"})
	srv.AddPlan(stash.Plan{ID: "old", Code: "old", Status: stash.PlanStatusArchived})
	for _, tt := range []struct {
		status  *stash.PlanStatus
		segment *string
		want    string
	}{
		{nil, nil, "plan_abc123 eu us "},
		{nil, stash.Ptr("segment-eu"), "eu "},
		{nil, stash.Ptr("segment-none"), ""},
		{stash.Ptr(stash.PlanStatusActive), nil, "plan_abc123 eu us "},
		{stash.Ptr(stash.PlanStatusArchived), nil, "old "},
		{stash.Ptr(stash.PlanStatusDeprecated), nil, ""},
	} {
		got := ""
		for _, plan := range must(c.ListPlans(t.Context(), stash.ListPlansParams{Status: tt.status, SegmentID: tt.segment})).Plans {
			got += plan.ID + " "
		}
		same(t, "plans", got, tt.want)
	}
	same(t, "plan by code", must(c.GetPlanByCode(t.Context(), "weekly", stash.GetPlanByCodeParams{SegmentID: stash.Ptr("segment-us")})).ID, "us")
	same(t, "plan by code alone", must(c.GetPlanByCode(t.Context(), "weekly", stash.GetPlanByCodeParams{})).ID, "eu")
	same(t, "archived plan", must(c.GetPlan(t.Context(), "old")).Code, "old")
	_, byID := c.GetPlan(t.Context(), "monthly_premium")
	_, byCode := c.GetPlanByCode(t.Context(), "plan_abc123", stash.GetPlanByCodeParams{})
	_, bySegment := c.GetPlanByCode(t.Context(), "old", stash.GetPlanByCodeParams{SegmentID: stash.Ptr("segment-eu")})
	for _, err := range []error{byID, byCode, bySegment} {
		if !errors.Is(err, stash.ErrNotFound) {
			t.Errorf("error %v", err)
		}
	}
	srv.AddPlan(stash.Plan{ID: "eu-2", Code: "weekly", SegmentID: "segment-eu"})
	same(t, "plan that took another's place", must(c.GetPlanByCode(t.Context(), "weekly", stash.GetPlanByCodeParams{SegmentID: stash.Ptr("segment-eu")})).ID, "eu-2")
}

// TestSubscriptionLinks holds which links are made.
func TestSubscriptionLinks(t *testing.T) {
	srv := stashtest.New(t)
	now := time.Now()
	srv.AddPlan(stash.Plan{Code: "old", Status: stash.PlanStatusArchived})
	srv.AddPlan(stash.Plan{Code: "soon", AvailableFrom: now.Add(time.Hour)})
	srv.AddPlan(stash.Plan{Code: "over", AvailableUntil: now.Add(-time.Hour)})
	for _, tt := range []struct{ plan, currency, message string }{
		{"monthly_premium", "USD", ""},
		{"plan_abc123", "eur", ""},
		{"none", "USD", "plan: there is no plan"},
		{"monthly_premium", "GBP", "currency: the plan monthly_premium has no price in GBP"},
		{"old", "USD", "plan: the plan old is not on sale"},
		{"soon", "USD", "plan: the plan soon is not on sale"},
		{"over", "USD", "plan: the plan over is not on sale"},
	} {
		link, err := srv.Client().CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
			Plan: tt.plan, Currency: tt.currency, User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"},
		})
		switch {
		case tt.message == "" && (err != nil || link.ID == "" || link.URL == ""):
			t.Errorf("%v: %+v, %v", tt, link, err)
		case tt.message != "" && (!errors.Is(err, stash.ErrInvalidArgument) || !contains(err, tt.message)):
			t.Errorf("%v: %v", tt, err)
		}
	}
}

// TestBadPlansPanic holds that a plan which the document could not answer is refused where it is made.
func TestBadPlansPanic(t *testing.T) {
	srv := stashtest.New(t)
	for _, plan := range []stash.Plan{
		{},
		{Code: "a", BillingPeriodValue: -1},
		{Code: "a", BillingPeriodUnit: "year"},
		{Code: "a", TrialPeriodValue: -1},
		{Code: "a", TrialPeriodValue: 1, TrialPeriodUnit: "week"},
		{Code: "a", BillingPeriodValue: 1 << 40},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", fmt.Sprintf("%+v", plan))
				}
			}()
			srv.AddPlan(plan)
		}()
	}
}
