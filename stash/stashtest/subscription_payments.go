package stashtest

import (
	"slices"
	"strconv"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// charge notes a payment of a period, or the attempt at one.
func (sub *subscription) charge(now time.Time, succeeded bool) {
	sub.Payments = append(sub.Payments, stash.SubscriptionPayment{
		PaymentID: "pay_" + randomText(9), AmountCents: sub.Price.AmountCents, Currency: sub.Price.Currency,
		Succeeded: succeeded, Status: stash.SubscriptionPaymentStatusUnspecified, CreatedAt: now, UpdatedAt: now,
	})
}

// getPaymentsBySubscriptionID lists the newest payment first. A page token holds how many older ones are left, so
// that a payment made while someone pages moves nothing.
func getPaymentsBySubscriptionID(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	sub, failed := s.subscriptionOf(c, "id")
	if failed != nil {
		return nil, failed
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
