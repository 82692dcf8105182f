package gameserver_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// order is what a backend stores before it makes a checkout.
type order struct {
	player, product string
	granted         sync.Once
}

func (o *order) isFor(items []gameserver.PurchaseItem) bool {
	return len(items) == 1 && items[0].ProductID == o.product && items[0].Quantity == 1
}

// grantOnce would be a transaction of the database in a real game.
func (o *order) grantOnce(context.Context) error {
	o.granted.Do(func() { fmt.Println("granted", o.product, "to", o.player) })
	return nil
}

type orders map[string]*order

func (o orders) find(id string) *order { return o[id] }

type pay struct {
	gameserver.UnimplementedServer
	orders orders
}

func (p pay) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	order := p.orders.find(r.TransactionID) // the checkout's
	if order == nil || order.player != r.PlayerID || !order.isFor(r.Items) {
		return nil, gameserver.Refuse(http.StatusNotFound, "there is no such order of this player")
	}
	if err := order.grantOnce(ctx); err != nil {
		return nil, err // the player is not charged
	}
	return gameserver.Confirmed(r), nil
}

// Stash Pay asks before it charges, about an order that the checkout has stored and about one that nobody knows.
func ExampleNewHandler() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	const secret = "fake-game-server-secret"
	handler, err := gameserver.NewHandler(pay{orders: orders{"order-1": {player: "player-1001", product: "gems"}}}, srv.ShopID, []string{secret})
	if err != nil {
		fmt.Println(err)
		return
	}
	game := httptest.NewServer(handler)
	defer game.Close()
	srv.UseGameServer(srv.ConnectGameServer(game.URL, secret))
	for _, id := range []string{"order-1", "order-2"} {
		link, err := srv.Client().GenerateQuickPayURL(context.Background(), stash.GenerateQuickPayURLRequest{
			Item: stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1},
			User: stash.QuickPayUser{ID: "player-1001"}, TransactionID: id,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(id, "is paid:", srv.Pay(link.ID) == nil)
	}
	// Output:
	// granted gems to player-1001
	// order-1 is paid: true
	// order-2 is paid: false
}
