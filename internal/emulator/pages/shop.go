package pages

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// shownProducts is the most products on the shop's page.
const shownProducts = 200

// openShop shows the web shop to the player of the session in the address. The forms of the page post to the same
// address, so the page does not repeat the session.
func (p *Pages) openShop(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("handle") != p.who().ShopHandle {
		p.noShop(w)
		return
	}
	p.show(w, http.StatusOK, p.shopView(r))
}

// buy makes a checkout for the player, and redirects to its page.
func (p *Pages) buy(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("handle") != p.who().ShopHandle {
		p.noShop(w)
		return
	}
	if !p.form(w, r) {
		return
	}
	view := p.shopView(r)
	if view.Player == "" {
		view.Failure = "Nothing was bought, because nobody is signed in. Open the shop with a new link from the game."
		p.show(w, http.StatusForbidden, view)
		return
	}
	if p.games.Current() != nil {
		id, err := p.games.BeginPurchase(r.Context(), view.Player, callout.CartItem{SKU: r.PostForm.Get("sku"), Quantity: 1})
		if err != nil {
			view.Failure = "Nothing was bought. " + p.Sentence(err)
			p.show(w, http.StatusConflict, view)
			return
		}
		http.Redirect(w, r, "/pay/"+id+backToShop(r), http.StatusSeeOther)
		return
	}
	made, failed := p.shop.SellTo("sku", r.PostForm.Get("sku"), view.Player)
	if failed != nil {
		view.Failure = "Nothing was bought. That product is not on sale now; choose another one."
		p.show(w, http.StatusConflict, view)
		return
	}
	if err := p.shop.Keep(); err != nil {
		p.notKept(w, err)
		return
	}
	http.Redirect(w, r, "/pay/"+made.ID+backToShop(r), http.StatusSeeOther)
}

// backToShop is the query with which a payment page has a link to the player's shop.
func backToShop(r *http.Request) string {
	if session := r.URL.Query().Get("session"); session != "" {
		return "?" + url.Values{"session": {session}}.Encode()
	}
	return ""
}

func (p *Pages) noShop(w http.ResponseWriter) {
	p.show(w, http.StatusNotFound, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not found", Text: "There is no shop at this address. Ask the game for a new link."})
}

func (p *Pages) shopView(r *http.Request) *desk.Shop {
	view := p.managedShop(r)
	if p.games.Current() != nil {
		p.stock(r.Context(), view)
	}
	return view
}

// stock replaces the managed catalog with the offers of the shop's game server.
func (p *Pages) stock(ctx context.Context, view *desk.Shop) {
	view.Products, view.More = nil, 0
	offers, err := p.games.Offers(ctx, view.Player)
	if err != nil {
		view.Failure = "The game server did not say what is for sale. " + p.Sentence(err)
		return
	}
	view.More = max(0, len(offers)-shownProducts)
	for _, offer := range offers[:len(offers)-view.More] {
		shown := desk.Product{SKU: offer.SKU, Name: offer.Name, Description: offer.Description}
		if offer.SoldOut {
			shown.Why = "Sold out."
		} else {
			shown.Price = money.ShowCents(offer.Cents, offer.Currency)
		}
		view.Products = append(view.Products, shown)
	}
}

func (p *Pages) managedShop(r *http.Request) *desk.Shop {
	query := r.URL.Query()
	front := p.shop.Front(query.Get("session"), shownProducts)
	view := &desk.Shop{
		Handle: p.who().ShopHandle, Player: front.Player, More: front.More,
		LoyaltyFirst: strings.HasSuffix(r.URL.Path, "/loyalty") || query.Get("target") == string(stash.WebshopTargetLoyalty),
	}
	for _, listed := range front.Products {
		shown := desk.Product{
			SKU: listed.ProductID, Name: cmp.Or(listed.DisplayName.DefaultText, listed.Name.DefaultText, listed.ProductID), Description: listed.Description.DefaultText,
		}
		if listed.Price != "" {
			shown.Price = money.Show(listed.Price, "USD")
		} else {
			shown.Why = "Not sold here: it has no price in USD for the US."
		}
		view.Products = append(view.Products, shown)
	}
	if front.Campaign != nil {
		view.Loyalty = loyaltyView(front)
	}
	return view
}

// loyaltyView returns a player's standing in the running campaign.
func loyaltyView(front shop.Front) desk.Loyalty {
	campaign, standing, player := front.Campaign, front.Standing, front.Player
	view := desk.Loyalty{
		Campaign: campaign.CampaignID, Points: standing.TotalPoints, ToNextTier: standing.PointsToNextTier, ToMilestone: standing.PointsToNextMilestone,
	}
	for i := range campaign.Tiers {
		tier := &campaign.Tiers[i]
		shown := desk.Tier{Name: cmp.Or(tier.Name, tier.TierID), StartPoints: tier.StartPoints, Current: player != "" && tier.TierID == standing.CurrentTierID}
		if tier.TierID == standing.CurrentTierID {
			view.Tier = shown.Name
		}
		view.Tiers = append(view.Tiers, shown)
		for j := range tier.Milestones {
			if milestone := &tier.Milestones[j]; milestone.MilestoneID == standing.NextMilestone.MilestoneID {
				view.NextMilestone = cmp.Or(milestone.Name, milestone.MilestoneID)
			}
		}
	}
	return view
}
