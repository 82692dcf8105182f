package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// tiers returns the tiers of the active campaign, the lowest first. Without a campaign it returns nil and no error.
func (b *backend) tiers(ctx context.Context, shopID string) ([]stash.LoyaltyTier, error) {
	answer, err := b.stash.GetLoyalty(ctx, shopID)
	if errors.Is(err, stash.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return answer.ActiveCampaign.Tiers, nil
}

// standing returns a player's tier and points in the active campaign. Without a campaign it returns nil and no error.
func (b *backend) standing(ctx context.Context, shopID, player string) (*stash.PlayerLoyalty, error) {
	answer, err := b.stash.GetPlayerLoyalty(ctx, shopID, player)
	if errors.Is(err, stash.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &answer.Loyalty, nil
}

// points returns what a purchase will earn, to show it before the purchase. The multiplier is in permille: 1500 is 1.5
// times. Do not multiply by a float.
func points(base int64, standing *stash.PlayerLoyalty) int64 {
	if standing == nil {
		return 0
	}
	return base * standing.PointsMultiplierPermille / 1000
}

// earned returns what a purchase earned. Stash says it in the confirm call. Do not compute it: the tier may have changed.
func earned(r gameserver.ConfirmPaymentRequest) int64 { return int64(r.Loyalty.PointsDelta) }

// First there is no campaign, then there is one.
func Example_loyalty() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()
	b.stash = b.stash.With(stash.HMAC(srv.ShopID, srv.HMACSecret)) // loyalty takes no API key

	none, err := b.standing(ctx, srv.ShopID, "player-1001")
	fmt.Println(none, err, points(499, none))

	srv.SetLoyalty(stash.LoyaltyCampaign{CampaignID: "summer", Tiers: []stash.LoyaltyTier{
		{TierID: "bronze", PointsPerDollar: 100}, {TierID: "silver", StartPoints: 1000, PointsPerDollar: 150},
	}})
	srv.SetPlayerPoints("player-1001", 1200)
	tiers, err := b.tiers(ctx, srv.ShopID)
	check(err)
	for _, tier := range tiers {
		fmt.Println(tier.TierID, "from", tier.StartPoints)
	}
	standing, err := b.standing(ctx, srv.ShopID, "player-1001")
	check(err)
	fmt.Println(standing.CurrentTierID, standing.TotalPoints, points(499, standing))
	fmt.Println(earned(gameserver.ConfirmPaymentRequest{Loyalty: gameserver.LoyaltyState{PointsDelta: 748}}))
	// Output:
	// <nil> <nil> 0
	// bronze from 0
	// silver from 1000
	// silver 1200 748
	// 748
}
