package stashtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// catalogGame sells what a test says, and settles purchases as the sample does.
type catalogGame struct {
	*sampleGame
	sections []gameserver.Section
}

func (g catalogGame) GetCatalog(_ context.Context, r gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	if r.PlayerID == "banned" {
		return nil, gameserver.ErrNotFound
	}
	return &gameserver.GetCatalogResponse{Catalog: gameserver.Catalog{Sections: g.sections}}, nil
}

func priced(currency string, cents int64) gameserver.Price {
	return gameserver.Amount(gameserver.PriceAmount{Currency: currency, Cents: cents})
}

func item(sku string, price gameserver.Price) gameserver.CatalogItem {
	return gameserver.Product(gameserver.PurchasableItem{ProductID: sku, Name: gameserver.Text("The " + sku), Price: price})
}

// TestOffers holds what of a game server's catalog is for sale, in which order and at which price.
func TestOffers(t *testing.T) {
	sold := item("sold-out", priced("USD", 1))
	sold.Product.MaxPurchasable = stash.Ptr(int64(0))
	sections := []gameserver.Section{
		{Header: gameserver.Text("Gems"), Items: []gameserver.CatalogItem{
			item("a", priced("USD", 499)), item("yen", priced("JPY", 800)), sold,
			item("sheet", gameserver.Price{PriceID: "price-1"}), item("unknown", gameserver.Price{PriceID: "price-2"}), item("odd", gameserver.Price{PriceID: "price-3"}),
			gameserver.Free(gameserver.FreeItem{ItemID: "gift", Status: gameserver.FreeItemStatusAvailable, Contents: []gameserver.SimpleContent{{Quantity: "1"}}}),
		}},
		{Items: []gameserver.CatalogItem{item("hidden", priced("USD", 1))}, Groups: []gameserver.SectionGroup{{Items: []gameserver.CatalogItem{
			{Chain: &gameserver.OfferChain{Name: gameserver.Text("Chain"), Links: []gameserver.OfferChainLink{
				{ProductID: "link-1", Status: gameserver.ChainLinkStatusClaimed, Price: priced("USD", 1)},
				{ProductID: "link-2", Status: gameserver.ChainLinkStatusUnlocked, Price: priced("USD", 2)},
				{ProductID: "link-3", Status: gameserver.ChainLinkStatusLocked, Price: priced("USD", 3)},
			}}},
		}}}},
	}
	s := serveGame(t, catalogGame{newSampleGame(), sections}, nil)
	s.SetPrice("price-1", 999)
	s.SetRegionPrice(stash.SheetPrice{SKU: "price-3", Region: "US", Currency: "USD", Amount: 1234, DecimalPlaces: 3})
	s.AddProduct(stash.Product{ProductID: "managed", Prices: []stash.ProductPrice{stashtest.USDPrice(1)}}) // the game server's counts
	var got []string
	for _, o := range must(s.Offers(t.Context(), "player-1001")) {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s %d/%d|%v|%v", o.Section, o.SKU, o.Name, o.Currency, o.Cents, o.Decimals, o.SoldOut, len(o.GUID) == 36))
	}
	want := []string{
		"Gems|a|The a|USD 499/2|false|true", "Gems|yen|The yen|JPY 800/0|false|true", "Gems|sold-out|The sold-out|USD 1/2|true|true",
		"Gems|sheet|The sheet|USD 999/2|false|true", "|link-2|Chain|USD 2/2|false|true",
	}
	same(t, "offers", strings.Join(got, "\n"), strings.Join(want, "\n"))
	if _, err := s.Offers(t.Context(), "banned"); httpStatus(err) != 404 {
		t.Errorf("the error is %v", err)
	}
	s.UseGameServer(nil)
	managed := must(s.Offers(t.Context(), "player-1001"))
	if len(managed) != 1 || managed[0].SKU != "managed" || managed[0].Name != "managed" || managed[0].Cents != 1 {
		t.Errorf("the managed catalog sells %+v", managed)
	}
}

