package shop

import (
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// subscriptionOf finds a subscription for a caller: the shop if the player is empty, or else a player. A player sees
// only their own subscriptions; for another player's, the error is the same as for one that does not exist.
func (s *Shop) subscriptionOf(player, id string) (*subscription.Subscription, *Refusal) {
	found := s.subscriptions.Get(id)
	if found == nil || player != "" && found.ExternalAccountID != player {
		return nil, NotFound("there is no subscription " + id)
	}
	s.settle(found)
	return found, nil
}

// settle updates a subscription to the present, and stores the changes.
func (s *Shop) settle(sub *subscription.Subscription) {
	if sub.Settle(s.now()) {
		s.subscriptions.Touch(sub.ID)
	}
}

// Subscriptions lists the subscriptions that a caller may see, oldest first. A player or a status that is not empty
// limits the list. An empty caller is the shop; a player sees only their own.
func (s *Shop) Subscriptions(caller, player string, status stash.SubscriptionStatus) (list []stash.Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.subscriptions.All() {
		sub := &each.Value
		s.settle(sub)
		if (caller == "" || sub.ExternalAccountID == caller) &&
			(player == "" || sub.ExternalAccountID == player) &&
			(status == "" || sub.Status == status) {
			list = append(list, sub.Subscription)
		}
	}
	return list
}

// Subscription finds a subscription for a caller, as in Subscriptions.
func (s *Shop) Subscription(caller, id string) (subscription.Subscription, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, failed := s.subscriptionOf(caller, id)
	if failed != nil {
		return subscription.Subscription{}, failed
	}
	return *sub, nil
}

// ChangeSubscription changes a subscription for a caller, and announces the change.
func (s *Shop) ChangeSubscription(caller, id string, change Act) (stash.Subscription, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, failed := s.subscriptionOf(caller, id)
	if failed != nil {
		return stash.Subscription{}, failed
	}
	was := *sub
	if err := change(sub, s.now()); err != nil {
		return stash.Subscription{}, precondition(err.Error())
	}
	s.subscriptions.Touch(sub.ID)
	s.announceSubscription(was, *sub)
	return sub.Subscription, nil
}

// Act is a change of a subscription at a time, such as (*subscription.Subscription).Renew.
type Act func(*subscription.Subscription, time.Time) error

// Act makes a change to a subscription that Stash makes by itself.
func (s *Shop) Act(action, id string, do Act) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := s.subscriptions.Get(id)
	if sub == nil {
		return fmt.Errorf("stashtest: %s: there is no subscription %.60q; ListSubscriptions tells the ids", action, id)
	}
	now := s.now()
	s.settle(sub)
	was := *sub
	if err := do(sub, now); err != nil {
		return fmt.Errorf("stashtest: %s: %w", action, err)
	}
	s.subscriptions.Touch(id)
	s.announceSubscription(was, *sub)
	return nil
}

// RenewDue charges each period that has ended, as Stash does by itself, and returns the number of charges. Only a test
// that moves the clock needs it.
func (s *Shop) RenewDue() (renewed int, err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for _, each := range s.subscriptions.All() {
		sub := &each.Value
		s.settle(sub)
		for !sub.NextBillingDate.IsZero() && !now.Before(sub.NextBillingDate) && sub.Status != stash.SubscriptionStatusPastDue {
			was := *sub
			if err := sub.Renew(sub.NextBillingDate); err != nil {
				return renewed, named(err)
			}
			renewed++
			s.subscriptions.Touch(sub.ID)
			s.announceSubscription(was, *sub)
		}
	}
	return renewed, nil
}

// Subscribed is a subscription in its present state, with the name of its plan.
type Subscribed struct {
	subscription.Subscription
	Plan string
}

// NewestSubscriptions returns a limited number of the newest subscriptions, oldest first, and the number of all
// subscriptions. It changes nothing.
func (s *Shop) NewestSubscriptions(most int) (newest []Subscribed, total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.subscriptions.All()
	for _, each := range all[max(0, len(all)-most):] {
		sub := each.Value
		sub.Settle(s.now())
		newest = append(newest, Subscribed{sub, s.planName(sub.PlanID)})
	}
	return newest, len(all)
}
