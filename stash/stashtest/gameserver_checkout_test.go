package stashtest_test

import (
	"cmp"
	"context"
	"log/slog"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// asked is a game that keeps what it is asked to confirm, and refuses while it says so.
type asked struct {
	gameserver.UnimplementedServer
	confirms []gameserver.ConfirmPaymentRequest
	refuses  bool
}

func (a *asked) ConfirmPayment(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	a.confirms = append(a.confirms, r)
	if a.refuses {
		return nil, gameserver.Refuse(409, "no")
	}
	return gameserver.Confirmed(r), nil
}

// TestPayCheckout holds that the player is charged only after the game server's yes, and that a repeated question is
// the same one.
func TestPayCheckout(t *testing.T) {
	var ticks atomic.Int64 // no two calls are made at the same time: a copy would be answered as the first was
	start := time.Now()
	srv := stashtest.New(t, stashtest.WithClock(func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }))
	game := &asked{refuses: true}
	handler, err := gameserver.NewHandler(game, srv.ShopID, []string{gameSecret}, gameserver.WithLogger(slog.New(slog.DiscardHandler)))
	check(t, err)
	host := httptest.NewServer(handler)
	t.Cleanup(host.Close)
	stashSide := srv.ConnectGameServer(host.URL, gameSecret)
	for _, c := range []struct {
		transaction, currency, price string
		cents, decimals              int64
	}{
		{"order-1", "", "4.99", 499, 2},
		{"", "JPY", "500", 500, 0},
	} {
		game.confirms, game.refuses = nil, true
		link := must(srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
			Item:          stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: c.price, Quantity: 2},
			BonusItems:    []stash.QuickPayBonusItem{{ID: "hat", Quantity: 1}},
			User:          stash.QuickPayUser{ID: "player-1"},
			TransactionID: c.transaction, Currency: c.currency,
		}))
		if err := stashSide.PayCheckout(t.Context(), link.ID); !contains(err, "409") {
			t.Errorf("a refused confirmation gives %v", err)
		}
		same(t, "status after a refusal", must(srv.Client().GetPaymentEvent(t.Context(), link.ID)).Status, stash.PaymentStatusUnspecified)
		game.refuses = false
		check(t, stashSide.PayCheckout(t.Context(), link.ID))
		check(t, stashSide.PayCheckout(t.Context(), link.ID))
		same(t, "status after a confirmation", must(srv.Client().GetPaymentEvent(t.Context(), link.ID)).Status, stash.PaymentStatusSucceeded)

		if len(game.confirms) != 3 {
			t.Fatalf("the game was asked %d times", len(game.confirms))
		}
		for _, r := range game.confirms {
			same(t, "transaction", r.TransactionID, cmp.Or(c.transaction, link.ID))
			same(t, "checkout", r.CheckoutLinkID, link.ID)
			same(t, "player", r.PlayerID, "player-1")
			same(t, "total", r.Total, 2*c.cents)
			same(t, "decimals", r.DecimalPlaces, c.decimals)
			same(t, "bonus", r.BonusItems[0].ID, "hat")
			if !slices.EqualFunc(r.Items, game.confirms[0].Items, func(a, b gameserver.PurchaseItem) bool {
				return a.GUID == b.GUID && a.ProductID == "gems" && a.Quantity == 2 && a.Cents == c.cents
			}) {
				t.Errorf("the items are %+v", r.Items)
			}
		}
	}
	if err := stashSide.PayCheckout(t.Context(), "no-checkout"); !contains(err, "there is no checkout") {
		t.Errorf("an unknown checkout gives %v", err)
	}
}
