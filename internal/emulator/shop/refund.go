package shop

import (
	"fmt"
	"maps"
	"math/big"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// RefundItem is a part of a purchase to refund.
type RefundItem struct {
	ID       string // as in the checkout
	Quantity int32
}

// Refund refunds a paid checkout: the named items, or everything left if no item is named. The amount of each piece is
// the price in its line. If against returns an error for the checkout, Refund changes nothing.
func (s *Shop) Refund(id string, items []RefundItem, against func(*Checkout) error) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.checkouts.Get(id)
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
	s.checkouts.Touch(id)
	event.TimeMillis = webhook.Int64(s.clock().UnixMilli())
	s.announce(event)
	return nil
}

// Given returns the number of refunded pieces of each line of a checkout. An item on several lines is refunded line by
// line, in order, so the item's sum gives the number of each line.
func (c *Checkout) Given() []int32 {
	left := maps.Clone(c.Refunded)
	lines := make([]int32, len(c.Items))
	for i, item := range c.Items {
		if n := min(left[item.ID], int64(item.Quantity)); n > 0 {
			lines[i], left[item.ID] = int32(n), left[item.ID]-n
		}
	}
	return lines
}

// bought returns the number of pieces of an item in all lines of a checkout.
func (c *Checkout) bought(id string) (pieces int64) {
	for _, item := range c.Items {
		if item.ID == id {
			pieces += int64(item.Quantity)
		}
	}
	return pieces
}

// refund refunds the items, or everything left if no item is named. The amount of each piece is the price in its line.
func (c *Checkout) refund(items []RefundItem) (*webhook.PurchaseRefunded, error) {
	after := *c
	if after.Refunded = maps.Clone(c.Refunded); after.Refunded == nil {
		after.Refunded = map[string]int64{}
	}
	for _, item := range items {
		if after.Refunded[item.ID] += int64(item.Quantity); item.Quantity <= 0 || after.Refunded[item.ID] > c.bought(item.ID) {
			return nil, fmt.Errorf("%d of %.60q cannot be refunded: %d were bought, and %d refunded before", item.Quantity, item.ID, c.bought(item.ID), c.Refunded[item.ID])
		}
	}
	if len(items) == 0 {
		for _, item := range c.Items {
			after.Refunded[item.ID] = c.bought(item.ID)
		}
	}
	event := &webhook.PurchaseRefunded{
		RefundID: "refund-" + ids.UUID(), OrderID: c.OrderID(), CheckoutLinkID: c.ID, Currency: c.Currency,
		UserID: c.Player, RegionCode: c.Region, Source: c.source(), Tax: "0",
	}
	total, given, now := new(big.Int), c.Given(), after.Given()
	for i, line := range eventItems(c.Items, c.Currency) {
		if line.Quantity = now[i] - given[i]; line.Quantity == 0 {
			continue
		}
		sum, err := money.Times(line.Price, line.Quantity)
		if err != nil {
			return nil, err
		}
		total.Add(total, sum)
		event.Items = append(event.Items, line)
	}
	if len(event.Items) == 0 {
		return nil, fmt.Errorf("nothing of checkout %s is left to refund", c.ID)
	}
	event.Total = total.String()
	c.Refunded = after.Refunded
	return event, nil
}
