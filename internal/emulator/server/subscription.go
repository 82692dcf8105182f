package server

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

func listPlans(s *Server, c *call) (any, *status) {
	status := cmp.Or(stash.PlanStatus(c.query.Get("status")), stash.PlanStatusActive)
	return stash.ListPlansResponse{Plans: s.shop.Plans(status, c.query.Get("segmentId"))}, nil
}

func getPlan(s *Server, c *call) (any, *status) {
	plan, no := s.shop.Plan(c.Params["id"])
	return plan, refused(no)
}

func getPlanByCode(s *Server, c *call) (any, *status) {
	plan, no := s.shop.PlanByCode(c.Params["code"], c.query.Get("segmentId"))
	return plan, refused(no)
}

func createSubscriptionCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateSubscriptionCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	id, no := s.shop.LinkSubscription(body)
	return stash.CreateSubscriptionCheckoutLinkResponse{ID: id, URL: s.around.URL() + "/subscription/" + id}, refused(no)
}

func createSubscriptionChangeCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateSubscriptionChangeCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	id, no := s.shop.LinkChange(c.player, c.Params["subscriptionId"], body)
	return stash.CreateSubscriptionChangeCheckoutLinkResponse{ID: id, URL: s.around.URL() + "/subscription/change/" + id}, refused(no)
}

func listSubscriptions(s *Server, c *call) (any, *status) {
	list := s.shop.Subscriptions(c.player, c.query.Get("externalAccountId"), stash.SubscriptionStatus(c.query.Get("status")))
	return stash.ListSubscriptionsResponse{Subscriptions: list}, nil
}

func getSubscription(s *Server, c *call) (any, *status) {
	found, no := s.shop.Subscription(c.player, c.Params["id"])
	return found.Subscription, refused(no)
}

func cancelSubscription(s *Server, c *call) (any, *status) {
	changed, no := s.shop.ChangeSubscription(c.player, c.Params["id"], (*subscription.Subscription).Cancel)
	return changed, refused(no)
}

func reactivateSubscription(s *Server, c *call) (any, *status) {
	changed, no := s.shop.ChangeSubscription(c.player, c.Params["id"], (*subscription.Subscription).Reactivate)
	return changed, refused(no)
}

// getPaymentsBySubscriptionID lists the newest payment first. A page token holds how many older payments are left, so
// that a new payment does not shift the pages.
func getPaymentsBySubscriptionID(s *Server, c *call) (any, *status) {
	sub, no := s.shop.Subscription(c.player, c.Params["id"])
	if no != nil {
		return nil, refused(no)
	}
	limit, failed := c.integer("limit", usualPage)
	if failed != nil {
		return nil, failed
	}
	list := "payments of " + sub.ID
	position, failed := c.position(list)
	if failed != nil {
		return nil, failed
	}
	left := len(sub.Payments)
	if position != "" {
		n, err := strconv.Atoi(position)
		if err != nil || n < 1 || n > left {
			return nil, badToken(c.query.Get("pageToken"))
		}
		left = n
	}
	first := max(0, left-int(min(limit, longestPage)))
	answer := stash.GetPaymentsBySubscriptionIDResponse{Payments: slices.Clone(sub.Payments[first:left])}
	slices.Reverse(answer.Payments)
	if first > 0 {
		answer.NextPageToken = pageToken(list, strconv.Itoa(first))
	}
	return answer, nil
}
