package stashtest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator"
	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/seed"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// Checkout is a checkout of the server.
type Checkout struct {
	ID       string
	Items    []stash.PaymentItem
	Currency string
	Total    string    // in the unit and with the decimals of the items' prices
	PaidAt   time.Time // zero while the checkout is unpaid
}

// Checkouts returns every checkout that was made, by id.
func (s *Server) Checkouts() []Checkout {
	all, _ := s.in.Shop.Checkouts(math.MaxInt)
	slices.SortFunc(all, func(a, b shop.Checkout) int { return cmp.Compare(a.ID, b.ID) })
	return emulator.Convert(all, func(c shop.Checkout) Checkout {
		return Checkout{c.ID, slices.Clone(c.Items), c.Currency, c.Total, c.Paid}
	})
}

// Pay pays a checkout as its player would. Paying it again changes nothing. If the shop has a game server (see
// [Server.UseGameServer]), it must confirm first. Otherwise the error wraps a *[GameServerError], the checkout stays
// unpaid, and no event is sent; the next Pay asks again with the same transaction id.
func (s *Server) Pay(id string) (err error) { return s.in.Games.Pay(id) }

// RefundItem is a part of a purchase to give back: a Quantity of the item with an ID.
type RefundItem shop.RefundItem

// Refund refunds a paid checkout, as Stash's support would: the named items, or everything left if no item is named. An
// item on several lines is refunded line by line, in order. The fields of its event are inferred.
func (s *Server) Refund(id string, items ...RefundItem) error {
	given := emulator.Convert(items, func(item RefundItem) shop.RefundItem { return shop.RefundItem(item) })
	return s.in.Shop.Refund(id, given, func(*shop.Checkout) error { return nil })
}

// Offer is what the web shop sells to a player: the header of its Section; GUID, SKU, Name, Description and the URL of its
// Image; the Currency, and the price of one in Cents with so many Decimals; SoldOut when the player may not buy it again.
type Offer callout.Offer

// Offers lists what the web shop sells to a player, in the order of the managed catalog, or of the game server's when the
// shop has one. Items that are free, locked or without a known price are left out.
func (s *Server) Offers(ctx context.Context, player string) ([]Offer, error) {
	offers, err := s.in.Games.Offers(ctx, player)
	return emulator.Convert(offers, func(o callout.Offer) Offer { return Offer(o) }), err
}

// CartItem is a piece of a player's cart: a SKU, and a Quantity of at least 1.
type CartItem callout.CartItem

// BeginPurchase makes a checkout of a player's cart in the web shop, at the prices of [Server.Offers], and returns its id.
// A game server must register each item first. Otherwise BeginPurchase returns an error and makes no checkout.
func (s *Server) BeginPurchase(ctx context.Context, player string, cart ...CartItem) (checkoutID string, err error) {
	items := emulator.Convert(cart, func(item CartItem) callout.CartItem { return callout.CartItem(item) })
	return s.in.Games.BeginPurchase(ctx, player, items...)
}

// Decline cancels an unpaid purchase of the web shop, also at the game server. If the game server has already granted it,
// Decline returns an error; then call Pay. Declining a paid checkout or a checkout link changes nothing.
func (s *Server) Decline(ctx context.Context, id string) (err error) {
	return s.in.Games.Decline(ctx, id)
}

// Subscribe completes a subscription checkout link as its player would: the subscription begins, with the plan's trial or
// else a payment. Completing the link again changes nothing.
func (s *Server) Subscribe(linkID string) error { return s.in.Shop.Subscribe(linkID) }

// ApplyChange completes a change link as its player would. The emulator charges the new plan's price from the next renewal
// on; what Stash charges is not published. Completing the link again changes nothing.
func (s *Server) ApplyChange(linkID string) error { return s.in.Shop.ApplyChange(linkID) }

// Renew charges a subscription's next period with success, as Stash does when a period or a trial ends; one that is
// past_due recovers. The new period begins where the last one ends, even if the clock shows another time.
func (s *Server) Renew(id string) error { return s.in.Shop.Act("Renew", id, (*sub).Renew) }

// FailRenewal fails the charge for a subscription's next period. The subscription is past_due for 48 hours, then expired.
func (s *Server) FailRenewal(id string) error {
	return s.in.Shop.Act("FailRenewal", id, (*sub).FailRenewal)
}

// Expire ends a subscription now, from any status but expired.
func (s *Server) Expire(id string) error { return s.in.Shop.Act("Expire", id, (*sub).Expire) }

type sub = subscription.Subscription

