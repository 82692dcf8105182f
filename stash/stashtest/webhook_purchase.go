package stashtest

import (
	"fmt"
	"math/big"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// purchaseSucceeded is the event of a checkout that is paid.
func purchaseSucceeded(found *checkout) *webhook.PurchaseSucceeded {
	return &webhook.PurchaseSucceeded{
		TimeMillis: webhook.Int64(found.Paid.UnixMilli()), OrderID: orderID(found), CheckoutLinkID: found.ID,
		Currency: found.Currency, UserID: found.Player, Items: eventItems(found.Items, found.Currency),
		Tax: "0", Total: minorUnits(found.Total, found.Currency), RegionCode: found.Region, Source: sourceOf(found),
	}
}

// sourceOf says whether a checkout was a web shop's cart.
func sourceOf(found *checkout) string {
	if found.Cart != nil {
		return "Cart"
	}
	return "StashPay"
}

// orderID is made of the checkout's id: Stash has a number space of its own for orders.
func orderID(found *checkout) string { return "order-" + found.ID }

func eventItems(items []stash.PaymentItem, currency string) []webhook.EventItem {
	all := make([]webhook.EventItem, len(items))
	for i, item := range items {
		all[i] = webhook.EventItem{ID: item.ID, Quantity: item.Quantity, Price: minorUnits(item.PricePerItem, currency)}
	}
	return all
}

// minorUnits turns a checkout's major units into those of events, which do not carry a currency's number of decimals.
func minorUnits(amount, currency string) string {
	value, ok := priceOf(amount)
	if !ok {
		return amount
	}
	return inMinorUnits(value, decimalsOf(currency)).FloatString(0)
}

// times multiplies an amount in minor units.
func times(amount string, n int32) (*big.Int, error) {
	value, ok := new(big.Int).SetString(amount, 10)
	if !ok {
		return nil, fmt.Errorf("the amount %.40q is not in minor units", amount)
	}
	return value.Mul(value, big.NewInt(int64(n))), nil
}
