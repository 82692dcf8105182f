package shop

import (
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// purchaseSucceeded returns the event of a paid checkout.
func purchaseSucceeded(found *Checkout) *webhook.PurchaseSucceeded {
	return &webhook.PurchaseSucceeded{
		TimeMillis: webhook.Int64(found.Paid.UnixMilli()), OrderID: found.OrderID(), CheckoutLinkID: found.ID,
		Currency: found.Currency, UserID: found.Player, Items: eventItems(found.Items, found.Currency),
		Tax: "0", Total: money.MinorUnits(found.Total, found.Currency), RegionCode: found.Region, Source: found.source(),
	}
}

func eventItems(items []stash.PaymentItem, currency string) []webhook.EventItem {
	all := make([]webhook.EventItem, len(items))
	for i, item := range items {
		all[i] = webhook.EventItem{ID: item.ID, Quantity: item.Quantity, Price: money.MinorUnits(item.PricePerItem, currency)}
	}
	return all
}

// announceSubscription announces the changes of a subscription from was to is, in the guide's order. The event of the
// creation includes the first payment. A change to past_due has no event. The fields of the events are inferred. An end
// that only the clock causes is not announced.
func (s *Shop) announceSubscription(was, is subscription.Subscription) {
	switch {
	case was.ID == "":
		s.announce(&webhook.SubscriptionCreated{
			ID: is.ID, ExternalAccountID: is.ExternalAccountID, PlanID: is.PlanID, Status: string(is.Status),
			CurrentPeriodEnd: rfc3339(is.CurrentPeriodEnd), AccessEndDate: rfc3339(is.AccessEndDate), CreatedAt: rfc3339(is.CreatedAt),
		})
		return
	case len(is.Payments) > len(was.Payments):
		s.announce(paymentEvent(is))
	}
	if is.Status == was.Status {
		return
	}
	switch is.Status {
	case stash.SubscriptionStatusCanceled:
		s.announce(&webhook.SubscriptionCanceled{
			ID: is.ID, ExternalAccountID: is.ExternalAccountID, PlanID: is.PlanID, Status: string(is.Status),
			CurrentPeriodEnd: rfc3339(is.CurrentPeriodEnd), AccessEndDate: rfc3339(is.AccessEndDate),
			CanceledAt: rfc3339(is.CanceledAt), CancelAtPeriodEnd: is.CancelAtPeriodEnd,
		})
	case stash.SubscriptionStatusExpired:
		s.announce(&webhook.SubscriptionExpired{
			ID: is.ID, ExternalAccountID: is.ExternalAccountID, PlanID: is.PlanID, Status: string(is.Status),
			CurrentPeriodEnd: rfc3339(is.CurrentPeriodEnd), AccessEndDate: rfc3339(is.AccessEndDate),
		})
	}
}

// paymentEvent returns the event of a subscription's newest payment.
func paymentEvent(is subscription.Subscription) any {
	paid := is.Payments[len(is.Payments)-1]
	event := webhook.SubscriptionPaymentSucceeded{
		SubscriptionID: is.ID, ExternalAccountID: is.ExternalAccountID, PlanID: is.PlanID, Status: string(is.Status),
		PaymentID: paid.PaymentID, AmountCents: paid.AmountCents, Currency: paid.Currency, CreatedAt: rfc3339(paid.CreatedAt),
	}
	if paid.Succeeded {
		return &event
	}
	failed := webhook.SubscriptionPaymentFailed(event)
	return &failed
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