// TestBuyInShop takes carts through register, confirm and cancel at a whole game server.
func TestBuyInShop(t *testing.T) {
	game := newSampleGame()
	s := serveGame(t, game, nil)
	ctx, cart := t.Context(), stashtest.CartItem{SKU: bundleSKU, Quantity: 3}
	calls := func() (names []string) {
		for _, call := range s.GameServerCalls() {
			names = append(names, call.Operation)
		}
		return names
	}
	bought := must(s.BeginPurchase(ctx, "player-1001", cart))
	s.outcome(t, bought, false, 0)
	for range 2 {
		check(t, s.Pay(bought))
	}
	s.outcome(t, bought, true, 1)
	same(t, "gems", game.gems["player-1001"], 1500)
	same(t, "calls", fmt.Sprint(calls()), "[GetCatalog RegisterPayment ConfirmPayment]")
	if c := s.Checkouts()[0]; c.Total != "14.97" || c.Currency != "USD" {
		t.Errorf("the checkout is %+v", c)
	}
	check(t, s.Decline(ctx, bought))
	s.outcome(t, bought, true, 1)

	left := must(s.BeginPurchase(ctx, "player-1001", cart))
	connected := s.ConnectGameServer(s.host, gameSecret)
	s.UseGameServer(nil)
	for what, err := range map[string]error{"paying": s.Pay(left), "declining": s.Decline(ctx, left)} {
		if !contains(err, "is registered at a game server, and the shop has none now; connect it again") {
			t.Errorf("%s without the game server: %v", what, err)
		}
	}
	s.UseGameServer(connected)
	for range 2 {
		check(t, s.Decline(ctx, left))
	}
	if err := s.Pay(left); !contains(err, "was given up; begin another one") {
		t.Errorf("the error is %v", err)
	}
	s.outcome(t, left, false, 1)
	same(t, "calls", fmt.Sprint(calls()[3:]), "[GetCatalog RegisterPayment CancelPayment]")

	// A checkout link is not the game server's: declining it changes nothing.
	link := s.link(t, "", "4.99", "USD", 1)
	check(t, s.Decline(ctx, link))
	s.UseGameServer(nil)
	check(t, s.Pay(link))

	// Nor is a purchase that was begun without one.
	s.AddProduct(stash.Product{ProductID: "managed", Prices: []stash.ProductPrice{stashtest.USDPrice(250)}})
	managed := must(s.BeginPurchase(ctx, "player-1001", stashtest.CartItem{SKU: "managed", Quantity: 2}))
	check(t, s.Decline(ctx, managed))
	check(t, s.Pay(managed))
	same(t, "calls", len(calls()), 6)
}

// TestDeclineAfterLostAnswer holds that a purchase that the game server has granted is not given up.
func TestDeclineAfterLostAnswer(t *testing.T) {
	game := newSampleGame()
	var lose atomic.Bool
	s := serveGame(t, game, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !lose.Load() {
				next.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		})
	})
	id := must(s.BeginPurchase(t.Context(), "player-1001", stashtest.CartItem{SKU: bundleSKU, Quantity: 1}))
	lose.Store(true)
	if s.Pay(id) == nil {
		t.Error("it is paid without an answer")
	}
	var failed *stashtest.GameServerError
	if err := s.Decline(t.Context(), id); !errors.As(err, &failed) {
		t.Errorf("declined without an answer: %v", err)
	}
	lose.Store(false)
	if err := s.Decline(t.Context(), id); !contains(err, "has granted the purchase "+id+" already; pay it") {
		t.Errorf("the error is %v", err)
	}
	check(t, s.Pay(id))
	s.outcome(t, id, true, 1)
	same(t, "gems", game.gems["player-1001"], 500)
}

// TestPayAgainstDecline has players pay and leave at the same time, while every third answer of the game server is lost.
// In the end each purchase is either paid, granted and announced once, or none of these.
func TestPayAgainstDecline(t *testing.T) {
	game := newSampleGame()
	var calls atomic.Int64
	s := serveGame(t, game, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1)%3 != 0 || !strings.HasSuffix(r.URL.Path, "/confirm") && !strings.HasSuffix(r.URL.Path, "/cancel") {
				next.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		})
	})
	const purchases = 24
	var all sync.WaitGroup
	for i := range purchases {
		id := must(s.BeginPurchase(t.Context(), "player-1001", stashtest.CartItem{SKU: bundleSKU, Quantity: 1}))
		switch i % 4 { // some are settled in this order for sure, though the answer may be lost
		case 0:
			_ = s.Pay(id)
		case 1:
			_ = s.Decline(t.Context(), id)
		}
		for range 2 {
			all.Go(func() { _ = s.Pay(id) })
			all.Go(func() { _ = s.Decline(t.Context(), id) })
		}
	}
	all.Wait()
	paid := int64(0)
	for _, c := range s.Checkouts() {
		err := s.Pay(c.ID)
		for tries := 0; err != nil && !contains(err, "was given up") && tries < 10; tries++ {
			if contains(err, "the transaction is cancelled") { // the answer to the cancellation was lost
				_ = s.Decline(t.Context(), c.ID)
			}
			err = s.Pay(c.ID)
		}
		switch {
		case err == nil:
			paid++
		case !contains(err, "was given up"):
			t.Errorf("the purchase is neither paid nor given up: %v", err)
		}
	}
	check(t, s.WaitWebhooks(t.Context()))
	if game.gems["player-1001"] != 500*paid || s.events.Load() != paid || paid == 0 || paid == purchases {
		t.Errorf("%d of %d are paid, %d gems granted, %d events sent", paid, purchases, game.gems["player-1001"], s.events.Load())
	}
}

