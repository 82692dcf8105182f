package stashtest

import (
	"cmp"
	"slices"

	"github.com/stash-sdk/stash-go/stash"
)

// running is the key of the only loyalty campaign that there may be.
const running = "running"

// SetLoyalty starts a loyalty campaign in the place of the running one, or ends that when the campaign has no id.
// Another campaign begins without anyone's points. A tier without a multiplier gets the one that its PointsPerDollar
// gives against the lowest tier.
func (s *Server) SetLoyalty(campaign stash.LoyaltyCampaign) {
	s.setLoyalty(campaign)
	s.mustKeep("SetLoyalty")
}

func (s *Server) setLoyalty(campaign stash.LoyaltyCampaign) {
	campaign.Tiers = slices.Clone(campaign.Tiers)
	slices.SortStableFunc(campaign.Tiers, func(a, b stash.LoyaltyTier) int { return cmp.Compare(a.StartPoints, b.StartPoints) })
	for i := range campaign.Tiers {
		tier := &campaign.Tiers[i]
		tier.PointsMultiplierPermille = cmp.Or(tier.PointsMultiplierPermille, permille(tier.PointsPerDollar, campaign.Tiers[0].PointsPerDollar))
		tier.Milestones = slices.Clone(tier.Milestones)
		for j := range tier.Milestones {
			tier.Milestones[j].Rewards = slices.Clone(tier.Milestones[j].Rewards)
		}
		slices.SortStableFunc(tier.Milestones, byPointsNeeded)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if earlier := s.state.campaign.get(running); earlier != nil && earlier.CampaignID != "" && earlier.CampaignID != campaign.CampaignID {
		s.state.points.clear()
	}
	s.state.campaign.set(running, campaign)
}

// SetPlayerPoints sets a player's points in the running campaign; below zero is none.
func (s *Server) SetPlayerPoints(player string, points int64) {
	defer s.mustKeep("SetPlayerPoints")
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.points.set(player, max(points, 0))
}

func getLoyalty(s *Server, c *call) (any, *status) {
	campaign, _, failed := s.standing(c)
	if failed != nil {
		return nil, failed
	}
	return stash.GetLoyaltyResponse{ActiveCampaign: *campaign}, nil
}

func getPlayerLoyalty(s *Server, c *call) (any, *status) {
	campaign, points, failed := s.standing(c)
	if failed != nil {
		return nil, failed
	}
	return stash.GetPlayerLoyaltyResponse{Loyalty: loyaltyOf(campaign, points)}, nil
}

// standing returns the running campaign and the points of the player whom the call names, if it names one.
func (s *Server) standing(c *call) (*stash.LoyaltyCampaign, int64, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, 0, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	campaign, points := s.state.standing(c.Params["playerId"])
	if campaign == nil {
		return nil, 0, notFound("no loyalty campaign is running")
	}
	return campaign, points, nil
}

// standing returns the running campaign, or nil, and a player's points. st.mu must be held.
func (st *state) standing(player string) (*stash.LoyaltyCampaign, int64) {
	found := st.campaign.get(running)
	if found == nil || found.CampaignID == "" {
		return nil, 0
	}
	campaign := *found // its tiers are never changed in place
	if points := st.points.get(player); points != nil {
		return &campaign, *points
	}
	return &campaign, 0
}

// loyaltyOf computes how a player stands. A read has no event that changed the points, so PointsDelta is zero and
// PreviousTierID unset.
func loyaltyOf(campaign *stash.LoyaltyCampaign, points int64) stash.PlayerLoyalty {
	standing := stash.PlayerLoyalty{CampaignID: campaign.CampaignID, TotalPoints: points, PointsMultiplierPermille: 1000}
	var next *stash.LoyaltyMilestone
	for i := range campaign.Tiers {
		tier := &campaign.Tiers[i]
		if tier.StartPoints <= points {
			standing.CurrentTierID, standing.PointsMultiplierPermille = tier.TierID, tier.PointsMultiplierPermille
		} else if standing.PointsToNextTier == 0 {
			standing.PointsToNextTier = tier.StartPoints - points
		}
		for j := range tier.Milestones {
			milestone := &tier.Milestones[j]
			if milestone.PointsNeeded > points && (next == nil || milestone.PointsNeeded < next.PointsNeeded) {
				next = milestone
			}
		}
	}
	if next != nil {
		standing.PointsToNextMilestone = next.PointsNeeded - points
		standing.NextMilestone = stash.NextMilestone{MilestoneID: next.MilestoneID, Rewards: next.Rewards}
	}
	return standing
}

// permille is what a tier earns against the lowest one, in thousandths.
func permille(pointsPerDollar, lowest int64) int64 {
	if pointsPerDollar <= 0 || lowest <= 0 {
		return 1000
	}
	return pointsPerDollar * 1000 / lowest
}

func byPointsNeeded(a, b stash.LoyaltyMilestone) int {
	return cmp.Compare(a.PointsNeeded, b.PointsNeeded)
}
