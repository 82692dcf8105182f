package gameserver_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

type soldOut struct{ gameserver.UnimplementedServer }

// RegisterPayment reserves nothing: the offer is gone.
func (soldOut) RegisterPayment(
	context.Context, gameserver.RegisterPaymentRequest,
) (*gameserver.RegisterPaymentResponse, error) {
	return nil, gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidOffer, "the offer is sold out")
}

// Stash reads a declined registration as HTTP 200 with a status for every item, and does not charge the player.
func ExampleDecline() {
	srv, err := stashtest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	const secret = "fake-game-server-secret"
	handler, err := gameserver.NewHandler(soldOut{}, srv.ShopID, []string{secret})
	if err != nil {
		fmt.Println(err)
		return
	}
	game := httptest.NewServer(handler)
	defer game.Close()

	purchase, err := srv.ConnectGameServer(game.URL, secret).Buy(context.Background(), "player-1001",
		gameserver.PurchaseItem{ProductID: "gems", Quantity: 1, Cents: 499})
	fmt.Println("bought:", err == nil && purchase.Charged)
	for _, call := range srv.GameServerCalls() {
		fmt.Println(call.Operation, call.Status)
	}
	// Output:
	// bought: false
	// RegisterPayment 200
}
