package flows_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// members knows which players have access to the content of a plan.
type members struct {
	*backend
	access map[string]bool
}

// plans returns the active plans by code, with the price of one period in minor units. Show them before a player subscribes.
func (m members) plans(ctx context.Context, currency string) (map[string]int64, error) {
	list, err := m.stash.ListPlans(ctx, stash.ListPlansParams{Status: stash.Ptr(stash.PlanStatusActive)})
	if err != nil {
		return nil, err
	}
	prices := map[string]int64{}
	for _, plan := range list.Plans {
		for _, price := range plan.Prices {
			if price.Currency == currency {
				prices[plan.Code] = int64(price.AmountCents)
			}
		}
	}
	return prices, nil
}

func (m members) subscribe(ctx context.Context, player, planCode string) (*stash.CreateSubscriptionCheckoutLinkResponse, error) {
	return m.stash.CreateSubscriptionCheckoutLink(ctx, stash.CreateSubscriptionCheckoutLinkRequest{
		Plan: planCode, Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: player},
	})
}

// refresh reads a subscription's state from Stash. It ignores the event's own state: events come late and out of order.
func (m members) refresh(ctx context.Context, id string) error {
	s, err := m.stash.GetSubscription(ctx, id)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.access[s.ExternalAccountID] = s.Status.HasAccess() // true for canceled and past_due as well
	return nil
}

func (m members) webhooks(secret string) (http.Handler, error) {
	return webhook.NewHandler([]string{secret}, webhook.All(
		webhook.On(func(ctx context.Context, e *webhook.SubscriptionCreated) error { return m.refresh(ctx, e.ID) }),
		webhook.On(func(ctx context.Context, e *webhook.SubscriptionPaymentSucceeded) error {
			return m.refresh(ctx, e.SubscriptionID)
		}),
		webhook.On(func(ctx context.Context, e *webhook.SubscriptionPaymentFailed) error {
			return m.refresh(ctx, e.SubscriptionID)
		}),
		webhook.On(func(ctx context.Context, e *webhook.SubscriptionCanceled) error { return m.refresh(ctx, e.ID) }),
		webhook.On(func(ctx context.Context, e *webhook.SubscriptionExpired) error { return m.refresh(ctx, e.ID) }),
	), webhook.WithStore(webhook.NewMemoryStore(100_000)))
}

// upgrade returns an address where the player agrees to another plan. Until then nothing changes.
func (m members) upgrade(ctx context.Context, id, planCode string) (*stash.CreateSubscriptionChangeCheckoutLinkResponse, error) {
	return m.stash.CreateSubscriptionChangeCheckoutLink(ctx, id, stash.CreateSubscriptionChangeCheckoutLinkRequest{NewPlan: planCode})
}

// A trial, a renewal that fails and then succeeds, a cancellation, a reactivation, an upgrade, and the end.
func Example_subscription() {
	srv, b := start()
	defer srv.Close()
	ctx, m := context.Background(), members{b, map[string]bool{}}
	srv.AddPlan(stash.Plan{Code: "yearly", Prices: []stash.PlanPrice{{Currency: "USD", AmountCents: 9999}}})
	srv.SendWebhooks(serve(m.webhooks(srv.WebhookSecret)))

	plans, err := m.plans(ctx, "USD")
	check(err)
	fmt.Println(plans)
	link, err := m.subscribe(ctx, "player-1001", "monthly_premium")
	check(err)
	check(srv.Subscribe(link.ID)) // as the player would
	list, err := m.stash.ListSubscriptions(ctx, stash.ListSubscriptionsParams{ExternalAccountID: stash.Ptr("player-1001")})
	check(err)
	id := list.Subscriptions[0].ID

	for _, step := range []func() error{
		func() error { return nil },
		func() error { return srv.FailRenewal(id) },
		func() error { return srv.Renew(id) },
		func() error { _, err := m.stash.CancelSubscription(ctx, id); return err },
		func() error { _, err := m.stash.ReactivateSubscription(ctx, id); return err },
		func() error {
			link, err := m.upgrade(ctx, id, "yearly")
			if err != nil {
				return err
			}
			return srv.ApplyChange(link.ID)
		},
		func() error { return srv.Expire(id) },
	} {
		check(step())
		check(srv.WaitWebhooks(ctx))
		s, err := m.stash.GetSubscription(ctx, id)
		check(err)
		fmt.Println(s.Status, m.access["player-1001"])
	}
	for payment, err := range m.stash.AllPayments(ctx, id, stash.GetPaymentsBySubscriptionIDParams{}) {
		check(err)
		fmt.Println(stash.FormatMinorUnits(int64(payment.AmountCents), 2), payment.Currency, payment.Succeeded)
	}
	// Output:
	// map[monthly_premium:999 yearly:9999]
	// trialing true
	// past_due true
	// active true
	// canceled true
	// active true
	// active true
	// expired false
	// 9.99 USD true
	// 9.99 USD false
}
