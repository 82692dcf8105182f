package stashtest_test

import (
	"context"
	"sync"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// sampleGame is a whole game server: one bundle for sale, a daily gift, and players with gems.
type sampleGame struct {
	gameserver.UnimplementedServer
	purchases *gameserver.Purchases

	mu   sync.Mutex
	gems map[string]int64 // by player
}

const (
	bundleID  = "5b0c2f7a-7d0e-4f6e-9a55-0c6f5f6d1a01"
	giftsID   = "0f0d4a52-4a3f-4b3e-8b7e-0d8f3a2b1c02"
	bundleSKU = "starter-bundle"
)

func (*sampleGame) GetCatalog(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return &gameserver.GetCatalogResponse{Catalog: gameserver.Catalog{
		Sections: []gameserver.Section{
			{Header: gameserver.Text("Offers"), Items: []gameserver.CatalogItem{
				gameserver.Product(gameserver.PurchasableItem{
					GUID: bundleID, ProductID: bundleSKU, Name: gameserver.Text("Starter bundle"),
					Price:    gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: 499}),
					Contents: []gameserver.ContentItem{{Name: gameserver.Text("Gems"), Quantity: "500"}},
				}),
			}},
			{GUID: giftsID, DisplayType: gameserver.CatalogSectionDisplayTypePopup, Items: []gameserver.CatalogItem{
				gameserver.Free(gameserver.FreeItem{ItemID: "day-1", Status: gameserver.FreeItemStatusClaimed, Contents: []gameserver.SimpleContent{{Quantity: "1"}}}),
				gameserver.Free(gameserver.FreeItem{ItemID: "day-2", Status: gameserver.FreeItemStatusAvailable, Contents: []gameserver.SimpleContent{{Quantity: "1"}}}),
			}},
		},
		Triggers: []gameserver.CatalogTrigger{{LinkedSectionGUID: giftsID}},
	}}, nil
}

func (*sampleGame) GetOfferDetails(_ context.Context, r gameserver.GetOfferDetailsParams) (*gameserver.GetOfferDetailsResponse, error) {
	if r.ProductID != bundleSKU {
		return nil, gameserver.ErrNotFound
	}
	return &gameserver.GetOfferDetailsResponse{Items: []gameserver.OfferItem{{Title: gameserver.Text("500 gems")}}}, nil
}

func (g *sampleGame) GetPlayer(_ context.Context, r gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	gems, ok := g.gems[r.PlayerID]
	if !ok {
		return nil, gameserver.ErrNotFound
	}
	return &gameserver.GetPlayerResponse{Player: gameserver.Player{PlayerID: r.PlayerID, Name: "Robin", InGameLevel: 3, InGameCurrency: gems}}, nil
}

func (g *sampleGame) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return g.purchases.Register(ctx, r, func(context.Context) error {
		for _, item := range r.Registrations {
			if item.ProductID != bundleSKU {
				return gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidOffer, "not for sale")
			}
			if r.Currency == "USD" && item.Cents != 499 {
				return gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "the bundle costs 499")
			}
		}
		return nil
	})
}

func (g *sampleGame) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return g.purchases.Confirm(ctx, r, func(context.Context) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		for _, item := range r.Items {
			g.gems[r.PlayerID] += 500 * item.Quantity
		}
		return nil
	})
}

func (g *sampleGame) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return g.purchases.Cancel(ctx, r, nil)
}

func newSampleGame() *sampleGame {
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
	if err != nil {
		panic(err)
	}
	return &sampleGame{purchases: purchases, gems: map[string]int64{"player-1001": 0}}
}
