package stashtest

import (
	"fmt"
	"maps"
	"math/big"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// RefundItem is a part of a purchase to give back.
type RefundItem struct {
	ID       string // as in the checkout
	Quantity int32
}

// Refund gives a paid checkout back, as Stash's support would: the items that are named, or all that is left when none
// is. An item that stands on several lines of the checkout is taken off them in order, at the price of each. Several
// refunds of parts are several events. The event's fields are our reading; no source shows them.
func (s *Server) Refund(id string, items ...RefundItem) error {
	return s.refund(id, items, func(*checkout) error { return nil })
}

// refund gives back unless something speaks against it.
func (s *Server) refund(id string, items []RefundItem, against func(*checkout) error) (err error) {
	defer s.keep(&err)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	if found == nil || found.Paid.IsZero() {
		return fmt.Errorf("stashtest: Refund: there is no paid checkout %.60q; call Pay first", id)
	}
	if err := against(found); err != nil {
		return fmt.Errorf("stashtest: Refund: %w", err)
	}
	event, err := found.refund(items)
	if err != nil {
		return fmt.Errorf("stashtest: Refund: %w", err)
	}
	s.state.checkouts.touch(id)
	event.TimeMillis = webhook.Int64(s.now().UnixMilli())
	s.announce(event)
	return nil
}

// given is how many pieces of each line of a checkout were given back. Those of an item that stands on several lines
// were taken off them in order, so their sum tells where.
func (found *checkout) given() []int32 {
	left := maps.Clone(found.Refunded)
	lines := make([]int32, len(found.Items))
	for i, item := range found.Items {
		if n := min(left[item.ID], int64(item.Quantity)); n > 0 {
			lines[i], left[item.ID] = int32(n), left[item.ID]-n
		}
	}
	return lines
}

// bought is how many pieces of an item all lines of a checkout have.
func (found *checkout) bought(id string) (pieces int64) {
	for _, item := range found.Items {
		if item.ID == id {
			pieces += int64(item.Quantity)
		}
	}
	return pieces
}

// refund takes the items back, or all that is left when none is named. Each piece is worth what its line cost.
func (found *checkout) refund(items []RefundItem) (*webhook.PurchaseRefunded, error) {
	after := *found
	if after.Refunded = maps.Clone(found.Refunded); after.Refunded == nil {
		after.Refunded = map[string]int64{}
	}
	for _, item := range items {
		if after.Refunded[item.ID] += int64(item.Quantity); item.Quantity <= 0 || after.Refunded[item.ID] > found.bought(item.ID) {
			return nil, fmt.Errorf("%d of %.60q cannot be refunded: %d were bought, and %d refunded before", item.Quantity, item.ID, found.bought(item.ID), found.Refunded[item.ID])
		}
	}
	if len(items) == 0 {
		for _, item := range found.Items {
			after.Refunded[item.ID] = found.bought(item.ID)
		}
	}
	event := &webhook.PurchaseRefunded{
		RefundID: "refund-" + randomUUID(), OrderID: orderID(found), CheckoutLinkID: found.ID, Currency: found.Currency,
		UserID: found.Player, RegionCode: found.Region, Source: sourceOf(found), Tax: "0",
	}
	total, given, now := new(big.Int), found.given(), after.given()
	for i, line := range eventItems(found.Items, found.Currency) {
		if line.Quantity = now[i] - given[i]; line.Quantity == 0 {
			continue
		}
		sum, err := times(line.Price, line.Quantity)
		if err != nil {
			return nil, err
		}
		total.Add(total, sum)
		event.Items = append(event.Items, line)
	}
	if len(event.Items) == 0 {
		return nil, fmt.Errorf("nothing of checkout %s is left to refund", found.ID)
	}
	event.Total = total.String()
	found.Refunded = after.Refunded
	return event, nil
}
