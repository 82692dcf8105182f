package callout

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// unpaid is the error of a checkout that stays unpaid.
type unpaid struct {
	id    string
	cause error
}

func (e *unpaid) Error() string {
	return fmt.Sprintf("stashtest: Pay: the checkout %s stays unpaid: %s", e.id, strings.TrimPrefix(e.cause.Error(), "stashtest: "))
}

func (e *unpaid) Unwrap() error { return e.cause }

// Pay pays a checkout as its player would. If the shop has a game server, Pay asks it to confirm first. If it does not
// confirm, the error wraps an *Error, and the checkout stays unpaid. Paying again changes nothing.
func (c *Games) Pay(id string) (err error) {
	unlock, err := c.paying.Lock(context.Background(), id)
	if err != nil {
		return fmt.Errorf("stashtest: Pay: %w", err)
	}
	defer unlock()
	if err := c.confirm(id); err != nil {
		c.around.Shop.KeepAfter(&err)
		return err
	}
	return c.around.Shop.Pay(id)
}

// confirm asks the shop's game server, if there is one, to grant a checkout before it is paid. The shop is not locked
// during the call, because the game server may call back.
func (c *Games) confirm(id string) error {
	game := c.Current()
	found, ok := c.around.Shop.Checkout(id)
	if game == nil && found.Cart == nil || !ok || !found.Paid.IsZero() || found.Cancelled {
		return nil // nothing to confirm; a registered cart still needs its game server
	}
	request, err := c.confirmation(&found)
	switch {
	case err != nil:
	case game == nil:
		err = errors.New("it is registered at a game server, and the shop has none now; connect it again")
	default:
		_, err = game.Confirm(context.Background(), *request)
	}
	if err != nil {
		return &unpaid{id, err}
	}
	return nil
}

// confirmation returns the request that asks the game server to confirm a checkout.
func (c *Games) confirmation(found *shop.Checkout) (*gameserver.ConfirmPaymentRequest, error) {
	player := found.Player
	if player == "" {
		return nil, errors.New("it names no player, so the game server cannot be asked to confirm it")
	}
	decimals := money.Decimals(found.Currency)
	total, err := money.Cents(found.Total, decimals)
	if err != nil {
		return nil, fmt.Errorf("its total %w", err)
	}
	request := &gameserver.ConfirmPaymentRequest{
		PlayerID: player, TransactionID: found.TransactionID(), Currency: strings.ToUpper(found.Currency), DecimalPlaces: int64(decimals),
		Total: total, TimeMillis: gameserver.Int64(c.around.Now().UnixMilli()), PaymentMethodType: gameserver.PaymentMethodTypeCard,
		Region: found.Region,
	}
	for _, bonus := range found.Bonus {
		request.BonusItems = append(request.BonusItems, gameserver.BonusItem{ID: bonus.ID, Quantity: int64(bonus.Quantity)})
	}
	if found.Cart != nil {
		request.Items, request.Platform, request.Source = found.Cart, gameserver.PurchasePlatformWebstore, gameserver.PurchaseSourceCart
		return request, nil
	}
	request.CheckoutLinkID, request.Source = found.ID, gameserver.PurchaseSourceDirect
	for i, item := range found.Items {
		each, err := money.Cents(item.PricePerItem, decimals)
		if err != nil {
			return nil, fmt.Errorf("items[%d].pricePerItem %w", i, err)
		}
		request.Items = append(request.Items, gameserver.PurchaseItem{
			GUID: ids.Derived(c.around.Who().ShopID, item.ID), ProductID: item.ID, Quantity: int64(item.Quantity), Cents: each,
		})
	}
	return request, nil
}
