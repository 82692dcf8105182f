package shop

import (
	"cmp"
	"slices"

	"github.com/stash-sdk/stash-go/stash"
)

// running is the key of the only loyalty campaign.
const running = "running"

// SetLoyalty replaces the running loyalty campaign; a campaign without an id ends it. A new id resets all points. A tier
// without a multiplier gets its PointsPerDollar divided by the lowest tier's.
func (s *Shop) SetLoyalty(campaign stash.LoyaltyCampaign) {
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if earlier := s.campaign.Get(running); earlier != nil && earlier.CampaignID != "" && earlier.CampaignID != campaign.CampaignID {
		s.points.Clear()
	}
	s.campaign.Set(running, campaign)
}

// SetPlayerPoints sets a player's points in the running campaign. A negative number sets 0.
func (s *Shop) SetPlayerPoints(player string, points int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.points.Set(player, max(points, 0))
}

// Standing returns the running campaign and a player's standing in it.
func (s *Shop) Standing(player string) (stash.LoyaltyCampaign, stash.PlayerLoyalty, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	campaign, points := s.standing(player)
	if campaign == nil {
		return stash.LoyaltyCampaign{}, stash.PlayerLoyalty{}, NotFound("no loyalty campaign is running")
	}
	return *campaign, loyaltyOf(campaign, points), nil
}

// standing returns the running campaign, or nil, and a player's points.
func (s *Shop) standing(player string) (*stash.LoyaltyCampaign, int64) {
	found := s.campaign.Get(running)
	if found == nil || found.CampaignID == "" {
		return nil, 0
	}
	campaign := *found // its tiers are never changed in place
	if points := s.points.Get(player); points != nil {
		return &campaign, *points
	}
	return &campaign, 0
}

// loyaltyOf computes a player's standing. PointsDelta is zero and PreviousTierID unset, because a read changes no
// points.
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

// permille returns a tier's points per dollar divided by the lowest tier's, in thousandths.
func permille(pointsPerDollar, lowest int64) int64 {
	if pointsPerDollar <= 0 || lowest <= 0 {
		return 1000
	}
	return pointsPerDollar * 1000 / lowest
}

func byPointsNeeded(a, b stash.LoyaltyMilestone) int {
	return cmp.Compare(a.PointsNeeded, b.PointsNeeded)
}
