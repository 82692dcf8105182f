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
func (s *Server) refund(id string, items []RefundItem, against func(*checkout) error) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[id]
	if found == nil || found.paid.IsZero() {
		return fmt.Errorf("stashtest: Refund: there is no paid checkout %.60q; call Pay first", id)
	}
	if err := against(found); err != nil {
		return fmt.Errorf("stashtest: Refund: %w", err)
	}
	event, err := s.refunds.take(found, items)
	if err != nil {
		return fmt.Errorf("stashtest: Refund: %w", err)
	}
	event.TimeMillis = webhook.Int64(s.now().UnixMilli())
	s.announce(event)
	return nil
}

// refunds are what was given back so far, by checkout and item. The server's state guards them.
type refunds map[string]map[string]int32

func (r refunds) take(found *checkout, items []RefundItem) (*webhook.PurchaseRefunded, error) {
	given := r[found.id]
	if given == nil {
		given = map[string]int32{}
	}
	if len(items) == 0 {
		for _, item := range found.items {
			if left := item.Quantity - given[item.ID]; left > 0 {
				items = append(items, RefundItem{item.ID, left})
			}
		}
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("nothing of checkout %s is left to refund", found.id)
	}
	event := &webhook.PurchaseRefunded{
		RefundID: "refund-" + randomUUID(), OrderID: orderID(found), CheckoutLinkID: found.id, Currency: found.currency,
		UserID: playerOf(found), RegionCode: found.region, Source: sourceOf(found), Tax: "0",
	}
	total, after := new(big.Int), map[string]int32{}
	for id, n := range given {
		after[id] = n
	}
	for _, item := range items {
		bought, price := int32(0), ""
		for _, each := range eventItems(found.items, found.currency) {
			if each.ID == item.ID {
				bought, price = each.Quantity, each.Price
			}
		}
		if after[item.ID] += item.Quantity; item.Quantity <= 0 || after[item.ID] > bought {
			return nil, fmt.Errorf("%d of %.60q cannot be refunded: %d were bought, and %d refunded before", item.Quantity, item.ID, bought, given[item.ID])
		}
		sum, err := times(price, item.Quantity)
		if err != nil {
			return nil, err
		}
		total.Add(total, sum)
		event.Items = append(event.Items, webhook.EventItem{ID: item.ID, Quantity: item.Quantity, Price: price})
	}
	event.Total = total.String()
	r[found.id] = after
	return event, nil
}
