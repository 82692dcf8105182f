package stashtest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/seed"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// Checkout is a checkout as the server knows it, for a test to look at.
type Checkout struct {
	ID       string
	Items    []stash.PaymentItem
	Currency string
	Total    string    // in the unit and with the decimals of the items' prices
	PaidAt   time.Time // zero while it is not paid
}

// Checkouts returns every checkout that was made, by id.
func (s *Server) Checkouts() []Checkout {
	all, _ := s.in.Shop.Checkouts(math.MaxInt)
	slices.SortFunc(all, func(a, b shop.Checkout) int { return strings.Compare(a.ID, b.ID) })
	return convert(all, func(c shop.Checkout) Checkout {
		return Checkout{ID: c.ID, Items: slices.Clone(c.Items), Currency: c.Currency, Total: c.Total, PaidAt: c.Paid}
	})
}

// Pay pays a checkout as its player would. Paying it again changes nothing.
//
// When the shop has a game server (see [Server.UseGameServer]), it is asked to confirm first, and only its success, an
// answer that the document allows, takes the money. Otherwise the error wraps a *[GameServerError], the checkout stays
// unpaid, and no event is sent. Without an answer the game server may have granted the purchase; what Stash does then is
// not known. Here the next Pay asks again with the same transaction id, by which the game server must know it.
func (s *Server) Pay(id string) (err error) { return s.in.Games.Pay(id) }

// RefundItem is a part of a purchase to give back.
type RefundItem struct {
	ID       string // as in the checkout
	Quantity int32
}

// Refund gives a paid checkout back, as Stash's support would: the items that are named, or all that is left when none
// is. An item that stands on several lines of the checkout is taken off them in order, at the price of each. Several
// refunds of parts are several events. The event's fields are our reading; no source shows them.
func (s *Server) Refund(id string, items ...RefundItem) error {
	given := convert(items, func(item RefundItem) shop.RefundItem { return shop.RefundItem(item) })
	return s.in.Shop.Refund(id, given, func(*shop.Checkout) error { return nil })
}

// Offer is something that the web shop sells to a player.
type Offer struct {
	Section     string // header of the section that it stands in; empty without one
	GUID        string // derived from the SKU where the catalog has none
	SKU         string
	Name        string // or else the SKU
	Description string
	Image       string // URL; empty without one
	Currency    string // ISO 4217
	Cents       int64  // price of one, in minor units
	Decimals    int    // of the currency
	SoldOut     bool   // the player may not buy it again
}

// Offers lists what the web shop sells to a player, in the order of the catalog. It is the managed catalog, or when the
// shop has a game server, that one's catalog, which it is asked for: products, and the links of chains that the player
// has unlocked. What is free, or locked, is not among them. A price that is an id is that of the price sheet for the US
// under this SKU, which is inferred; an offer without a price that is known is left out.
func (s *Server) Offers(ctx context.Context, player string) ([]Offer, error) {
	offers, err := s.in.Games.Offers(ctx, player)
	if offers == nil {
		return nil, err
	}
	return convert(offers, func(o callout.Offer) Offer {
		return Offer{o.Section, o.GUID, o.SKU, o.Name, o.Description, o.Image, o.Currency, o.Cents, o.Decimals, o.SoldOut}
	}), nil
}

// CartItem is a piece of a player's cart.
type CartItem struct {
	SKU      string
	Quantity int32 // at least 1
}

// BeginPurchase takes a player's cart in the web shop to the checkout, at the prices of [Server.Offers], and returns the
// checkout's id: [Server.Pay] pays it, and [Server.Decline] gives it up. When the shop has a game server, the items are
// registered there first, under the transaction id that it will be confirmed or cancelled by; an item that is not
// reserved is the error, and then nothing was begun. Whether Stash then cancels what else was reserved is not known; the
// emulator does not.
func (s *Server) BeginPurchase(ctx context.Context, player string, cart ...CartItem) (checkoutID string, err error) {
	items := convert(cart, func(item CartItem) callout.CartItem { return callout.CartItem(item) })
	return s.in.Games.BeginPurchase(ctx, player, items...)
}

// Decline gives up a purchase of the web shop that is not paid, as a player who leaves the page: the game server is
// asked to cancel it, and it cannot be paid any more. A game server that has granted it already, which happens when the
// answer to a confirmation was lost, is the error; Pay then asks it again. Declining what is paid changes nothing, and
// so it is with a checkout link: the game server has not heard of it, and its player may come back.
func (s *Server) Decline(ctx context.Context, id string) (err error) {
	return s.in.Games.Decline(ctx, id)
}

// Subscribe completes a subscription checkout link as its player would: the subscription begins with the plan's
// trial, or else with a payment. ListSubscriptions tells its id. Completing the link again changes nothing.
func (s *Server) Subscribe(linkID string) error { return s.in.Shop.Subscribe(linkID) }

// ApplyChange completes a change link as its player would. Stash charges for an upgrade by a rule that it does not
// publish, so the emulator charges nothing now, and the new plan's price from the next renewal on. A cancellation
// stays. Completing the link again changes nothing.
func (s *Server) ApplyChange(linkID string) error { return s.in.Shop.ApplyChange(linkID) }

// Renew charges a subscription's next period with success, as Stash does when a period or a trial ends; one that is
// past_due recovers. The period begins where the last one ends, whatever the clock says: to let a year pass,
// call it twelve times.
func (s *Server) Renew(id string) error {
	return s.in.Shop.Act("Renew", id, (*subscription.Subscription).Renew)
}

// FailRenewal has the charge for a subscription's next period refused: it is past_due for 48 hours by the server's
// clock, then expired.
func (s *Server) FailRenewal(id string) error {
	return s.in.Shop.Act("FailRenewal", id, (*subscription.Subscription).FailRenewal)
}

