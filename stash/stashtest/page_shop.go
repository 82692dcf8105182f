package stashtest

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/desk"
	"github.com/stash-sdk/stash-go/stash"
)

// shownProducts bounds the shop's page.
const shownProducts = 200

// openShop shows the web shop to the player whose session is in the address. The page repeats the session nowhere: its
// forms go to the address that it has, and so carry it along.
func (s *Server) openShop(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("handle") != s.ShopHandle {
		s.noShop(w)
		return
	}
	s.show(w, http.StatusOK, s.shopView(r))
}

// buy makes a checkout in the player's name, and leads to its page.
func (s *Server) buy(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("handle") != s.ShopHandle {
		s.noShop(w)
		return
	}
	if !s.form(w, r) {
		return
	}
	view := s.shopView(r)
	if view.Player == "" {
		view.Failure = "Nothing was bought, because nobody is signed in. Open the shop with a new link from the game."
		s.show(w, http.StatusForbidden, view)
		return
	}
	if s.game.current.Load() != nil {
		id, err := s.BeginPurchase(r.Context(), view.Player, CartItem{SKU: r.PostForm.Get("sku"), Quantity: 1})
		if err != nil {
			view.Failure = "Nothing was bought. " + s.sentence(err)
			s.show(w, http.StatusConflict, view)
			return
		}
		http.Redirect(w, r, "/pay/"+id, http.StatusSeeOther)
		return
	}
	made, failed := s.sellTo("sku", r.PostForm.Get("sku"), view.Player)
	if failed != nil {
		view.Failure = "Nothing was bought. That product is not on sale now; choose another one."
		s.show(w, http.StatusConflict, view)
		return
	}
	if err := s.keeper.flush(); err != nil {
		s.notKept(w, err)
		return
	}
	http.Redirect(w, r, strings.TrimPrefix(s.payURL(made), s.URL), http.StatusSeeOther)
}

func (s *Server) noShop(w http.ResponseWriter) {
	s.show(w, http.StatusNotFound, desk.Problem{Shop: s.ShopHandle, Heading: "Not found", Text: "There is no shop at this address. Ask the game for a new link."})
}

func (s *Server) shopView(r *http.Request) *desk.Shop {
	view := s.managedShop(r)
	if s.game.current.Load() != nil {
		s.stock(r.Context(), view)
	}
	return view
}

// stock puts what the shop's game server sells in the place of the managed catalog.
func (s *Server) stock(ctx context.Context, view *desk.Shop) {
	view.Products, view.More = nil, 0
	offers, err := s.Offers(ctx, view.Player)
	if err != nil {
		view.Failure = "The game server did not say what is for sale. " + s.sentence(err)
		return
	}
	view.More = max(0, len(offers)-shownProducts)
	for _, offer := range offers[:len(offers)-view.More] {
		shown := desk.Product{SKU: offer.SKU, Name: offer.Name, Description: offer.Description}
		if offer.SoldOut {
			shown.Why = "Sold out."
		} else {
			shown.Price = centsInCurrency(offer.Cents, offer.Currency)
		}
		view.Products = append(view.Products, shown)
	}
}

func (s *Server) managedShop(r *http.Request) *desk.Shop {
	query := r.URL.Query()
	now := s.time()
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	st := s.state
	view := &desk.Shop{
		Handle: s.ShopHandle, Player: st.playerIn(query.Get("session")),
		LoyaltyFirst: strings.HasSuffix(r.URL.Path, "/loyalty") || query.Get("target") == string(stash.WebshopTargetLoyalty),
	}
	onSale := st.catalog.onSale(now)
	view.More = max(0, len(onSale)-shownProducts)
	for _, p := range onSale[:len(onSale)-view.More] {
		shown := desk.Product{
			SKU: p.ProductID, Name: cmp.Or(p.DisplayName.DefaultText, p.Name.DefaultText, p.ProductID), Description: p.Description.DefaultText,
		}
		if item, failed := st.catalogItem("sku", p.ProductID, now); failed == nil {
			shown.Price = inCurrency(item.PricePerItem, "USD")
		} else {
			shown.Why = "Not sold here: it has no price in USD for the US."
		}
		view.Products = append(view.Products, shown)
	}
	view.Loyalty = st.loyaltyView(view.Player)
	return view
}

// loyaltyView is how a player stands in the campaign that runs. st.mu must be held.
func (st *state) loyaltyView(player string) desk.Loyalty {
	campaign, points := st.standing(player)
	if campaign == nil {
		return desk.Loyalty{}
	}
	standing := loyaltyOf(campaign, points)
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
