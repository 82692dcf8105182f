package callout

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// CartItem is an item in a player's cart.
type CartItem struct {
	SKU      string
	Quantity int32 // at least 1
}

// BeginPurchase makes a checkout of a player's cart in the web shop, at the prices of Offers, and returns its id: Pay
// pays it, and Decline cancels it. If the shop has a game server, BeginPurchase first registers the items there, under
// the transaction id of the later confirmation or cancellation. If an item is not reserved, BeginPurchase returns an
// error and makes no checkout. The emulator does not cancel the other reserved items; no source says whether Stash does.
func (c *Games) BeginPurchase(ctx context.Context, player string, cart ...CartItem) (checkoutID string, err error) {
	defer c.around.Changed()
	made, err := c.fill(ctx, player, cart)
	if err != nil {
		return "", fmt.Errorf("stashtest: BeginPurchase: %w", err)
	}
	made.Transaction = "txn-" + ids.UUID()
	if game := c.Current(); game != nil {
		if err := game.RegisterPurchase(ctx, purchaseOf(made)); err != nil {
			return "", err
		}
	} else {
		made.Cart = nil // nothing was registered
	}
	defer c.around.Shop.KeepAfter(&err)
	opened, failed := c.around.Shop.OpenCheckout(*made, "cart[].SKU")
	if failed != nil {
		return "", fmt.Errorf("stashtest: BeginPurchase: %s", failed.Error())
	}
	return opened.ID, nil
}

// fill makes the checkout of a cart.
func (c *Games) fill(ctx context.Context, player string, cart []CartItem) (*shop.Checkout, error) {
	if player == "" || len(cart) == 0 {
		return nil, fmt.Errorf("a purchase needs a player and an item")
	}
	offers, err := c.Offers(ctx, player)
	if err != nil {
		return nil, err
	}
	made := &shop.Checkout{Player: player}
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

// purchase is a cart in the form that the game server gets.
func purchaseOf(c *shop.Checkout) *Purchase {
	return &Purchase{
		TransactionID: c.Transaction, PlayerID: c.Player, Items: c.Cart, Currency: strings.ToUpper(c.Currency), Decimals: int64(money.Decimals(c.Currency)),
	}
}

// Decline cancels an unpaid purchase of the web shop, as a player does who leaves the page: it asks the game server to
// cancel the purchase, and the purchase can no longer be paid. If the response to a confirmation was lost, the game
// server may have granted the purchase already. Decline then returns an error, and Pay asks the game server again.
// Declining a paid checkout changes nothing. Declining a checkout link changes nothing either: the game server does not
// know it, and the player may come back.
func (c *Games) Decline(ctx context.Context, id string) (err error) {
	unlock, err := c.paying.Lock(ctx, id)
	if err != nil {
		return fmt.Errorf("stashtest: Decline: %w", err)
	}
	defer unlock()
	defer c.around.Shop.KeepAfter(&err)
	purchase, err := c.declinable(id)
	if err != nil || purchase == nil {
		return err
	}
	game := c.Current()
	if game == nil {
		return fmt.Errorf("stashtest: Decline: the purchase %s is registered at a game server, and the shop has none now; connect it again", id)
	}
	defer c.around.Changed() // the call reported a change before this cancelled the checkout
	status, err := game.CancelPurchase(ctx, purchase)
	if err != nil {
		return err
	}
	if status == gameserver.PurchaseCancellationStatusFailedAlreadyCompleted {
		return fmt.Errorf("stashtest: Decline: the game server has granted the purchase %s already; pay it, which asks it again", id)
	}
	return c.around.Shop.Cancel(id)
}

// declinable returns the checkout to cancel, or nil when there is nothing to cancel.
func (c *Games) declinable(id string) (*Purchase, error) {
	found, ok := c.around.Shop.Checkout(id)
	switch {
	case !ok:
		return nil, fmt.Errorf("stashtest: Decline: there is no checkout %.60q; pass the ID that its creation returned", id)
	case found.Cart == nil || found.Cancelled || !found.Paid.IsZero():
		return nil, nil
	}
	return purchaseOf(&found), nil
}
