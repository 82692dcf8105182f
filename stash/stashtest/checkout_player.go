package stashtest

import (
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

func generateClientQuickPayURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateClientQuickPayURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := s.ownHandle("shop_handle", body.ShopHandle); failed != nil {
		return nil, failed
	}
	made, failed := s.playerCheckout(c, body.User.ID, "item_id", body.ItemID)
	if failed != nil {
		return nil, failed
	}
	return stash.GenerateClientQuickPayURLResponse{ID: made.ID, URL: s.payURL(made)}, nil
}

// playerCheckout makes a checkout in a player's own name. The player cannot set a price, so the item, which the
// request names in the given field, is one of the catalog.
func (s *Server) playerCheckout(c *call, player, field, sku string) (*checkout, *status) {
	if failed := c.inOwnName(player); failed != nil {
		return nil, failed
	}
	return s.sellTo(field, sku, player)
}

// sellTo makes a checkout of one piece of a product, which the given field names, for a player.
func (s *Server) sellTo(field, sku, player string) (*checkout, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	item, failed := s.state.catalogItem(field, sku, s.time())
	if failed != nil {
		return nil, failed
	}
	return s.state.open(&checkout{Player: player, Items: []stash.PaymentItem{item}}, field)
}

// ownHandle refuses another shop's handle in the given field of a body.
func (s *Server) ownHandle(field, handle string) *status {
	if handle == s.ShopHandle {
		return nil
	}
	return notFound(fmt.Sprintf("%s: there is no shop %.60q", field, handle))
}