// PlayerToken issues a player's identity token, for stash.PlayerToken. It panics when the state file cannot be written.
func (s *Server) PlayerToken(playerID string) string {
	defer s.must("PlayerToken", nil)
	return s.in.Shop.IssueToken(playerID)
}

// IssuePlayerToken is [Server.PlayerToken] for programs: it returns an error when the state file cannot be written.
func (s *Server) IssuePlayerToken(playerID string) (token string, err error) {
	token = s.in.Shop.IssueToken(playerID)
	return token, s.in.Shop.Keep()
}

// IssueCode makes a webshop code. A game uses it once, to link an account or to approve a sign-in.
func (s *Server) IssueCode() string {
	defer s.must("IssueCode", nil)
	return s.in.Shop.IssueCode()
}

// LoggedOut reports whether LogoutUser was called for a player who has not signed in to the webshop since.
func (s *Server) LoggedOut(userID string) bool { return s.in.Shop.LoggedOut(userID) }

// SavedTokens returns the tokens that SaveTokens stored under a code challenge.
func (s *Server) SavedTokens(codeChallenge string) (tokens stash.SaveTokensRequest, ok bool) {
	return s.in.Shop.SavedTokens(codeChallenge)
}

// AddProduct adds products to the managed catalog, or replaces those with the same ProductID. Without one it panics.
func (s *Server) AddProduct(products ...stash.Product) {
	s.must("AddProduct", s.in.Shop.AddProducts(products...))
}

// must panics when a method without an error result fails, or when the state file cannot be written.
func (s *Server) must(method string, err error) {
	if err := cmp.Or(err, s.in.Shop.File().Flush()); err != nil {
		panic("stashtest: " + method + ": " + err.Error())
	}
}

// USDPrice is a product's price in the US, in cents. A product needs this price to be sold.
func USDPrice(cents int64) stash.ProductPrice {
	return stash.ProductPrice{Currency: "USD", Region: "US", Platform: stash.ProductPricePlatformUniversal, Cents: cents, DecimalPlaces: 2}
}

// AddPlan adds a subscription plan and returns it as it is kept. It replaces one with the same ID, or the same code in the
// same segment. It fills in the ID, a month as billing period, status and times. It panics if the plan cannot be sold.
func (s *Server) AddPlan(plan stash.Plan) stash.Plan {
	kept, err := s.in.Shop.AddPlan(plan)
	s.must("AddPlan", err)
	return kept
}

// SetPrice sets a SKU's price for the US in the price sheet, in US cents. ConvertPrices converts this price.
func (s *Server) SetPrice(sku string, cents int64) {
	s.SetRegionPrice(stash.SheetPrice{SKU: sku, Region: "US", Currency: "USD", Amount: cents, DecimalPlaces: 2})
}

// SetRegionPrice sets a SKU's price in the price sheet for a region, for GetPrices to list.
func (s *Server) SetRegionPrice(price stash.SheetPrice) {
	s.in.Shop.SetPrice(price)
	s.must("SetRegionPrice", nil)
}

// SetLoyalty replaces the running loyalty campaign; a campaign without an id ends it. A new id resets all points. A tier
// without a multiplier gets its PointsPerDollar divided by the lowest tier's.
func (s *Server) SetLoyalty(campaign stash.LoyaltyCampaign) {
	s.in.Shop.SetLoyalty(campaign)
	s.must("SetLoyalty", nil)
}

// SetPlayerPoints sets a player's points in the running campaign. A negative number sets 0.
func (s *Server) SetPlayerPoints(player string, points int64) {
	s.in.Shop.SetPlayerPoints(player, points)
	s.must("SetPlayerPoints", nil)
}

// DefaultSeed is a small shop for [WithSeed], commented: gem packs, two plans, their price sheet, a loyalty campaign.
func DefaultSeed() []byte { return seed.Default() }

// Seed fills the shop from YAML or JSON, whose fields are products, plans, prices and activeCampaign; stash emulate
// --print-seed prints one. An entry replaces the shop's entry with the same key. If the seed has a mistake, nothing
// changes, and the error is a *[SeedError].
func (s *Server) Seed(yaml []byte) error {
	read, err := seed.Read(yaml)
	if err != nil {
		return seedError(err)
	}
	return cmp.Or(read.Sow(s.in.Shop), s.in.Shop.Keep())
}

// SeedError is a mistake in a seed: its Line, from 1, and the Reason, which begins with the field.
type SeedError seed.Error

// Error names the line and the reason.
func (e *SeedError) Error() string { return (*seed.Error)(e).Error() }

func seedError(err error) error {
	if wrong, ok := err.(*seed.Error); ok {
		return (*SeedError)(wrong)
	}
	return err
}
