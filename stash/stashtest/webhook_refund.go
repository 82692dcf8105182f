package stashtest

import (
	"fmt"
	"math/big"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// RefundItem is a part of a purchase to give back.
type RefundItem struct {
	ID       string // as in the checkout
	Quantity int32
}

// Refund gives a paid checkout back, as Stash's support would: the items that are named, or all that is left when none
// is. Several refunds of parts are several events. The event's fields are our reading; no source shows them.
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

// refund takes the items back, or all that is left when none is named.
func (found *checkout) refund(items []RefundItem) (*webhook.PurchaseRefunded, error) {
	if len(items) == 0 {
		for _, item := range found.Items {
			if left := item.Quantity - found.Refunded[item.ID]; left > 0 {
				items = append(items, RefundItem{item.ID, left})
			}
		}
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("nothing of checkout %s is left to refund", found.ID)
	}
	event := &webhook.PurchaseRefunded{
		RefundID: "refund-" + randomUUID(), OrderID: orderID(found), CheckoutLinkID: found.ID, Currency: found.Currency,
		UserID: found.Player, RegionCode: found.Region, Source: sourceOf(found), Tax: "0",
	}
	total, after := new(big.Int), map[string]int32{}
	for id, n := range found.Refunded {
		after[id] = n
	}
	for _, item := range items {
		bought, price := int32(0), ""
		for _, each := range eventItems(found.Items, found.Currency) {
			if each.ID == item.ID {
				bought, price = each.Quantity, each.Price
			}
		}
		if after[item.ID] += item.Quantity; item.Quantity <= 0 || after[item.ID] > bought {
			return nil, fmt.Errorf("%d of %.60q cannot be refunded: %d were bought, and %d refunded before", item.Quantity, item.ID, bought, found.Refunded[item.ID])
		}
		sum, err := times(price, item.Quantity)
		if err != nil {
			return nil, err
		}
		total.Add(total, sum)
		event.Items = append(event.Items, webhook.EventItem{ID: item.ID, Quantity: item.Quantity, Price: price})
	}
	event.Total = total.String()
	found.Refunded = after
	return event, nil
}
