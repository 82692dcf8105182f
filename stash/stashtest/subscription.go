package stashtest

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// subscription is a subscription with what the API does not show of it.
type subscription struct {
	stash.Subscription
	price      stash.PlanPrice             // of a period, as it was when the player subscribed
	billingDay int                         // of the month, which a short month must not make forget
	failed     time.Time                   // since when it is past_due
	before     stash.SubscriptionStatus    // status that a cancellation took it from
	payments   []stash.SubscriptionPayment // oldest first
}

// subscriptionOf finds the subscription that a call names in its path. st.mu must be held. A player's token opens
// that player's own alone; of another's it must not even say that it exists.
func (s *Server) subscriptionOf(c *call, parameter string) (*subscription, *status) {
	id := c.Params[parameter]
	found := s.state.subscriptions[id]
	if found == nil || c.player != "" && found.ExternalAccountID != c.player {
		return nil, notFound("there is no subscription " + id)
	}
	found.settle(s.time())
	return found, nil
}

func listSubscriptions(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	now, player, wanted := s.time(), c.query.Get("externalAccountId"), stash.SubscriptionStatus(c.query.Get("status"))
	var answer stash.ListSubscriptionsResponse
	for _, id := range s.state.subscriptionIDs {
		sub := s.state.subscriptions[id]
		sub.settle(now)
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
	s.announceSubscription(was, *sub)
	return sub.Subscription, nil
}
