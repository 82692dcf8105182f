package stashtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// unpaid is the error of a checkout whose money was not taken.
type unpaid struct {
	id    string
	cause error
}

func (e *unpaid) Error() string {
	return fmt.Sprintf("stashtest: Pay: the checkout %s stays unpaid: %s", e.id, strings.TrimPrefix(e.cause.Error(), "stashtest: "))
}

func (e *unpaid) Unwrap() error { return e.cause }

// confirm asks the shop's game server, if it has one, to grant a checkout that is about to be paid. The state is not
// locked meanwhile: the game server may call back.
func (s *Server) confirm(id string) error {
	game := s.game.current.Load()
	if game == nil && !s.registered(id) {
		return nil
	}
	request, err := s.confirmation(id)
	switch {
	case err != nil || request == nil:
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

// registered reports whether a game server waits to hear what became of a checkout.
func (s *Server) registered(id string) bool {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	return found != nil && found.Cart != nil
}

// confirmation is what the game server is asked; nil when there is nothing to ask.
func (s *Server) confirmation(id string) (*gameserver.ConfirmPaymentRequest, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	if found == nil || !found.Paid.IsZero() || found.Cancelled {
		return nil, nil
	}
	player := found.Player
	if player == "" {
		return nil, errors.New("it names no player, so the game server cannot be asked to confirm it")
	}
	decimals := decimalsOf(found.Currency)
	total, err := cents(found.Total, decimals)
	if err != nil {
		return nil, fmt.Errorf("its total %w", err)
	}
	request := &gameserver.ConfirmPaymentRequest{
		PlayerID: player, TransactionID: found.transactionID(), Currency: strings.ToUpper(found.Currency), DecimalPlaces: int64(decimals),
		Total: total, TimeMillis: gameserver.Int64(s.now().UnixMilli()), PaymentMethodType: gameserver.PaymentMethodTypeCard,
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
		each, err := cents(item.PricePerItem, decimals)
		if err != nil {
			return nil, fmt.Errorf("items[%d].pricePerItem %w", i, err)
		}
		request.Items = append(request.Items, gameserver.PurchaseItem{
			GUID: derivedUUID(s.ShopID, item.ID), ProductID: item.ID, Quantity: int64(item.Quantity), Cents: each,
		})
	}
	return request, nil
}

// transactionID is how the game server knows a checkout. Where its request named none, the checkout's own id stands in
// for it; what Stash sends then is not known.
func (c *checkout) transactionID() string { return cmp.Or(c.Transaction, c.ID) }

// cents turns major units into minor ones, exactly.
func cents(amount string, decimals int) (int64, error) {
	price, ok := priceOf(amount)
	if !ok {
		return 0, fmt.Errorf("%.40q is not a decimal number, so the game server cannot be told of it", amount)
	}
	value := inMinorUnits(price, decimals)
	if !value.IsInt() || !value.Num().IsInt64() {
		return 0, fmt.Errorf("%.40q is not an amount of a currency with %d decimals, so the game server cannot be told of it", amount, decimals)
	}
	return value.Num().Int64(), nil
}
