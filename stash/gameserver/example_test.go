package gameserver_test

import (
	"context"
	"fmt"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// A catalog with a bundle, a gift and a chain, and what Validate finds in it.
func Example_catalog() {
	catalog := gameserver.Catalog{Sections: []gameserver.Section{{
		Header: gameserver.Text("Offers"),
		Items: []gameserver.CatalogItem{
			gameserver.Product(gameserver.PurchasableItem{
				ProductID: "starter-bundle", Name: gameserver.Text("Starter bundle"),
				Price:    gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: 499}),
				Contents: []gameserver.ContentItem{{Name: gameserver.Text("Gems"), Quantity: "5e2"}},
			}),
			gameserver.Free(gameserver.FreeItem{ItemID: "day-2", Status: gameserver.FreeItemStatusAvailable, Contents: []gameserver.SimpleContent{{Quantity: "1"}}}),
			gameserver.Free(gameserver.FreeItem{ItemID: "day-1", Status: gameserver.FreeItemStatusClaimed, Contents: []gameserver.SimpleContent{{Quantity: "1"}}}),
			gameserver.Chain(gameserver.OfferChain{Links: []gameserver.OfferChainLink{
				{ProductID: "ladder-1"}, // without a price it is free
				{ProductID: "ladder-2", Price: gameserver.PriceWithID("tier-1")},
			}}),
		},
	}}}
	fmt.Println(catalog.Validate())
	// Output:
	// the Catalog breaks 2 of the document's rules:
	//	sections[0].items[0].product.contents[0].quantity is "5e2"; it must be 1 or more of 0-9
	//	sections[0].items[2].free.status is FREE_ITEM_STATUS_CLAIMED after FREE_ITEM_STATUS_AVAILABLE; the order in a list is FREE_ITEM_STATUS_CLAIMED, FREE_ITEM_STATUS_AVAILABLE, FREE_ITEM_STATUS_LOCKED
}

// A purchase that is confirmed twice is granted once.
func ExampleNewPurchases() {
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore()) // in production a store of package sqlstore
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, items := context.Background(), []gameserver.PurchaseItem{{ProductID: "gems", Quantity: 1, Cents: 499}}
	_, err = purchases.Register(ctx, gameserver.RegisterPaymentRequest{TransactionID: "t", PlayerID: "p", Registrations: items}, nil)
	fmt.Println("registered:", err)
	for range 2 {
		_, err = purchases.Confirm(ctx, gameserver.ConfirmPaymentRequest{TransactionID: "t", PlayerID: "p", Items: items}, func(context.Context) error {
			fmt.Println("granting")
			return nil
		})
		fmt.Println("confirmed:", err)
	}
	_, err = purchases.Cancel(ctx, gameserver.CancelPaymentRequest{TransactionID: "t", PlayerID: "p", Items: items}, nil)
	fmt.Println("cancelled:", err)
	// Output:
	// registered: <nil>
	// granting
	// confirmed: <nil>
	// confirmed: <nil>
	// cancelled: the transaction is completed
}
