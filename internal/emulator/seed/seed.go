// Package seed reads what a shop sells at the start from YAML, and fills a shop with it.
package seed

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// Seed is what a shop sells at the start, in the words of the answers that list it: those of ListProducts, ListPlans,
// GetPrices and GetLoyalty.
type Seed struct {
	Products       []stash.Product       `json:"products"`
	Plans          []stash.Plan          `json:"plans"`
	Prices         []stash.SheetPrice    `json:"prices"`
	ActiveCampaign stash.LoyaltyCampaign `json:"activeCampaign"`
}

//go:embed seed.yaml
var usual []byte

// Default is a small shop, commented, to start one's own from: gem packs with prices in several
// countries, two plans, their price sheet, and a loyalty campaign.
func Default() []byte { return bytes.Clone(usual) }

// Fill fills a new shop from a seed's text that Read has read, unless the shop was filled from it before. The default
// seed fills only a shop that had no seed.
func Fill(sh *shop.Shop, text []byte, from *Seed) error {
	sum := sha256.Sum256(text)
	mark, sown := hex.EncodeToString(sum[:]), sh.Sown()
	if text == nil || sown == mark || sown != "" && bytes.Equal(text, usual) {
		return nil
	}
	if err := from.Sow(sh); err != nil {
		return err
	}
	sh.SetSown(mark)
	return nil
}

// Sow adds what the seed has to a shop. What has the key of something in the shop takes its place.
func (s *Seed) Sow(sh *shop.Shop) error {
	// The newest is listed first, so what stands first is added last.
	for _, product := range slices.Backward(s.Products) {
		if err := sh.AddProducts(product); err != nil {
			return err
		}
	}
	for _, plan := range s.Plans {
		if plan.ID == "" {
			plan.ID = sh.PlanID(plan.Code, plan.SegmentID) // subscriptions know the plan by it
		}
		if _, err := sh.AddPlan(plan); err != nil {
			return err
		}
	}
	for _, price := range s.Prices {
		sh.SetPrice(price)
	}
	if s.ActiveCampaign.CampaignID != "" {
		sh.SetLoyalty(s.ActiveCampaign)
	}
	return nil
}
