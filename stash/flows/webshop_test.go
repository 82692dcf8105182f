package flows_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// webshop serves the calls that Stash's web shop makes to the game.
type webshop struct {
	gameserver.UnimplementedServer
	*backend
	purchases *gameserver.Purchases // each is reserved, then granted or cancelled, once
}

func (webshop) GetCatalog(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return &gameserver.GetCatalogResponse{Catalog: gameserver.Catalog{Sections: []gameserver.Section{{
		Header: gameserver.Text("Offers"), // a real catalog may depend on the player, the region and the language
		Items: []gameserver.CatalogItem{gameserver.Product(gameserver.PurchasableItem{
			ProductID: "gem-pack-500", Name: gameserver.Text("500 gems"),
			Price:    gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: 499}),
			Contents: []gameserver.ContentItem{{Name: gameserver.Text("Gems"), Quantity: "500"}},
		})},
	}}}}, nil
}

func (webshop) GetOfferDetails(
	_ context.Context, r gameserver.GetOfferDetailsParams,
) (*gameserver.GetOfferDetailsResponse, error) {
	if r.ProductID != "gem-pack-500" {
		return nil, gameserver.ErrNotFound
	}
	return &gameserver.GetOfferDetailsResponse{Items: []gameserver.OfferItem{
		{Title: gameserver.Text("500 gems"), Description: gameserver.Text("Yours at once, on every device")},
	}}, nil
}

func (w webshop) GetPlayer(_ context.Context, r gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	gems, known := w.gems[r.PlayerID]
	if !known {
		return nil, gameserver.ErrNotFound
	}
	return &gameserver.GetPlayerResponse{
		Player: gameserver.Player{PlayerID: r.PlayerID, Name: "Robin", InGameLevel: 3, InGameCurrency: gems},
	}, nil
}

func (w webshop) RegisterPayment(
	ctx context.Context, r gameserver.RegisterPaymentRequest,
) (*gameserver.RegisterPaymentResponse, error) {
	return w.purchases.Register(ctx, r, func(context.Context) error {
		for _, item := range r.Registrations {
			if item.ProductID != "gem-pack-500" {
				return gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidOffer, item.ProductID+" is not for sale")
			}
			if r.Currency == "USD" && item.Cents != 499 {
				return gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "it costs 499")
			}
		}
		return nil // reserve limited items here
	})
}

func (w webshop) ConfirmPayment(
	ctx context.Context, r gameserver.ConfirmPaymentRequest,
) (*gameserver.ConfirmPaymentResponse, error) {
	return w.purchases.Confirm(ctx, r, func(context.Context) error { // runs once; with sqlstore, in the transaction of the mark
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, item := range r.Items {
			w.gems[r.PlayerID] += 500 * item.Quantity
		}
		return nil // if the offer has bonus items, grant r.BonusItems as well
	})
}

func (w webshop) CancelPayment(
	ctx context.Context, r gameserver.CancelPaymentRequest,
) (*gameserver.CancelPaymentResponse, error) {
	return w.purchases.Cancel(ctx, r, nil) // a function here releases what was reserved
}

// A player looks around and buys; Stash confirms twice, then tries to cancel.
func Example_webshop() {
	srv, b := start()
	defer srv.Close()
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
	check(err)
	shop := webshop{backend: b, purchases: purchases}
	b.gems["player-1001"] = 20
	game := srv.ConnectGameServer(serve(gameserver.NewHandler(shop, srv.ShopID, []string{"fake-game-server-secret"})), "fake-game-server-secret")

	ctx := context.Background()
	catalog, err := game.Catalog(ctx, gameserver.GetCatalogParams{PlayerID: "player-1001", Language: "en"})
	check(err)
	offer := catalog.Catalog.Sections[0].Items[0].Product
	fmt.Println(offer.Name.DefaultText, offer.Price.Amount.Cents, offer.Price.Amount.Currency)

	details, err := game.OfferDetails(ctx, gameserver.GetOfferDetailsParams{
		GUID: "0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f", ProductID: offer.ProductID, PlayerID: "player-1001",
	})
	check(err)
	fmt.Println(details.Items[0].Description.DefaultText)

	purchase, err := game.Buy(ctx, "player-1001", gameserver.PurchaseItem{ProductID: offer.ProductID, Quantity: 1, Cents: 499})
	check(err)
	again := game.ConfirmPurchase(ctx, purchase)
	status, err := game.CancelPurchase(ctx, purchase)
	fmt.Println(purchase.Charged, again, status, err)

	_, err = game.With(stashtest.WrongSecret()).Player(ctx, "player-1001")
	fmt.Println("let in with another secret:", err == nil)
	player, err := game.Player(ctx, "player-1001")
	check(err)
	fmt.Println(player.Player.InGameCurrency, "gems")
	// Output:
	// 500 gems 499 USD
	// Yours at once, on every device
	// true <nil> PURCHASE_CANCELLATION_STATUS_FAILED_ALREADY_COMPLETED <nil>
	// let in with another secret: false
	// 520 gems
}
