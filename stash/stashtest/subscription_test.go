package stashtest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// subscribed is a server of its own, at noon of 2026-11-01, with a subscription of player-1.
type subscribed struct {
	*stashtest.Server
	clock *manualClock
	c     *stash.Client // with the shop's key
	id    string
}

func subscribe(t *testing.T, plan stash.Plan, start string) *subscribed {
	t.Helper()
	s := &subscribed{clock: newClock(start)}
	s.Server = stashtest.New(t, stashtest.WithClock(s.clock.now))
	s.c = s.Client(stash.WithClock(s.clock.now)) // signatures are judged by it
	plan.Prices = []stash.PlanPrice{{Currency: "USD", AmountCents: 999}}
	plan = s.AddPlan(plan)
	s.id = s.add(t, plan.Code, "player-1")
	return s
}

// add subscribes a player.
func (s *subscribed) add(t *testing.T, plan, player string) (id string) {
	t.Helper()
	link := must(s.c.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: plan, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: player},
	}))
	check(t, s.Subscribe(link.ID))
	check(t, s.Subscribe(link.ID)) // changes nothing
	list := must(s.c.ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{ExternalAccountID: &player})).Subscriptions
	return list[len(list)-1].ID
}

func (s *subscribed) get(t *testing.T) *stash.Subscription {
	t.Helper()
	return must(s.c.GetSubscription(t.Context(), s.id))
}

// reach brings a new subscription into a status.
func reach(t *testing.T, status stash.SubscriptionStatus) *subscribed {
	t.Helper()
	plan := stash.Plan{Code: "plain"}
	if status == stash.SubscriptionStatusTrialing {
		plan.TrialPeriodValue = 7
	}
	s := subscribe(t, plan, "2026-11-01T12:00:00Z")
	switch status {
	case stash.SubscriptionStatusPastDue:
		check(t, s.FailRenewal(s.id))
	case stash.SubscriptionStatusCanceled:
		must(s.c.CancelSubscription(t.Context(), s.id))
	case stash.SubscriptionStatusExpired:
		check(t, s.Expire(s.id))
	}
	if got := s.get(t).Status; got != status {
		t.Fatalf("status is %s, want %s", got, status)
	}
	return s
}

// subscriptionActions are everything that changes a subscription's status.
var subscriptionActions = []struct {
	name string
	do   func(t *testing.T, s *subscribed) error
}{
	{"cancel", func(t *testing.T, s *subscribed) error {
		_, err := s.c.CancelSubscription(t.Context(), s.id)
		return err
	}},
	{"reactivate", func(t *testing.T, s *subscribed) error {
		_, err := s.c.ReactivateSubscription(t.Context(), s.id)
		return err
	}},
	{"change plan", func(t *testing.T, s *subscribed) error {
		return s.change(t, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: "monthly_premium"})
	}},
	{"change payment method", func(t *testing.T, s *subscribed) error {
		return s.change(t, stash.CreateSubscriptionChangeCheckoutLinkRequest{UpdatePaymentMethod: true})
	}},
	{"renew", func(_ *testing.T, s *subscribed) error { return s.Renew(s.id) }},
	{"fail renewal", func(_ *testing.T, s *subscribed) error { return s.FailRenewal(s.id) }},
	{"expire", func(_ *testing.T, s *subscribed) error { return s.Expire(s.id) }},
}

func (s *subscribed) change(t *testing.T, body stash.CreateSubscriptionChangeCheckoutLinkRequest) error {
	link, err := s.c.CreateSubscriptionChangeCheckoutLink(t.Context(), s.id, body)
	if err != nil {
		return err
	}
	return s.ApplyChange(link.ID)
}

