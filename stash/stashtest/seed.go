package stashtest

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"

	"github.com/stash-sdk/stash-go/stash"
)

// seed is what a shop sells at the start, in the words of the answers that list it: those of ListProducts, ListPlans,
// GetPrices and GetLoyalty.
type seed struct {
	Products       []stash.Product       `json:"products"`
	Plans          []stash.Plan          `json:"plans"`
	Prices         []stash.SheetPrice    `json:"prices"`
	ActiveCampaign stash.LoyaltyCampaign `json:"activeCampaign"`
}

//go:embed seed.yaml
var defaultSeed []byte

// DefaultSeed is a small shop for [WithSeed], commented, to start one's own from: gem packs with prices in several
// countries, two plans, their price sheet, and a loyalty campaign.
func DefaultSeed() []byte { return bytes.Clone(defaultSeed) }

// WithSeed fills the shop before the server listens, as [Server.Seed] does. Start and New refuse a seed that is wrong. A
// shop that [WithState] keeps is filled once, so that what has changed since stays, and again when the seed is another
// one; with [DefaultSeed] only while it had none.
func WithSeed(yaml []byte) Option { return func(s *Server) { s.seed = bytes.Clone(yaml) } }

// Seed fills the shop from a text in YAML, or in JSON, which is YAML too. Its fields are products, plans, prices and
// activeCampaign, and below them those of the answers of ListProducts, ListPlans, GetPrices and GetLoyalty; run
// stash emulate --print-seed for one to start from. What has the key of something in the shop takes its place, so that
// the same seed can be given again; the rest of the shop stays. What AddProduct, AddPlan and SetLoyalty fill in may be
// left out.
//
// Nothing is changed when something is wrong in it; the error is a *[SeedError] then.
func (s *Server) Seed(yaml []byte) error {
	read, err := readSeed(yaml)
	if err != nil {
		return err
	}
	s.sow(read)
	return s.kept()
}

// sowAtStart fills the shop from the seed that the server was given, unless its state has that already.
func (s *Server) sowAtStart(from *seed) error {
	sum := sha256.Sum256(s.seed)
	text := hex.EncodeToString(sum[:])
	kept := s.state.identity.get(shop)
	if s.seed == nil || kept.Seed == text || kept.Seed != "" && bytes.Equal(s.seed, defaultSeed) {
		return nil
	}
	s.sow(from)
	s.state.mu.Lock()
	kept.Seed = text
	s.state.identity.touch(shop)
	s.state.mu.Unlock()
	return s.kept()
}

// sow changes the shop; whoever calls it sees to it that this is kept.
func (s *Server) sow(from *seed) {
	// The newest is listed first, so what stands first is added last.
	for _, product := range slices.Backward(from.Products) {
		s.addProducts([]stash.Product{product})
	}
	for _, plan := range from.Plans {
		if plan.ID == "" {
			plan.ID = s.planID(plan.Code, plan.SegmentID)
		}
		s.addPlan(plan)
	}
	for _, price := range from.Prices {
		s.setRegionPrice(price)
	}
	if from.ActiveCampaign.CampaignID != "" {
		s.setLoyalty(from.ActiveCampaign)
	}
}

// planID is the id of the plan that one with this code will take the place of: subscriptions know it by that.
func (s *Server) planID(code, segment string) string {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	for _, each := range s.state.plans.all() {
		if plan := &each.value; plan.Code == code && plan.SegmentID == segment {
			return plan.ID
		}
	}
	return ""
}
