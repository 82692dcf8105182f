package stashtest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// CartItem is a piece of a player's cart.
type CartItem struct {
	SKU      string
	Quantity int32 // at least 1
}

// BeginPurchase takes a player's cart in the web shop to the checkout, at the prices of [Server.Offers], and returns the
// checkout's id: [Server.Pay] pays it, and [Server.Decline] gives it up. When the shop has a game server, the items are
// registered there first, under the transaction id that it will be confirmed or cancelled by; an item that is not
// reserved is the error, and then nothing was begun. Whether Stash then cancels what else was reserved is not known; the
// emulator does not.
func (s *Server) BeginPurchase(ctx context.Context, player string, cart ...CartItem) (checkoutID string, err error) {
	defer s.changes.ring()
	made, err := s.fill(ctx, player, cart)
	if err != nil {
		return "", fmt.Errorf("stashtest: BeginPurchase: %w", err)
	}
	made.Transaction = "txn-" + randomUUID()
	if game := s.game.current.Load(); game != nil {
		if err := game.RegisterPurchase(ctx, made.purchase()); err != nil {
			return "", err
		}
	} else {
		made.Cart = nil // nothing was registered
	}
	defer s.keep(&err)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	opened, failed := s.state.open(made, "cart[].SKU")
	if failed != nil {
		return "", fmt.Errorf("stashtest: BeginPurchase: %s", failed.message)
	}
	return opened.ID, nil
}

// fill makes the checkout of a cart.
func (s *Server) fill(ctx context.Context, player string, cart []CartItem) (*checkout, error) {
	if player == "" || len(cart) == 0 {
		return nil, fmt.Errorf("a purchase needs a player and an item")
	}
	offers, err := s.Offers(ctx, player)
	if err != nil {
		return nil, err
	}
	made := &checkout{Player: player}
	for i, item := range cart {
		at := slices.IndexFunc(offers, func(offer Offer) bool { return offer.SKU == item.SKU })
		twice := slices.ContainsFunc(cart[:i], func(other CartItem) bool { return other.SKU == item.SKU })
		switch {
		case at < 0:
			return nil, fmt.Errorf("%.100q is not for sale to this player", item.SKU)
		case offers[at].SoldOut:
			return nil, fmt.Errorf("%.100q is sold out for this player", item.SKU)
		case item.Quantity < 1 || twice:
			return nil, fmt.Errorf("%.100q: the quantity must be 1 at least, and each item stand once in the cart", item.SKU)
		case made.Currency != "" && made.Currency != offers[at].Currency:
			return nil, fmt.Errorf("%.100q is sold in %s, and another item in %s; begin a purchase of each", item.SKU, offers[at].Currency, made.Currency)
		case offers[at].Cents > math.MaxInt64/math.MaxInt32:
			return nil, fmt.Errorf("%.100q has a price that is too large to add up", item.SKU)
		}
		offer := offers[at]
		made.Currency = offer.Currency
		made.Items = append(made.Items, stash.PaymentItem{
			ID: offer.SKU, Name: offer.Name, Description: offer.Description, Quantity: item.Quantity,
			PricePerItem: stash.FormatMinorUnits(offer.Cents, offer.Decimals),
		})
		made.Pictures = append(made.Pictures, offer.Image)
		made.Cart = append(made.Cart, gameserver.PurchaseItem{
			GUID: offer.GUID, ProductID: offer.SKU, Quantity: int64(item.Quantity), Cents: offer.Cents, Metadata: offer.metadata,
		})
	}
	return made, nil
}

// purchase is a cart as the game server knows it.
func (c *checkout) purchase() *GamePurchase {
	return &GamePurchase{
		TransactionID: c.Transaction, PlayerID: c.Player, Items: c.Cart, Currency: strings.ToUpper(c.Currency), Decimals: int64(decimalsOf(c.Currency)),
	}
}

// Decline gives up a purchase of the web shop that is not paid, as a player who leaves the page: the game server is
// asked to cancel it, and it cannot be paid any more. A game server that has granted it already, which happens when the
// answer to a confirmation was lost, is the error; Pay then asks it again. Declining what is paid changes nothing, and
// so it is with a checkout link: the game server has not heard of it, and its player may come back.
func (s *Server) Decline(ctx context.Context, id string) (err error) {
	unlock, err := s.paying.Lock(ctx, id)
	if err != nil {
		return fmt.Errorf("stashtest: Decline: %w", err)
	}
	defer unlock()
	defer s.keep(&err)
	purchase, err := s.declinable(id)
	if err != nil || purchase == nil {
		return err
	}
	game := s.game.current.Load()
	if game == nil {
		return fmt.Errorf("stashtest: Decline: the purchase %s is registered at a game server, and the shop has none now; connect it again", id)
	}
	defer s.changes.ring() // the call itself has rung before the checkout was cancelled here
	status, err := game.CancelPurchase(ctx, purchase)
	if err != nil {
		return err
	}
	if status == gameserver.PurchaseCancellationStatusFailedAlreadyCompleted {
		return fmt.Errorf("stashtest: Decline: the game server has granted the purchase %s already; pay it, which asks it again", id)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.checkouts.get(id).Cancelled = true
	s.state.checkouts.touch(id)
	return nil
}

// declinable is what to cancel; nil when there is nothing to cancel.
func (s *Server) declinable(id string) (*GamePurchase, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	switch {
	case found == nil:
		return nil, fmt.Errorf("stashtest: Decline: there is no checkout %.60q; pass the ID that its creation returned", id)
	case found.Cart == nil || found.Cancelled || !found.Paid.IsZero():
		return nil, nil
	}
	return found.purchase(), nil
}