// TestSubscriptionStates is the table of status × action: the status that follows, or none when the action is
// refused and changes nothing.
func TestSubscriptionStates(t *testing.T) {
	const (
		trialing = stash.SubscriptionStatusTrialing
		active   = stash.SubscriptionStatusActive
		pastDue  = stash.SubscriptionStatusPastDue
		canceled = stash.SubscriptionStatusCanceled
		expired  = stash.SubscriptionStatusExpired
		refused  = stash.SubscriptionStatus("")
	)
	for _, tt := range []struct {
		from stash.SubscriptionStatus
		want [7]stash.SubscriptionStatus // in the order of subscriptionActions
	}{
		// cancel, reactivate, change plan, change payment method, renew, fail renewal, expire
		{trialing, [7]stash.SubscriptionStatus{canceled, refused, trialing, trialing, active, pastDue, expired}},
		{active, [7]stash.SubscriptionStatus{canceled, refused, active, active, active, pastDue, expired}},
		{pastDue, [7]stash.SubscriptionStatus{expired, refused, refused, refused, active, pastDue, expired}},
		{canceled, [7]stash.SubscriptionStatus{refused, active, canceled, canceled, refused, refused, expired}},
		{expired, [7]stash.SubscriptionStatus{refused, refused, refused, refused, refused, refused, refused}},
	} {
		for i, action := range subscriptionActions {
			t.Run(fmt.Sprintf("%s/%s", tt.from, action.name), func(t *testing.T) {
				t.Parallel()
				s := reach(t, tt.from)
				err := action.do(t, s)
				want := tt.want[i]
				if want == refused {
					want = tt.from
					var e *stash.Error
					if err == nil || !strings.Contains(err.Error(), s.id+" is "+string(tt.from)) {
						t.Errorf("want a refusal that tells the status, got %v", err)
					}
					if errors.As(err, &e) && (e.HTTPStatus != 400 || e.Code != stash.CodeFailedPrecondition) {
						t.Errorf("refused with HTTP %d, code %d", e.HTTPStatus, e.Code)
					}
				} else {
					check(t, err)
				}
				same(t, "status", s.get(t).Status, want)
			})
		}
	}
}

// TestCancellation holds the dates around cancelling in paid time, taking it back, and the end by the clock.
func TestCancellation(t *testing.T) {
	for _, tt := range []struct {
		from stash.SubscriptionStatus
		end  string
	}{
		{stash.SubscriptionStatusTrialing, "2026-11-08T12:00:00Z"},
		{stash.SubscriptionStatusActive, "2026-12-01T12:00:00Z"},
	} {
		t.Run(string(tt.from), func(t *testing.T) {
			s := reach(t, tt.from)
			end := newClock(tt.end).now()
			s.clock.advance(time.Hour)
			got := must(s.c.CancelSubscription(t.Context(), s.id))
			if !got.CancelAtPeriodEnd || !got.CanceledAt.Equal(s.clock.now()) || !got.AccessEndDate.Equal(end) || !got.CurrentPeriodEnd.Equal(end) || !got.NextBillingDate.IsZero() {
				t.Errorf("canceled: %+v", got)
			}
			got = must(s.c.ReactivateSubscription(t.Context(), s.id))
			if got.Status != tt.from || got.CancelAtPeriodEnd || !got.CanceledAt.IsZero() || !got.AccessEndDate.IsZero() || !got.NextBillingDate.Equal(end) {
				t.Errorf("reactivated: %+v", got)
			}
			must(s.c.CancelSubscription(t.Context(), s.id))
			s.clock.advance(end.Sub(s.clock.now()) - time.Nanosecond)
			same(t, "status before the period ends", s.get(t).Status, stash.SubscriptionStatusCanceled)
			s.clock.advance(time.Nanosecond)
			got = s.get(t)
			if got.Status != stash.SubscriptionStatusExpired || !got.AccessEndDate.Equal(end) {
				t.Errorf("after the period: %+v", got)
			}
			if _, err := s.c.ReactivateSubscription(t.Context(), s.id); !contains(err, "is expired") {
				t.Errorf("reactivated after the period: %v", err)
			}
		})
	}
}

