package stashtest_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
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
				gameserver.Free(gameserver.FreeItem{ItemID: "day-1", Status: gameserver.FreeItemStatusClaimed}),
				gameserver.Free(gameserver.FreeItem{ItemID: "day-2", Status: gameserver.FreeItemStatusAvailable}),
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

// A game server, called as Stash would.
func ExampleServer_ConnectGameServer() {
	srv, err := stashtest.Start() // in a test: srv := stashtest.New(t)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	handler, err := gameserver.NewHandler(newSampleGame(), srv.ShopID, []string{"fake-game-server-secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	host := httptest.NewServer(handler)
	defer host.Close()

	ctx := context.Background()
	game := srv.ConnectGameServer(host.URL, "fake-game-server-secret")
	catalog, err := game.Catalog(ctx, gameserver.GetCatalogParams{PlayerID: "player-1001", Language: "en"})
	if err != nil {
		fmt.Println(err)
		return
	}
	offer := catalog.Catalog.Sections[0].Items[0].Product
	fmt.Println(offer.Name.DefaultText, offer.Price.Amount.Cents, offer.Price.Amount.Currency)

	purchase, err := game.Buy(ctx, "player-1001", gameserver.PurchaseItem{GUID: offer.GUID, ProductID: offer.ProductID, Quantity: 1, Cents: 499})
	if err != nil {
		fmt.Println(err)
		return
	}
	again := game.ConfirmPurchase(ctx, purchase) // as when the answer was lost
	status, err := game.CancelPurchase(ctx, purchase)
	fmt.Println(purchase.Charged, again, status, err)

	player, err := game.Player(ctx, "player-1001")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(player.Player.InGameCurrency, "gems")
	// Output:
	// Starter bundle 499 USD
	// true <nil> PURCHASE_CANCELLATION_STATUS_FAILED_ALREADY_COMPLETED <nil>
	// 500 gems
}
