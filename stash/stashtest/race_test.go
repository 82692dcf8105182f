package stashtest_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestStateIsShared reads while a test changes what is read, for the race detector to judge.
func TestStateIsShared(t *testing.T) {
	srv := stashtest.New(t)
	shop := signed(srv, srv.Client())
	link := must(srv.Client().CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1"}, Metadata: map[string]string{"a": "b"},
	}))
	check(t, srv.Subscribe(link.ID))
	id := must(srv.Client().ListSubscriptions(t.Context(), stash.ListSubscriptionsParams{})).Subscriptions[0].ID
	srv.SetLoyalty(season())
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 10 {
				srv.AddProduct(gems(fmt.Sprint("sku-", i), int64(worker)))
				srv.AddPlan(stash.Plan{Code: fmt.Sprint("plan-", i)})
				srv.SetPrice(fmt.Sprint("sku-", i), int64(worker))
				srv.SetLoyalty(season())
				srv.SetPlayerPoints("player-1", int64(i*worker))
				if err := srv.Renew(id); err != nil {
					t.Error(err)
				}
			}
		})
		group.Go(func() {
			for range 10 {
				_, products := shop.ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{})
				_, loyalty := shop.GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1")
				_, plans := srv.Client().ListPlans(t.Context(), stash.ListPlansParams{})
				_, prices := srv.Client().GetPrices(t.Context(), stash.GetPricesParams{})
				_, subscription := srv.Client().GetSubscription(t.Context(), id)
				_, payments := srv.Client().GetPaymentsBySubscriptionID(t.Context(), id, stash.GetPaymentsBySubscriptionIDParams{})
				for _, err := range []error{products, loyalty, plans, prices, subscription, payments} {
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
}
