package stashtest

import (
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Subscribe completes a subscription checkout link as its player would: the subscription begins with the plan's
// trial, or else with a payment. ListSubscriptions tells its id. Completing the link again changes nothing.
func (s *Server) Subscribe(linkID string) error {
	return s.complete("Subscribe", linkID, func(link *subscriptionLink, now time.Time) error {
		if link.Changes != "" {
			return fmt.Errorf("the link %s changes a subscription; use ApplyChange", linkID)
		}
		sub := newSubscription(link, now)
		s.state.subscriptions.set(sub.ID, *sub)
		s.announceSubscription(subscription{}, *sub)
		return nil
	})
}

func newSubscription(link *subscriptionLink, now time.Time) *subscription {
	plan := &link.Plan
	sub := &subscription{Price: link.Price, BillingDay: now.Day(), Subscription: stash.Subscription{
		ID: "sub_" + randomText(9), ExternalAccountID: link.Player, CheckoutLinkMetadata: link.Metadata, CreatedAt: now,
	}}
	sub.follow(plan)
	if plan.TrialPeriodValue > 0 {
		sub.Status = stash.SubscriptionStatusTrialing
		sub.TrialEnd = periodEnd(now, int(plan.TrialPeriodValue), plan.TrialPeriodUnit, now.Day())
		sub.CurrentPeriodEnd, sub.NextBillingDate = sub.TrialEnd, sub.TrialEnd
		sub.BillingDay = sub.TrialEnd.Day()
		return sub
	}
	sub.charge(now, true)
	sub.begin(now)
	return sub
}

// follow takes what a subscription has from its plan.
func (sub *subscription) follow(plan *stash.Plan) {
	sub.PlanID = plan.ID
	sub.Period = stash.SubscriptionPeriod{Value: int32(plan.BillingPeriodValue), Unit: plan.BillingPeriodUnit}
}

// ApplyChange completes a change link as its player would. Stash charges for an upgrade by a rule that it does not
// publish, so the emulator charges nothing now, and the new plan's price from the next renewal on. A cancellation
// stays. Completing the link again changes nothing.
func (s *Server) ApplyChange(linkID string) error {
	return s.complete("ApplyChange", linkID, func(link *subscriptionLink, now time.Time) error {
		if link.Changes == "" {
			return fmt.Errorf("the link %s starts a subscription; use Subscribe", linkID)
		}
		sub := s.state.subscriptions.get(link.Changes)
		s.state.settle(sub, now)
		if err := sub.changeable(); err != nil {
			return err
		}
		if link.Plan.ID != "" {
			sub.follow(&link.Plan)
			sub.Price = link.Price
		}
		if !link.Anchor.IsZero() {
			sub.moveTo(link.Anchor)
		}
		s.state.subscriptions.touch(sub.ID)
		return nil
	})
}

// moveTo ends the current period on another day, which the later ones keep.
func (sub *subscription) moveTo(anchor time.Time) {
	sub.BillingDay, sub.CurrentPeriodEnd = anchor.Day(), anchor
	switch sub.Status {
	case stash.SubscriptionStatusCanceled:
		sub.AccessEndDate = anchor
	case stash.SubscriptionStatusTrialing:
		sub.TrialEnd = anchor
		fallthrough
	default:
		sub.NextBillingDate = anchor
	}
}

// complete does what a link is for, once.
func (s *Server) complete(action, linkID string, do func(*subscriptionLink, time.Time) error) (err error) {
	defer s.keep(&err)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	link := s.state.links.get(linkID)
	if link == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription checkout link %.60q; pass the ID that its creation returned", action, linkID)
	}
	if link.Done {
		return nil
	}
	if err := do(link, s.time()); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	link.Done = true
	s.state.links.touch(linkID)
	return nil
}

// act does something to a subscription that Stash would do by itself.
func (s *Server) act(action, id string, do func(*subscription, time.Time) error) (err error) {
	defer s.keep(&err)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub := s.state.subscriptions.get(id)
	if sub == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription %.60q; ListSubscriptions tells the ids", action, id)
	}
	now := s.time()
	s.state.settle(sub, now)
	was := *sub
	if err := do(sub, now); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	s.state.subscriptions.touch(id)
	s.announceSubscription(was, *sub)
	return nil
}