func TestBeginPurchaseRefused(t *testing.T) {
	sold := item("sold-out", priced("USD", 1))
	sold.Product.MaxPurchasable = stash.Ptr(int64(0))
	s := serveGame(t, catalogGame{newSampleGame(), []gameserver.Section{{Items: []gameserver.CatalogItem{
		item(bundleSKU, priced("USD", 1)), item("a", priced("USD", 499)), item("yen", priced("JPY", 1)), sold, item("dear", priced("USD", 1<<62)),
	}}}}, nil)
	for _, tt := range []struct {
		player string
		cart   []stashtest.CartItem
		want   string
	}{
		{"", []stashtest.CartItem{{SKU: "a", Quantity: 1}}, "a purchase needs a player and an item"},
		{"p", nil, "a purchase needs a player and an item"},
		{"p", []stashtest.CartItem{{SKU: "b", Quantity: 1}}, `"b" is not for sale`},
		{"p", []stashtest.CartItem{{SKU: "a"}}, "must be 1 at least"},
		{"p", []stashtest.CartItem{{SKU: "a", Quantity: -1}}, "must be 1 at least"},
		{"p", []stashtest.CartItem{{SKU: "a", Quantity: 1}, {SKU: "a", Quantity: 1}}, "stand once"},
		{"p", []stashtest.CartItem{{SKU: "a", Quantity: 1}, {SKU: "yen", Quantity: 1}}, "is sold in JPY, and another item in USD"},
		{"p", []stashtest.CartItem{{SKU: "sold-out", Quantity: 1}}, "is sold out"},
		{"p", []stashtest.CartItem{{SKU: "dear", Quantity: 1}}, "too large"},
		{"p", []stashtest.CartItem{{SKU: bundleSKU, Quantity: 1}}, "FAILED_INVALID_PRICE the bundle costs 499"},
		{"banned", []stashtest.CartItem{{SKU: "a", Quantity: 1}}, "HTTP 404"},
	} {
		if _, err := s.BeginPurchase(t.Context(), tt.player, tt.cart...); !contains(err, tt.want) {
			t.Errorf("%+v: the error is %v, want %q", tt.cart, err, tt.want)
		}
	}
	same(t, "checkouts", len(s.Checkouts()), 0)
	if err := s.Decline(t.Context(), "none"); !contains(err, `there is no checkout "none"`) {
		t.Errorf("the error is %v", err)
	}
}

// TestShopPageOfGame buys on the web shop's page what the game server sells: it is registered, confirmed when it is
// paid, and cancelled when it is not.
func TestShopPageOfGame(t *testing.T) {
	game := newSampleGame()
	s := serveGame(t, game, nil)
	s.AddProduct(gems("gem-pack-500", 499))
	shop := must(s.c.GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{User: stash.WebshopUser{ID: "player-1001"}})).URL
	browse(t, shop, nil).shows(t, "shop", http.StatusOK, "Starter bundle", "4.99 USD", "!Gems A pouch of gems")
	for do, call := range map[string]string{"pay": gameserver.ConfirmPayment, "decline": gameserver.CancelPayment, "close": gameserver.CancelPayment} {
		bought := browse(t, shop, url.Values{"sku": {bundleSKU}})
		same(t, "status of a purchase", bought.status, http.StatusSeeOther)
		checkout := resolve(t, shop, bought.header.Get("Location"))
		browse(t, checkout, nil).shows(t, "checkout", http.StatusOK, "player-1001", "Total 4.99 USD")
		browse(t, checkout, url.Values{"do": {do}})
		calls := s.GameServerCalls()
		same(t, "call after "+do, calls[len(calls)-1].Operation, call)
	}
	same(t, "gems", game.gems["player-1001"], 500)
	browse(t, shop, url.Values{"sku": {"gem-pack-500"}}).shows(t, "not the game's", http.StatusConflict, `Nothing was bought. "gem-pack-500" is not for sale to this player.`)
	s.UseGameServer(s.ConnectGameServer("http://127.0.0.1:1", gameSecret))
	browse(t, shop, nil).shows(t, "no answer", http.StatusOK, "The game server did not say what is for sale.", "!Starter bundle")
}
