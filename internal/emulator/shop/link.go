package shop

import (
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// LinkSubscription makes a checkout link that starts a subscription.
func (s *Shop) LinkSubscription(body *stash.CreateSubscriptionCheckoutLinkRequest) (id string, failed *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	plan, failed := s.planOnSale("plan", body.Plan, s.now())
	if failed != nil {
		return "", failed
	}
	price, ok := subscription.PriceIn(plan, body.Currency)
	if !ok {
		return "", Invalid("currency", fmt.Sprintf("the plan %s has no price in %s", plan.Code, body.Currency))
	}
	id = s.keepLink(&subscription.Link{Plan: *plan, Price: price, Player: body.User.ID, Metadata: body.Metadata})
	return id, nil
}

// LinkChange makes a checkout link that changes a caller's subscription. The caller is as in Subscriptions.
func (s *Shop) LinkChange(caller, subscriptionID string, body *stash.CreateSubscriptionChangeCheckoutLinkRequest) (id string, failed *Refusal) {
	if body.NewPlan == "" && !body.UpdatePaymentMethod {
		return "", Invalid("updatePaymentMethod", "must be true when there is no newPlan")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, failed := s.subscriptionOf(caller, subscriptionID)
	if failed != nil {
		return "", failed
	}
	if err := sub.Changeable(); err != nil {
		return "", precondition(err.Error())
	}
	now := s.now()
	made := &subscription.Link{Changes: sub.ID, Anchor: body.BillingAnchor.UTC(), Price: sub.Price}
	if body.NewPlan != "" {
		plan, failed := s.planOnSale("newPlan", body.NewPlan, now)
		if failed != nil {
			return "", failed
		}
		price, ok := subscription.PriceIn(plan, sub.Price.Currency)
		if !ok {
			return "", Invalid("newPlan", fmt.Sprintf("the plan %s has no price in %s, which the subscription is paid in", plan.Code, sub.Price.Currency))
		}
		made.Plan, made.Price = *plan, price
	}
	if !body.BillingAnchor.IsZero() && (!made.Anchor.After(now) || made.Anchor.After(sub.CurrentPeriodEnd)) {
		return "", Invalid("billingAnchor", "must lie between now and the end of the current period, "+sub.CurrentPeriodEnd.Format(time.RFC3339))
	}
	id = s.keepLink(made)
	return id, nil
}

func (s *Shop) keepLink(link *subscription.Link) (id string) {
	id = ids.UUID()
	s.links.Set(id, *link)
	return id
}

// Subscribe completes a link that starts a subscription as its player would. Completing it again changes nothing.
func (s *Shop) Subscribe(linkID string) error {
	return s.complete("Subscribe", linkID, func(link *subscription.Link) error {
		if link.Changes != "" {
			return fmt.Errorf("the link %s changes a subscription; use ApplyChange", linkID)
		}
		sub := subscription.Begin(link, s.now())
		s.subscriptions.Set(sub.ID, *sub)
		s.announceSubscription(subscription.Subscription{}, *sub)
		return nil
	})
}

// ApplyChange completes a link that changes a subscription as its player would. Completing it again changes nothing.
func (s *Shop) ApplyChange(linkID string) error {
	return s.complete("ApplyChange", linkID, func(link *subscription.Link) error {
		if link.Changes == "" {
			return fmt.Errorf("the link %s starts a subscription; use Subscribe", linkID)
		}
		sub := s.subscriptions.Get(link.Changes)
		s.settle(sub)
		if err := sub.Change(link); err != nil {
			return err
		}
		s.subscriptions.Touch(sub.ID)
		return nil
	})
}

// complete applies a link once.
func (s *Shop) complete(action, linkID string, do func(*subscription.Link) error) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	link := s.links.Get(linkID)
	if link == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription checkout link %.60q; pass the ID that its creation returned", action, linkID)
	}
	if link.Done {
		return nil
	}
	if err := do(link); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	link.Done = true
	s.links.Touch(linkID)
	return nil
}

// CompleteLink starts or changes the subscription of a link.
func (s *Shop) CompleteLink(id string) error {
	s.mu.Lock()
	link := s.links.Get(id)
	changes := link != nil && link.Changes != ""
	s.mu.Unlock()
	if changes {
		return s.ApplyChange(id)
	}
	return s.Subscribe(id)
}

// LinkView is a subscription link with the subscription that it changes.
type LinkView struct {
	subscription.Link
	Subscription subscription.Subscription // the subscription to change; empty for a link that starts one
	PlanBefore   string                    // name of the plan of that subscription
}

// Link finds a subscription link by its id.
func (s *Shop) Link(id string) (view LinkView, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	link := s.links.Get(id)
	if link == nil {
		return view, false
	}
	view.Link = *link
	if link.Changes != "" {
		view.Subscription = *s.subscriptions.Get(link.Changes)
		view.PlanBefore = s.planName(view.Subscription.PlanID)
	}
	return view, true
}
