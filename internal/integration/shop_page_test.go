package integration

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// game is a game server that sells one product and counts what it grants.
type game struct {
	gameserver.UnimplementedServer
	purchases *gameserver.Purchases

	mu        sync.Mutex
	swords    int64    // that player-1001 has
	reserved  []string // transactions, in the order of their registration
	cancelled []string // and of their cancellation
}

const sword = "emerald-sword"

func (*game) GetCatalog(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return &gameserver.GetCatalogResponse{Catalog: gameserver.Catalog{Sections: []gameserver.Section{{
		Header: gameserver.Text("Armoury"),
		Items: []gameserver.CatalogItem{gameserver.Product(gameserver.PurchasableItem{
			ProductID: sword, Name: gameserver.Text("Emerald sword"),
			Price:    gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: 1234}),
			Contents: []gameserver.ContentItem{{Name: gameserver.Text("Emerald sword"), Quantity: "1"}},
		})},
	}}}}, nil
}

func (g *game) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return g.purchases.Register(ctx, r, func(context.Context) error {
		if item := r.Registrations[0]; item.ProductID != sword || item.Cents != 1234 || r.Currency != "USD" {
			return gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidOffer, "that is not for sale")
		}
		g.note(&g.reserved, r.TransactionID)
		return nil
	})
}

func (g *game) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return g.purchases.Confirm(ctx, r, func(context.Context) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.swords += r.Items[0].Quantity
		return nil
	})
}

func (g *game) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return g.purchases.Cancel(ctx, r, func(context.Context) error {
		g.note(&g.cancelled, r.TransactionID)
		return nil
	})
}

func (g *game) note(list *[]string, transaction string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	*list = append(*list, transaction)
}

// holds compares what the game knows: how many swords the player has, and which registrations were cancelled.
func (g *game) holds(t *testing.T, swords int64, reserved int, cancelled ...int) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	var want []string
	for _, i := range cancelled {
		want = append(want, g.reserved[i])
	}
	if g.swords != swords || len(g.reserved) != reserved || !slices.Equal(g.cancelled, want) {
		t.Errorf("the game has granted %d swords, registered %q and cancelled %q; want %d swords, %d registered and %q cancelled", g.swords, g.reserved, g.cancelled, swords, reserved, want)
	}
}

// serveGame starts a game server over HTTP, and an emulated Stash that is connected to it.
func serveGame(t *testing.T, secret string) (*game, *backend) {
	t.Helper()
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
	if err != nil {
		t.Fatal(err)
	}
	g := &game{purchases: purchases}
	// The emulator needs the address, and the game server needs the shop's id, so the port is opened first.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("STASH_GAMESERVER_SECRET", secret)
	shop := newBackend(t, "--game-server-url", "http://"+listener.Addr().String())
	handler, err := gameserver.NewHandler(g, shop.shop.exports["STASH_SHOP_ID"], []string{secret})
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
	server.Start()
	t.Cleanup(server.Close)
	return g, shop
}

// TestGameServerShopInChromium buys in the web shop what a game server sells, declines a second purchase, and reads
// in the console which calls the game server got.
func TestGameServerShopInChromium(t *testing.T) {
	const secret = "fake-game-server-secret"
	game, shop := serveGame(t, secret)
	console := browse(t)
	console.open(shop.console("/console/game-server"))
	console.reads("main", "No calls yet")
	console.reads("#live", "up to date")
	link, err := shop.GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1001"}})
	if err != nil {
		t.Fatal(err)
	}

	player := console.another()
	player.open(link.URL)
	player.reads("main", "Signed in as player-1001")
	player.reads("main", "Emerald sword 12.34 USD")
	player.keep("shop of a game server")
	player.press("//main", "Buy")
	player.reads("main", "Total 12.34 USD")
	game.holds(t, 0, 1)
	player.press("//main", "Pay")
	player.reads("main", "Paid")
	game.holds(t, 1, 1)
	// Loading the page again, or sending the same form again, grants nothing.
	player.do("load the page again", chromedp.Reload())
	player.reads("main", "Paid")
	const once = `fetch(location.pathname, {method: "POST", body: new URLSearchParams({do: "pay"})}).then(r => r.status)`
	if status := ask(player, "send the form again", chromedp.Evaluate[int](once, chromedp.EvalAwaitPromise)); status != http.StatusOK {
		t.Errorf("paying again is answered with HTTP %d", status)
	}
	player.keep("shop purchase, paid")
	game.holds(t, 1, 1)

	player.open(link.URL)
	player.press("//main", "Buy")
	player.reads("main", "Total 12.34 USD")
	game.holds(t, 1, 2)
	player.press("//main", "Decline")
	player.reads("main", "The purchase is cancelled, and nothing was paid.")
	player.reads("main", "Status Cancelled")
	if left := player.text("form.buttons"); left != "Close" {
		t.Errorf("a cancelled purchase has the buttons %q", left)
	}
	player.keep("shop purchase, cancelled")
	game.holds(t, 1, 2, 1)

	console.show()
	console.reads("#game-calls", "CancelPayment HTTP 200 OK")
	console.reads("#game-calls", "ConfirmPayment HTTP 200 OK")
	console.reads("#game-calls", "RegisterPayment HTTP 200 OK")
	if n := ask(console, "count the confirmations", chromedp.Evaluate[int](`[...document.querySelectorAll("#game-calls th")].filter(c => c.innerText === "ConfirmPayment").length`)); n != 1 {
		t.Errorf("the game server was asked to confirm %d times", n)
	}
	console.keep("console, game server")
	console.look(360, 740, "dark")
	console.keep("console, game server on a phone, dark")
	if wide := ask(console, "measure the page", chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); wide > 0 {
		t.Errorf("the page is %d pixels too wide on a phone", wide)
	}
	console.look(1200, 900, "light")
	console.open(shop.console("/console/checkouts"))
	console.reads("#checkouts tr:first-child", "cancelled")
	console.reads("#checkouts tr:last-child", "paid")
	console.keep("console, a cancelled purchase")
}
