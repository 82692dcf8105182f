package stashtest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestSubscriptionsSendEvents holds which events a subscription's life has, and in which order.
func TestSubscriptionsSendEvents(t *testing.T) {
	s := subscribe(t, stash.Plan{Code: "gold", BillingPeriodValue: 1, BillingPeriodUnit: stash.PeriodUnitMonth}, "2026-01-31T10:00:00Z")
	in := newInbox(t, s.Server)
	s.SendWebhooks("http://game.invalid/webhook", in.client())
	cancel := func(id string) func() error {
		return func() error {
			_, err := s.c.CancelSubscription(t.Context(), id)
			return err
		}
	}
	other := ""
	for _, step := range []func() error{
		func() error { other = s.add(t, "gold", "player-2"); return nil },
		func() error { return s.Renew(s.id) },
		func() error { return s.FailRenewal(s.id) },
		func() error { return s.Renew(s.id) },
		cancel(s.id),
		func() error { return s.Expire(s.id) },
		func() error { return s.FailRenewal(other) },
		func() error { return cancel(other)() }, // past_due: it expires at once, and is not canceled
	} {
		check(t, step())
		check(t, s.WaitWebhooks(t.Context()))
	}
	var got []string
	for _, e := range in.events {
		switch p := e.Payload.(type) {
		case *webhook.SubscriptionCreated:
			got = append(got, fmt.Sprint(e.Type, p.ExternalAccountID, p.Status))
		case *webhook.SubscriptionPaymentSucceeded:
			got = append(got, fmt.Sprint(e.Type, p.ExternalAccountID, p.Status, int64(p.AmountCents), p.Currency))
		case *webhook.SubscriptionPaymentFailed:
			got = append(got, fmt.Sprint(e.Type, p.ExternalAccountID, p.Status, int64(p.AmountCents), p.Currency))
		case *webhook.SubscriptionCanceled:
			got = append(got, fmt.Sprint(e.Type, p.ExternalAccountID, p.Status, p.CancelAtPeriodEnd))
		case *webhook.SubscriptionExpired:
			got = append(got, fmt.Sprint(e.Type, p.ExternalAccountID, p.Status))
		}
	}
	want := []string{
		"subscription.createdplayer-2active",
		"subscription.payment_succeededplayer-1active999USD",
		"subscription.payment_failedplayer-1past_due999USD",
		"subscription.payment_succeededplayer-1active999USD",
		"subscription.canceledplayer-1canceledtrue",
		"subscription.expiredplayer-1expired",
		"subscription.payment_failedplayer-2past_due999USD",
		"subscription.expiredplayer-2expired",
	}
	if !slices.Equal(got, want) {
		t.Errorf("received\n%q, want\n%q", got, want)
	}
}