// TestPastDue holds the grace period, its two retries, and what cancelling in it does.
func TestPastDue(t *testing.T) {
	s := reach(t, stash.SubscriptionStatusActive)
	end := s.get(t).CurrentPeriodEnd
	s.clock.advance(end.Sub(s.clock.now()))
	check(t, s.FailRenewal(s.id))
	for _, tt := range []struct {
		after  time.Duration
		status stash.SubscriptionStatus
		next   time.Duration // of the next charge; 0 for none
	}{
		{0, stash.SubscriptionStatusPastDue, 24 * time.Hour},
		{24*time.Hour - time.Nanosecond, stash.SubscriptionStatusPastDue, 24 * time.Hour},
		{24 * time.Hour, stash.SubscriptionStatusPastDue, 48 * time.Hour},
		{48*time.Hour - time.Nanosecond, stash.SubscriptionStatusPastDue, 48 * time.Hour},
		{48 * time.Hour, stash.SubscriptionStatusExpired, 0},
	} {
		s.clock.advance(end.Add(tt.after).Sub(s.clock.now()))
		got := s.get(t)
		want := time.Time{}
		if tt.next > 0 {
			want = end.Add(tt.next)
		}
		if got.Status != tt.status || !got.NextBillingDate.Equal(want) || !got.AccessEndDate.Equal(end.Add(48*time.Hour)) {
			t.Errorf("after %v: %+v", tt.after, got)
		}
	}

	s = reach(t, stash.SubscriptionStatusPastDue)
	got := must(s.c.CancelSubscription(t.Context(), s.id))
	if got.Status != stash.SubscriptionStatusExpired || got.CancelAtPeriodEnd || !got.AccessEndDate.Equal(s.clock.now()) || !got.CanceledAt.Equal(s.clock.now()) {
		t.Errorf("canceled when past_due: %+v", got)
	}

	s = reach(t, stash.SubscriptionStatusPastDue)
	end = s.get(t).CurrentPeriodEnd
	check(t, s.Renew(s.id))
	got = s.get(t)
	if !got.CurrentPeriodEnd.Equal(end.AddDate(0, 1, 0)) || !got.AccessEndDate.IsZero() {
		t.Errorf("recovered: %+v", got)
	}
}

