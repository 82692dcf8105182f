// Package seed reads a shop's first products, plans, prices and campaign from YAML, and fills a shop with them.
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

// Seed is the content of a shop at the start. Its fields are those of the responses of ListProducts, ListPlans,
// GetPrices and GetLoyalty.
type Seed struct {
	Products       []stash.Product       `json:"products"`
	Plans          []stash.Plan          `json:"plans"`
	Prices         []stash.SheetPrice    `json:"prices"`
	ActiveCampaign stash.LoyaltyCampaign `json:"activeCampaign"`
}

//go:embed seed.yaml
var usual []byte

// Default returns a small shop with comments, to start from: gem packs with prices in several countries, two plans,
// their price sheet, and a loyalty campaign.
func Default() []byte { return bytes.Clone(usual) }

// Fill fills a shop from the text of a seed that Read has accepted, unless the shop was filled from this text before.
// The default seed fills only a shop that had no seed.
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

// Sow adds the entries of a seed to a shop. An entry replaces the shop's entry with the same key.
func (s *Seed) Sow(sh *shop.Shop) error {
	// The shop lists the newest entry first, so the seed's first entry is added last.
	for _, product := range slices.Backward(s.Products) {
		if err := sh.AddProducts(product); err != nil {
			return err
		}
	}
	for _, plan := range s.Plans {
		if plan.ID == "" {
			plan.ID = sh.PlanID(plan.Code, plan.SegmentID) // subscriptions refer to the plan by its ID
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
