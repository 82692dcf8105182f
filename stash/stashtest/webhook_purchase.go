package stashtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// purchaseSucceeded is the event of a checkout that is paid.
func purchaseSucceeded(found *checkout) *webhook.PurchaseSucceeded {
	return &webhook.PurchaseSucceeded{
		TimeMillis: webhook.Int64(found.paid.UnixMilli()), OrderID: orderID(found), CheckoutLinkID: found.id,
		Currency: found.currency, UserID: playerOf(found), Items: eventItems(found.items, found.currency),
		Tax: "0", Total: minorUnits(found.total, found.currency), RegionCode: found.region, Source: sourceOf(found),
	}
}

// sourceOf says whether a checkout was a web shop's cart.
func sourceOf(found *checkout) string {
	if found.cart != nil {
		return "Cart"
	}
	return "StashPay"
}

// orderID is made of the checkout's id: Stash has a number space of its own for orders.
func orderID(found *checkout) string { return "order-" + found.id }

// playerOf reads whose a checkout is from the request that made it, in the spellings of its several operations.
func playerOf(found *checkout) string {
	type user struct {
		ID string `json:"id"`
	}
	var request struct {
		User         user `json:"user"`
		ExternalUser user `json:"externalUser"`
		Snake        user `json:"external_user"`
	}
	_ = json.Unmarshal(found.content, &request) // a checkout without a request is nobody's
	return cmp.Or(request.User.ID, request.ExternalUser.ID, request.Snake.ID)
}

func eventItems(items []stash.PaymentItem, currency string) []webhook.EventItem {
	all := make([]webhook.EventItem, len(items))
	for i, item := range items {
		all[i] = webhook.EventItem{ID: item.ID, Quantity: item.Quantity, Price: minorUnits(item.PricePerItem, currency)}
	}
	return all
}

// minorUnits turns a checkout's major units into those of events, which do not carry a currency's number of decimals.
func minorUnits(amount, currency string) string {
	value, ok := inMinorUnits(amount, decimalsOf(currency))
	if !ok {
		return amount
	}
	return value.FloatString(0)
}

func inMinorUnits(amount string, decimals int) (value *big.Rat, ok bool) {
	if value, ok = new(big.Rat).SetString(amount); !ok {
		return nil, false
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return value.Mul(value, new(big.Rat).SetInt(scale)), true
}

// times multiplies an amount in minor units.
func times(amount string, n int32) (*big.Int, error) {
	value, ok := new(big.Int).SetString(amount, 10)
	if !ok {
		return nil, fmt.Errorf("the amount %.40q is not in minor units", amount)
	}
	return value.Mul(value, big.NewInt(int64(n))), nil
}
