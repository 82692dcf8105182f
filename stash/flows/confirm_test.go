package flows_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// failsafe serves the call that Stash makes before it charges the player.
type failsafe struct {
	gameserver.UnimplementedServer
	*backend
}

// ConfirmPayment grants an order. Stash charges the player only if it returns no error.
func (f failsafe) ConfirmPayment(
	_ context.Context, r gameserver.ConfirmPaymentRequest,
) (*gameserver.ConfirmPaymentResponse, error) {
	f.mu.Lock()
	o := cmp.Or(f.orders[r.TransactionID], f.orders[r.CheckoutLinkID])
	f.mu.Unlock()
	if o == nil || o.player != r.PlayerID {
		return nil, gameserver.Refuse(http.StatusNotFound, "there is no such order of this player")
	}
	if len(r.Items) != 1 || r.Items[0].ProductID != "gem-pack-500" || r.Items[0].Quantity != o.packs {
		return nil, gameserver.Refuse(http.StatusConflict, "the items are not those of the order")
	}
	if err := f.grant(o.id); err != nil {
		return nil, err
	}
	return gameserver.Confirmed(r), nil
}

// confirmCalls is the handler of the game server's URL. The secret is the one that Stash Studio calls egress key.
func (b *backend) confirmCalls(shopID, secret string) (http.Handler, error) {
	return gameserver.NewHandler(failsafe{backend: b}, shopID, []string{secret},
		gameserver.WithEnvironment(gameserver.PaymentEnvironmentTest))
}

// One order is granted before the player is charged. Another is unknown, so the player is not charged.
func Example_confirm() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()
	const secret = "fake-game-server-secret"
	srv.UseGameServer(srv.ConnectGameServer(serve(b.confirmCalls(srv.ShopID, secret)), secret))

	_, err := b.checkout(ctx, "order-000123", "player-1001", 2)
	check(err)
	link := b.orders["order-000123"].linkID
	check(srv.Pay(link))
	check(srv.Pay(link)) // a second click
	fmt.Println("gems:", b.gems["player-1001"])

	_, err = b.checkout(ctx, "order-000124", "player-1001", 1)
	check(err)
	lost := b.orders["order-000124"].linkID
	clear(b.orders)
	err = srv.Pay(lost)
	fmt.Println("charged without an order:", err == nil)
	// Output:
	// gems: 1000
	// charged without an order: false
}