// TestBillingDays holds the ends of periods, and that a short month does not move the billing day for good.
func TestBillingDays(t *testing.T) {
	for _, tt := range []struct {
		plan  stash.Plan
		start string
		ends  []string
	}{
		{stash.Plan{Code: "p"}, "2027-01-31T10:00:00Z", []string{"2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"}},
		{stash.Plan{Code: "p"}, "2028-01-30T10:00:00Z", []string{"2028-02-29", "2028-03-30"}},
		{stash.Plan{Code: "p", BillingPeriodValue: 12}, "2028-02-29T10:00:00Z", []string{"2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		{stash.Plan{Code: "p", TrialPeriodValue: 7}, "2026-12-24T10:00:00Z", []string{"2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"}},
		{stash.Plan{Code: "p", BillingPeriodValue: 7, BillingPeriodUnit: stash.PeriodUnitDay}, "2026-12-28T10:00:00Z", []string{"2027-01-04", "2027-01-11"}},
		{stash.Plan{Code: "p", TrialPeriodValue: 1, TrialPeriodUnit: stash.PeriodUnitMonth}, "2027-01-31T10:00:00Z", []string{"2027-02-28", "2027-03-28"}},
	} {
		s := subscribe(t, tt.plan, tt.start)
		for i, end := range tt.ends {
			if i > 0 {
				check(t, s.Renew(s.id))
			}
			same(t, fmt.Sprintf("end of period %d from %s", i, tt.start), s.get(t).CurrentPeriodEnd.Format(time.RFC3339), end+"T10:00:00Z")
		}
	}
}

// TestPlayersAreApart holds that a player's token opens that player's subscriptions alone.
func TestPlayersAreApart(t *testing.T) {
	s := reach(t, stash.SubscriptionStatusActive)
	other := s.add(t, "plain", "player-2")
	mine := as(s.Server, s.c, "player-1")
	theirs := as(s.Server, s.c, "player-2")
	count := func(c *stash.Client, params stash.ListSubscriptionsParams) int {
		return len(must(c.ListSubscriptions(t.Context(), params)).Subscriptions)
	}
	one, two := stash.Ptr("player-1"), stash.Ptr("player-2")
	same(t, "all that the shop sees", count(s.c, stash.ListSubscriptionsParams{}), 2)
	same(t, "all that a signing shop sees", count(s.c.With(stash.HMAC(s.ShopID, s.HMACSecret)), stash.ListSubscriptionsParams{}), 2)
	same(t, "what the shop sees of a player", count(s.c, stash.ListSubscriptionsParams{ExternalAccountID: two}), 1)
	same(t, "what a player sees", count(mine, stash.ListSubscriptionsParams{}), 1)
	same(t, "what a player sees by name", count(mine, stash.ListSubscriptionsParams{ExternalAccountID: one}), 1)
	same(t, "what a player sees of another", count(mine, stash.ListSubscriptionsParams{ExternalAccountID: two}), 0)
	same(t, "active ones", count(theirs, stash.ListSubscriptionsParams{Status: stash.Ptr(stash.SubscriptionStatusActive)}), 1)
	same(t, "expired ones", count(theirs, stash.ListSubscriptionsParams{Status: stash.Ptr(stash.SubscriptionStatusExpired)}), 0)

	_, get := mine.GetSubscription(t.Context(), other)
	_, cancel := mine.CancelSubscription(t.Context(), other)
	_, reactivate := mine.ReactivateSubscription(t.Context(), other)
	_, payments := mine.GetPaymentsBySubscriptionID(t.Context(), other, stash.GetPaymentsBySubscriptionIDParams{})
	_, none := mine.GetSubscription(t.Context(), "sub_none")
	for _, err := range []error{get, cancel, reactivate, payments, none} {
		if !errors.Is(err, stash.ErrNotFound) {
			t.Errorf("another player's subscription: %v", err)
		}
	}
	same(t, "status after another tried to cancel", must(theirs.GetSubscription(t.Context(), other)).Status, stash.SubscriptionStatusActive)
}

// TestSubscriptionPayments holds pages, also while payments are added, and that failures are among them.
func TestSubscriptionPayments(t *testing.T) {
	s := reach(t, stash.SubscriptionStatusActive)
	for range 118 {
		s.clock.advance(time.Hour)
		check(t, s.Renew(s.id))
	}
	s.clock.advance(time.Hour)
	check(t, s.FailRenewal(s.id))
	for _, limit := range []int64{1, 7, 50, 60, 100} {
		seen, last := map[string]bool{}, time.Time{}
		for payment, err := range s.c.AllPayments(t.Context(), s.id, stash.GetPaymentsBySubscriptionIDParams{Limit: &limit}) {
			check(t, err)
			if seen[payment.PaymentID] || !last.IsZero() && !payment.CreatedAt.Before(last) {
				t.Fatalf("in pages of %d a payment is listed twice, or out of order: %+v", limit, payment)
			}
			seen[payment.PaymentID], last = true, payment.CreatedAt
		}
		same(t, fmt.Sprintf("payments in pages of %d", limit), len(seen), 120)
	}
	page := must(s.c.GetPaymentsBySubscriptionID(t.Context(), s.id, stash.GetPaymentsBySubscriptionIDParams{}))
	same(t, "payments on a page", len(page.Payments), 50)
	same(t, "newest succeeded", page.Payments[0].Succeeded, false)
	same(t, "the one before succeeded", page.Payments[1].Succeeded, true)
	same(t, "amount", page.Payments[0].AmountCents, 999)
	check(t, s.Renew(s.id))
	next := must(s.c.GetPaymentsBySubscriptionID(t.Context(), s.id, stash.GetPaymentsBySubscriptionIDParams{PageToken: &page.NextPageToken}))
	same(t, "gap between pages", page.Payments[49].CreatedAt.Sub(next.Payments[0].CreatedAt), time.Hour)

	other := s.add(t, "plain", "player-2")
	for range 100 { // so that it has a page where the token of the first subscription leads
		check(t, s.Renew(other))
	}
	for _, token := range []string{"x", "0", page.NextPageToken} {
		_, err := s.c.GetPaymentsBySubscriptionID(t.Context(), other, stash.GetPaymentsBySubscriptionIDParams{PageToken: &token})
		if !errors.Is(err, stash.ErrInvalidArgument) || !contains(err, "pageToken") {
			t.Errorf("token %q: %v", token, err)
		}
	}
}

// TestChangeLinks holds what a change link takes, and what applying it does.
func TestChangeLinks(t *testing.T) {
	s := reach(t, stash.SubscriptionStatusActive)
	yearly := s.AddPlan(stash.Plan{Code: "yearly", BillingPeriodValue: 12, Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 9900}}})
	s.AddPlan(stash.Plan{Code: "euro", Prices: []stash.PlanPrice{{Currency: "EUR", AmountCents: 899}}})
	end := s.get(t).CurrentPeriodEnd
	for _, tt := range []struct {
		body    string
		message string
	}{
		{`{"newPlan":"none"}`, "newPlan: there is no plan"},
		{`{"newPlan":"euro"}`, "newPlan: the plan euro has no price in USD"},
		{`{"updatePaymentMethod":false}`, "updatePaymentMethod: must be true"},
		{`{}`, "at least one of newPlan and updatePaymentMethod"},
		{`{"newPlan":"yearly","billingAnchor":"2026-11-01T12:00:00Z"}`, "billingAnchor: must lie between"},
		{`{"newPlan":"yearly","billingAnchor":"2026-12-01T12:00:01Z"}`, "billingAnchor: must lie between"},
	} {
		status, answer := send(t, s.Server, "POST", "/sdk/subscriptions/"+s.id+"/change-checkout-links", s.APIKey, "application/json", tt.body)
		if message := fmt.Sprint(answer["message"]); status != 400 || !strings.Contains(message, tt.message) {
			t.Errorf("%s: HTTP %d %s", tt.body, status, message)
		}
	}
	if _, err := s.c.CreateSubscriptionChangeCheckoutLink(t.Context(), "none", stash.CreateSubscriptionChangeCheckoutLinkRequest{UpdatePaymentMethod: true}); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("unknown subscription: %v", err)
	}

	check(t, s.change(t, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: "yearly", BillingAnchor: end.AddDate(0, 0, -10)}))
	got := s.get(t)
	if got.PlanID != yearly.ID || got.Period.Value != 12 || !got.CurrentPeriodEnd.Equal(end.AddDate(0, 0, -10)) || !got.NextBillingDate.Equal(got.CurrentPeriodEnd) {
		t.Errorf("changed: %+v", got)
	}
	check(t, s.Renew(s.id))
	payments := must(s.c.GetPaymentsBySubscriptionID(t.Context(), s.id, stash.GetPaymentsBySubscriptionIDParams{})).Payments
	same(t, "payments", len(payments), 2)
	same(t, "amount of the renewal", payments[0].AmountCents, 9900)
	same(t, "end of the renewed period", s.get(t).CurrentPeriodEnd.Format(time.DateOnly), "2027-11-21")

	link := must(s.c.CreateSubscriptionChangeCheckoutLink(t.Context(), s.id, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: "plain"}))
	start := must(s.c.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "plain", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"},
	}))
	check(t, s.FailRenewal(s.id))
	for _, tt := range []struct {
		err  error
		text string
	}{
		{s.ApplyChange(link.ID), "is past_due"}, // it was not when the link was made
		{s.ApplyChange("none"), "no subscription checkout link"},
		{s.ApplyChange(start.ID), "use Subscribe"},
		{s.Subscribe(link.ID), "use ApplyChange"},
		{s.Subscribe("none"), "no subscription checkout link"},
		{s.Renew("none"), "no subscription"},
	} {
		if !contains(tt.err, tt.text) {
			t.Errorf("error %v, want %q", tt.err, tt.text)
		}
	}
}
