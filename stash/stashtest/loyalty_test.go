package stashtest_test

import (
	"errors"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// season is a campaign in no particular order.
func season() stash.LoyaltyCampaign {
	return stash.LoyaltyCampaign{CampaignID: "season-4", Tiers: []stash.LoyaltyTier{
		{TierID: "gold", StartPoints: 5000, PointsPerDollar: 100, PointsMultiplierPermille: 2500},
		{TierID: "bronze", StartPoints: 100, PointsPerDollar: 90, Milestones: []stash.LoyaltyMilestone{
			{MilestoneID: "second", PointsNeeded: 500, Rewards: []stash.LoyaltyReward{{ItemID: "gems", Quantity: 50, Type: stash.LoyaltyRewardTypeInGameCurrency}}},
			{MilestoneID: "first", PointsNeeded: 250},
		}},
		{TierID: "silver", StartPoints: 1000, PointsPerDollar: 140, Milestones: []stash.LoyaltyMilestone{{MilestoneID: "third", PointsNeeded: 1500}}},
	}}
}

// TestLoyalty holds a player's standing at the points where it changes.
func TestLoyalty(t *testing.T) {
	srv := stashtest.New(t)
	c := signed(srv, srv.Client())
	srv.SetLoyalty(season())
	for _, tt := range []struct {
		points        int64
		tier          string
		toTier        int64
		milestone     string
		toMilestone   int64
		permille      int64
		rewardsAwaits int
	}{
		{-1, "", 100, "first", 250, 1000, 0},
		{0, "", 100, "first", 250, 1000, 0},
		{99, "", 1, "first", 151, 1000, 0},
		{100, "bronze", 900, "first", 150, 1000, 0},
		{250, "bronze", 750, "second", 250, 1000, 1},
		{999, "bronze", 1, "third", 501, 1000, 0},
		{1000, "silver", 4000, "third", 500, 1555, 0},
		{1500, "silver", 3500, "", 0, 1555, 0},
		{4999, "silver", 1, "", 0, 1555, 0},
		{5000, "gold", 0, "", 0, 2500, 0},
		{1 << 31, "gold", 0, "", 0, 2500, 0},
	} {
		srv.SetPlayerPoints("player-1", tt.points)
		got := must(c.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1")).Loyalty
		if got.CurrentTierID != tt.tier || got.PointsToNextTier != tt.toTier || got.NextMilestone.MilestoneID != tt.milestone ||
			got.PointsToNextMilestone != tt.toMilestone || got.PointsMultiplierPermille != tt.permille ||
			len(got.NextMilestone.Rewards) != tt.rewardsAwaits || got.TotalPoints != max(tt.points, 0) || got.CampaignID != "season-4" {
			t.Errorf("with %d points: %+v, want %+v", tt.points, got, tt)
		}
	}
	tiers := must(c.GetLoyalty(t.Context(), srv.ShopID)).ActiveCampaign.Tiers
	same(t, "lowest tier", tiers[0].TierID, "bronze")
	same(t, "nearest milestone", tiers[0].Milestones[0].MilestoneID, "first")
}

// TestLoyaltyCampaigns holds what beginning and ending a campaign does.
func TestLoyaltyCampaigns(t *testing.T) {
	srv := stashtest.New(t)
	c := signed(srv, srv.Client())
	points := func() (int64, error) {
		answer, err := c.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1")
		if err != nil {
			return 0, err
		}
		return answer.Loyalty.TotalPoints, nil
	}
	srv.SetPlayerPoints("player-1", 300)
	if _, err := points(); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("no campaign: %v", err)
	}
	if _, err := c.GetLoyalty(t.Context(), srv.ShopID); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("no campaign: %v", err)
	}
	srv.SetLoyalty(season())
	same(t, "points set before the campaign", must(points()), 300)
	srv.SetLoyalty(season())
	same(t, "points after the same campaign was set again", must(points()), 300)
	next := season()
	next.CampaignID = "season-5"
	srv.SetLoyalty(next)
	same(t, "points in the next campaign", must(points()), 0)
	srv.SetLoyalty(stash.LoyaltyCampaign{})
	if _, err := points(); !errors.Is(err, stash.ErrNotFound) {
		t.Errorf("campaign ended: %v", err)
	}
}
