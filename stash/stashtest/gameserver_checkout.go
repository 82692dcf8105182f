package stashtest

import (
	"cmp"
	"context"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// PayCheckout pays a checkout of Stash Pay as its player would, where the game server confirms payments: the money is
// authorised, the game server is asked to confirm, and only when it does is the player charged, as [Server.Pay] has it.
// It may be called again, which asks again; the charge stays one. An error is the game server's refusal, and nothing
// is charged then.
func (g *GameServer) PayCheckout(ctx context.Context, id string) error {
	request, err := g.stash.confirmation(id)
	if err != nil {
		return fmt.Errorf("stashtest: PayCheckout: %w", err)
	}
	if _, err := g.Confirm(ctx, request); err != nil {
		return err
	}
	return g.stash.Pay(id)
}

// confirmation is what a game server is asked about a checkout. A checkout that was made without a transaction id is
// known by its own.
func (s *Server) confirmation(id string) (request gameserver.ConfirmPaymentRequest, err error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[id]
	if found == nil {
		return request, fmt.Errorf("there is no checkout %.60q; pass the ID that its creation returned", id)
	}
	var made struct {
		TransactionID string `json:"transactionId"`
	}
	_ = json.Unmarshal(found.content, &made) // a request without one is known by the checkout's id
	request = gameserver.ConfirmPaymentRequest{
		TransactionID: cmp.Or(made.TransactionID, found.id), CheckoutLinkID: found.id, PlayerID: playerOf(found),
		Currency: found.currency, DecimalPlaces: int64(decimalsOf(found.currency)), TimeMillis: gameserver.Int64(s.now().UnixMilli()),
		PaymentMethodType: gameserver.PaymentMethodTypeCard, Source: gameserver.PurchaseSourceDirect, Region: found.region,
	}
	for _, item := range found.items {
		cents, err := strconv.ParseInt(minorUnits(item.PricePerItem, found.currency), 10, 64)
		if err != nil {
			return request, fmt.Errorf("the price of item %.60q is not an amount of the game-server API: %w", item.ID, err)
		}
		request.Items = append(request.Items, gameserver.PurchaseItem{
			GUID: guidOf(s.ShopID, item.ID), ProductID: item.ID, Quantity: int64(item.Quantity), Cents: cents,
		})
		request.Total += cents * int64(item.Quantity)
	}
	for _, bonus := range found.bonus {
		request.BonusItems = append(request.BonusItems, gameserver.BonusItem{ID: bonus.ID, Quantity: int64(bonus.Quantity)})
	}
	return request, nil
}

// guidOf is the GUID of an item whose catalog gave none: the same each time, as Stash's are, which are UUIDs of version
// 5. What Stash derives them from is not known.
func guidOf(shopID, item string) string {
	sum := sha1.Sum([]byte(shopID + "/" + item))
	b := sum[:16]
	b[6] = b[6]&0x0f | 0x50
	b[8] = b[8]&0x3f | 0x80
	return uuidText(b)
}
