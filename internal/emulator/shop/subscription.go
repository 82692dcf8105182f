package shop

import (
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// subscriptionOf finds a subscription for a caller: the shop when the player is empty, or a player, who sees his own
// alone and must not hear that another's exists.
func (s *Shop) subscriptionOf(player, id string) (*subscription.Subscription, *Refusal) {
	found := s.subscriptions.Get(id)
	if found == nil || player != "" && found.ExternalAccountID != player {
		return nil, NotFound("there is no subscription " + id)
	}
	s.settle(found)
	return found, nil
}

// settle brings a subscription to the present, and keeps what that has changed.
func (s *Shop) settle(sub *subscription.Subscription) {
	if sub.Settle(s.now()) {
		s.subscriptions.Touch(sub.ID)
	}
}

// Subscriptions lists the subscriptions that a caller sees, oldest first: those of a player and of a status, where these
// are not empty. The caller is the shop when it is empty, or a player, who sees his own.
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

// Subscription finds a subscription for a caller as Subscriptions does.
func (s *Shop) Subscription(caller, id string) (subscription.Subscription, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, failed := s.subscriptionOf(caller, id)
	if failed != nil {
		return subscription.Subscription{}, failed
	}
	return *sub, nil
}

// ChangeSubscription does something to a subscription in a caller's name, and announces what has become of it.
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

// Act does something to a subscription that Stash would do by itself.
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

// Subscribed is a subscription as it stands now, with the name of its plan.
type Subscribed struct {
	subscription.Subscription
	Plan string
}

// NewestSubscriptions returns the newest subscriptions, oldest first, at most so many, and how many there are. Looking
// changes nothing.
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
