package stashtest

import (
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// subscriptionLink is a checkout link that starts a subscription, or changes one.
type subscriptionLink struct {
	Plan     stash.Plan        `json:"plan"` // as it was when the link was made; without an ID when a change keeps the plan
	Price    stash.PlanPrice   `json:"price"`
	Player   string            `json:"player,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Changes  string            `json:"changes,omitempty"` // id of the subscription that it changes; empty when it starts one
	Anchor   time.Time         `json:"anchor,omitzero"`
	Done     bool              `json:"done,omitempty"`
}

func createSubscriptionCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateSubscriptionCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	plan, failed := s.state.planOnSale("plan", body.Plan, s.time())
	if failed != nil {
		return nil, failed
	}
	price, ok := priceIn(plan, body.Currency)
	if !ok {
		return nil, invalid("currency", fmt.Sprintf("the plan %s has no price in %s", plan.Code, body.Currency))
	}
	id := s.state.keepLink(&subscriptionLink{Plan: *plan, Price: price, Player: body.User.ID, Metadata: body.Metadata})
	return stash.CreateSubscriptionCheckoutLinkResponse{ID: id, URL: s.URL + "/subscription/" + id}, nil
}

func createSubscriptionChangeCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateSubscriptionChangeCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	if body.NewPlan == "" && !body.UpdatePaymentMethod {
		return nil, invalid("updatePaymentMethod", "must be true when there is no newPlan")
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub, failed := s.subscriptionOf(c, "subscriptionId")
	if failed != nil {
		return nil, failed
	}
	if err := sub.changeable(); err != nil {
		return nil, precondition(err.Error())
	}
	now := s.time()
	made := &subscriptionLink{Changes: sub.ID, Anchor: body.BillingAnchor.UTC(), Price: sub.Price}
	if body.NewPlan != "" {
		plan, failed := s.state.planOnSale("newPlan", body.NewPlan, now)
		if failed != nil {
			return nil, failed
		}
		price, ok := priceIn(plan, sub.Price.Currency)
		if !ok {
			return nil, invalid("newPlan", fmt.Sprintf("the plan %s has no price in %s, which the subscription is paid in", plan.Code, sub.Price.Currency))
		}
		made.Plan, made.Price = *plan, price
	}
	if !body.BillingAnchor.IsZero() && (!made.Anchor.After(now) || made.Anchor.After(sub.CurrentPeriodEnd)) {
		return nil, invalid("billingAnchor", "must lie between now and the end of the current period, "+sub.CurrentPeriodEnd.Format(time.RFC3339))
	}
	id := s.state.keepLink(made)
	return stash.CreateSubscriptionChangeCheckoutLinkResponse{ID: id, URL: s.URL + "/subscription/change/" + id}, nil
}

func (st *state) keepLink(link *subscriptionLink) (id string) {
	id = randomUUID()
	st.links.set(id, *link)
	return id
}