// Expire ends a subscription now, from any status but expired.
func (s *Server) Expire(id string) error {
	return s.in.Shop.Act("Expire", id, (*subscription.Subscription).Expire)
}

// PlayerToken issues an identity token of a player, as the game's sign-in would, for stash.PlayerToken. It panics when
// the state file cannot be written; IssuePlayerToken returns an error then.
func (s *Server) PlayerToken(playerID string) string {
	defer s.must("PlayerToken", nil)
	return s.in.Shop.IssueToken(playerID)
}

// IssuePlayerToken is [Server.PlayerToken] for programs that are no tests: a state file that cannot be written is an
// error.
func (s *Server) IssuePlayerToken(playerID string) (token string, err error) {
	token = s.in.Shop.IssueToken(playerID)
	return token, s.in.Shop.Keep()
}

// IssueCode makes the code that the webshop would show, or put into its link, for the game to link an account or
// approve a sign-in with. It is good for one of them.
func (s *Server) IssueCode() string {
	defer s.must("IssueCode", nil)
	return s.in.Shop.IssueCode()
}

// LoggedOut reports whether LogoutUser was called for a player and the player has not been signed in to the webshop
// since, by a link or a code.
func (s *Server) LoggedOut(userID string) bool { return s.in.Shop.LoggedOut(userID) }

// SavedTokens returns the tokens that SaveTokens stored under a code challenge, as the launcher would fetch them.
func (s *Server) SavedTokens(codeChallenge string) (tokens stash.SaveTokensRequest, ok bool) {
	return s.in.Shop.SavedTokens(codeChallenge)
}

// AddProduct adds products to the managed catalog; one takes the place of an earlier one with the same SKU (ProductID).
// What is not set is filled in: published as status, and the server's time. A product without a SKU panics.
func (s *Server) AddProduct(products ...stash.Product) {
	s.must("AddProduct", s.in.Shop.AddProducts(products...))
}

// must is for methods that return no error: it panics when they fail, or the state file cannot be written.
func (s *Server) must(method string, err error) {
	if err := cmp.Or(err, s.in.Shop.File().Flush()); err != nil {
		panic("stashtest: " + method + ": " + err.Error())
	}
}

// USDPrice is what makes a product a paid one: its price in the US, in cents.
func USDPrice(cents int64) stash.ProductPrice {
	return stash.ProductPrice{Currency: "USD", Region: "US", Platform: stash.ProductPricePlatformUniversal, Cents: cents, DecimalPlaces: 2}
}

// AddPlan adds a subscription plan to the shop and returns it as it is kept. It takes the place of a plan with the
// same ID, or with the same code in the same segment; monthly_premium is there from the start, at 9.99 USD a month
// after seven days of trial. What is not set is filled in: an ID, one month as billing period, days as the unit of a
// trial, active as status, and the server's time. A plan without a code, or with a length of time below zero or in
// an unknown unit, panics.
func (s *Server) AddPlan(plan stash.Plan) stash.Plan {
	kept, err := s.in.Shop.AddPlan(plan)
	s.must("AddPlan", err)
	return kept
}

// SetPrice sets a SKU's price in the price sheet, in US cents, for the US: what ConvertPrices starts from.
func (s *Server) SetPrice(sku string, cents int64) {
	s.SetRegionPrice(stash.SheetPrice{SKU: sku, Region: "US", Currency: "USD", Amount: cents, DecimalPlaces: 2})
}

// SetRegionPrice sets a SKU's price in the price sheet for a region, for GetPrices to list. It takes the place of an
// earlier one of the same SKU and region.
func (s *Server) SetRegionPrice(price stash.SheetPrice) {
	s.in.Shop.SetPrice(price)
	s.must("SetRegionPrice", nil)
}

// SetLoyalty starts a loyalty campaign in the place of the running one, or ends that when the campaign has no id.
// Another campaign begins without anyone's points. A tier without a multiplier gets the one that its PointsPerDollar
// gives against the lowest tier.
func (s *Server) SetLoyalty(campaign stash.LoyaltyCampaign) {
	s.in.Shop.SetLoyalty(campaign)
	s.must("SetLoyalty", nil)
}

// SetPlayerPoints sets a player's points in the running campaign; below zero is none.
func (s *Server) SetPlayerPoints(player string, points int64) {
	s.in.Shop.SetPlayerPoints(player, points)
	s.must("SetPlayerPoints", nil)
}

// DefaultSeed is a small shop for [WithSeed], commented, to start one's own from: gem packs with prices in several
// countries, two plans, their price sheet, and a loyalty campaign.
func DefaultSeed() []byte { return seed.Default() }

// Seed fills the shop from a text in YAML, or in JSON, which is YAML too. Its fields are products, plans, prices and
// activeCampaign, and below them those of the answers of ListProducts, ListPlans, GetPrices and GetLoyalty; run
// stash emulate --print-seed for one to start from. What has the key of something in the shop takes its place; the rest
// of the shop stays. What AddProduct, AddPlan and SetLoyalty fill in may be left out. If something is wrong in the seed,
// nothing changes, and the error is a *[SeedError].
func (s *Server) Seed(yaml []byte) error {
	read, err := seed.Read(yaml)
	if err != nil {
		return seedError(err)
	}
	return cmp.Or(read.Sow(s.in.Shop), s.in.Shop.Keep())
}

// SeedError is what is wrong in a seed.
type SeedError struct {
	Line   int    // where, from 1
	Reason string // begins with the field, if it is one's fault
}

// Error says what is wrong and where.
func (e *SeedError) Error() string { return (*seed.Error)(e).Error() }

func seedError(err error) error {
	if wrong, ok := err.(*seed.Error); ok {
		return (*SeedError)(wrong)
	}
	return err
}
