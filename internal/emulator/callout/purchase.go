package callout

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Purchase is a purchase at a game server. Its steps are: register, pay, then confirm or cancel.
type Purchase struct {
	TransactionID string
	PlayerID      string
	Items         []gameserver.PurchaseItem
	Currency      string // USD with 2 decimals, unless changed before Register
	Decimals      int64
	Registered    []gameserver.OfferStatus // the game server's response
	Paid          bool
	Charged       bool // the game server has confirmed, so the player is charged
	Cancelled     bool // the game server has released the items

	timeMillis int64 // time of payment, in milliseconds since 1970
}

// NewPurchase begins a purchase of some items with a new transaction id. Items without a GUID get one, as Stash derives
// it.
func (g *GameServer) NewPurchase(playerID string, items ...gameserver.PurchaseItem) *Purchase {
	p := &Purchase{TransactionID: "txn-" + ids.UUID(), PlayerID: playerID, Currency: "USD", Decimals: 2}
	for _, item := range items {
		if item.GUID == "" {
			item.GUID = ids.Derived(g.games.around.Who().ShopID, item.ProductID)
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// RegisterPurchase makes the first call of a purchase. The error names an item that was not reserved.
func (g *GameServer) RegisterPurchase(ctx context.Context, p *Purchase) error {
	answer, err := g.Register(ctx, gameserver.RegisterPaymentRequest{
		PlayerID: p.PlayerID, TransactionID: p.TransactionID, Currency: p.Currency, DecimalPlaces: p.Decimals, Registrations: p.Items,
		Platform: gameserver.PurchasePlatformWebstore, Source: gameserver.PurchaseSourceCart,
	})
	if err != nil {
		return err
	}
	p.Registered = answer.Statuses
	for i, status := range answer.Statuses {
		if status.Status != gameserver.PurchaseRegistrationStatusSuccessRegistered {
			return fmt.Errorf("stashtest: items[%d] was not reserved: %s %s", i, status.Status, status.Message)
		}
	}
	return nil
}

// Pay authorises the payment, as the player does on Stash's page.
func (g *GameServer) Pay(p *Purchase) {
	p.Paid, p.timeMillis = true, g.games.around.Now().UnixMilli()
}

// ConfirmPurchase makes the second call of a paid purchase. It may be called again.
func (g *GameServer) ConfirmPurchase(ctx context.Context, p *Purchase) error {
	if !p.Paid {
		return errors.New("stashtest: the purchase is not paid for; call Pay first")
	}
	request := gameserver.ConfirmPaymentRequest{
		PlayerID: p.PlayerID, TransactionID: p.TransactionID, Currency: p.Currency, DecimalPlaces: p.Decimals, Items: p.Items,
		TimeMillis: gameserver.Int64(p.timeMillis), PaymentMethodType: gameserver.PaymentMethodTypeCard,
		Platform: gameserver.PurchasePlatformWebstore, Source: gameserver.PurchaseSourceCart, Region: "US",
	}
	for _, item := range p.Items {
		request.Total += item.Cents * item.Quantity
	}
	_, err := g.Confirm(ctx, request)
	p.Charged = p.Charged || err == nil
	return err
}

// CancelPurchase makes the second call of an unpaid purchase, and returns the game server's status.
func (g *GameServer) CancelPurchase(ctx context.Context, p *Purchase) (gameserver.PurchaseCancellationStatus, error) {
	answer, err := g.Cancel(ctx, gameserver.CancelPaymentRequest{
		PlayerID: p.PlayerID, TransactionID: p.TransactionID, Currency: p.Currency, DecimalPlaces: p.Decimals, Items: p.Items,
	})
	if err != nil {
		return "", err
	}
	p.Cancelled = p.Cancelled || answer.Status == gameserver.PurchaseCancellationStatusSuccessCancelled
	return answer.Status, nil
}

// Buy runs a whole purchase. It charges the player if the game server confirms, and otherwise cancels.
func (g *GameServer) Buy(ctx context.Context, playerID string, items ...gameserver.PurchaseItem) (*Purchase, error) {
	p := g.NewPurchase(playerID, items...)
	if err := g.RegisterPurchase(ctx, p); err != nil {
		return p, err
	}
	g.Pay(p)
	if err := g.ConfirmPurchase(ctx, p); err != nil {
		_, cancelled := g.CancelPurchase(ctx, p)
		return p, errors.Join(err, cancelled)
	}
	return p, nil
}
