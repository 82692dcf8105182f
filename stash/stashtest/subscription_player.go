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
		if link.changes != "" {
			return fmt.Errorf("the link %s changes a subscription; use ApplyChange", linkID)
		}
		sub := newSubscription(link, now)
		s.state.subscriptions[sub.ID] = sub
		s.state.subscriptionIDs = append(s.state.subscriptionIDs, sub.ID)
		s.announceSubscription(subscription{}, *sub)
		return nil
	})
}

func newSubscription(link *subscriptionLink, now time.Time) *subscription {
	plan := &link.plan
	sub := &subscription{price: link.price, billingDay: now.Day(), Subscription: stash.Subscription{
		ID: "sub_" + randomText(9), ExternalAccountID: link.player, CheckoutLinkMetadata: link.metadata, CreatedAt: now,
	}}
	sub.follow(plan)
	if plan.TrialPeriodValue > 0 {
		sub.Status = stash.SubscriptionStatusTrialing
		sub.TrialEnd = periodEnd(now, int(plan.TrialPeriodValue), plan.TrialPeriodUnit, now.Day())
		sub.CurrentPeriodEnd, sub.NextBillingDate = sub.TrialEnd, sub.TrialEnd
		sub.billingDay = sub.TrialEnd.Day()
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
		if link.changes == "" {
			return fmt.Errorf("the link %s starts a subscription; use Subscribe", linkID)
		}
		sub := s.state.subscriptions[link.changes]
		sub.settle(now)
		if err := sub.changeable(); err != nil {
			return err
		}
		if link.plan.ID != "" {
			sub.follow(&link.plan)
			sub.price = link.price
		}
		if !link.anchor.IsZero() {
			sub.moveTo(link.anchor)
		}
		return nil
	})
}

// moveTo ends the current period on another day, which the later ones keep.
func (sub *subscription) moveTo(anchor time.Time) {
	sub.billingDay, sub.CurrentPeriodEnd = anchor.Day(), anchor
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
func (s *Server) complete(action, linkID string, do func(*subscriptionLink, time.Time) error) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	link := s.state.links[linkID]
	if link == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription checkout link %.60q; pass the ID that its creation returned", action, linkID)
	}
	if link.done {
		return nil
	}
	if err := do(link, s.time()); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	link.done = true
	return nil
}

// act does something to a subscription that Stash would do by itself.
func (s *Server) act(action, id string, do func(*subscription, time.Time) error) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub := s.state.subscriptions[id]
	if sub == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription %.60q; ListSubscriptions tells the ids", action, id)
	}
	now := s.time()
	sub.settle(now)
	was := *sub
	if err := do(sub, now); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	s.announceSubscription(was, *sub)
	return nil
}
