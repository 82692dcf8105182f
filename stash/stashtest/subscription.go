package stashtest

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// subscription is a subscription with what the API does not show of it.
type subscription struct {
	stash.Subscription `json:"subscription"`

	Price      stash.PlanPrice             `json:"price"`              // of a period, as it was when the player subscribed
	BillingDay int                         `json:"billingDay"`         // of the month, which a short month must not make forget
	Failed     time.Time                   `json:"failed,omitzero"`    // since when it is past_due
	Before     stash.SubscriptionStatus    `json:"before,omitempty"`   // status that a cancellation took it from
	Payments   []stash.SubscriptionPayment `json:"payments,omitempty"` // oldest first
}

// subscriptionOf finds the subscription that a call names in its path. st.mu must be held. A player's token opens
// that player's own alone; of another's it must not even say that it exists.
func (s *Server) subscriptionOf(c *call, parameter string) (*subscription, *status) {
	id := c.Params[parameter]
	found := s.state.subscriptions.get(id)
	if found == nil || c.player != "" && found.ExternalAccountID != c.player {
		return nil, notFound("there is no subscription " + id)
	}
	s.state.settle(found, s.time())
	return found, nil
}

func listSubscriptions(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	now, player, wanted := s.time(), c.query.Get("externalAccountId"), stash.SubscriptionStatus(c.query.Get("status"))
	var answer stash.ListSubscriptionsResponse
	for _, each := range s.state.subscriptions.all() {
		sub := &each.value
		s.state.settle(sub, now)
		if (c.player == "" || sub.ExternalAccountID == c.player) &&
			(player == "" || sub.ExternalAccountID == player) &&
			(wanted == "" || sub.Status == wanted) {
			answer.Subscriptions = append(answer.Subscriptions, sub.Subscription)
		}
	}
	return answer, nil
}

func getSubscription(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub, failed := s.subscriptionOf(c, "id")
	if failed != nil {
		return nil, failed
	}
	return sub.Subscription, nil
}

func cancelSubscription(s *Server, c *call) (any, *status) {
	return s.changeSubscription(c, (*subscription).cancel)
}

func reactivateSubscription(s *Server, c *call) (any, *status) {
	return s.changeSubscription(c, (*subscription).reactivate)
}

func (s *Server) changeSubscription(c *call, change func(*subscription, time.Time) error) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub, failed := s.subscriptionOf(c, "id")
	if failed != nil {
		return nil, failed
	}
	was := *sub
	if err := change(sub, s.time()); err != nil {
		return nil, precondition(err.Error())
	}
	s.state.subscriptions.touch(sub.ID)
	s.announceSubscription(was, *sub)
	return sub.Subscription, nil
}
