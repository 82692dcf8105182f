package gameserver

import (
	"strings"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
)

// named has the names of a purchase's item.
type named struct{ guid, productID string }

// itemsOf copies the names of a request's items. The Server gets the request's own list, and may change it, even after the
// time limit.
func itemsOf(request gen.Message) []named {
	var list []PurchaseItem
	switch request := request.(type) {
	case *RegisterPaymentRequest:
		list = request.Registrations
	case *ConfirmPaymentRequest:
		list = request.Items
	default:
		return nil
	}
	items := make([]named, len(list))
	for i, item := range list {
		items[i] = named{item.GUID, item.ProductID}
	}
	return items
}

// transactionOf returns the transaction id of a purchase's call, and nothing for other calls.
func transactionOf(request gen.Message) string {
	switch request := request.(type) {
	case *RegisterPaymentRequest:
		return request.TransactionID
	case *ConfirmPaymentRequest:
		return request.TransactionID
	case *CancelPaymentRequest:
		return request.TransactionID
	}
	return ""
}

// matching finds an item's entry in a Server's answer. Each entry belongs to one item.
type matching struct {
	entries int
	entry   func(i int) named
	taken   []bool
}

// take returns the best entry for an item that was not taken before, or -1 if there is none. An entry with the item's GUID
// is the best, so that an entry with only the SKU is left for another item of the same SKU.
func (m *matching) take(item named) int {
	at, best := -1, 0
	for i := 0; i < m.entries && best < whole; i++ {
		if m.taken[i] {
			continue
		}
		if fit := m.entry(i).fits(item); fit > best {
			at, best = i, fit
		}
	}
	if at >= 0 {
		m.taken[at] = true
	}
	return at
}

// whole is the best fit: the entry has the item's GUID.
const whole = 3

// fits returns how well a name in an answer fits an item. Higher is better, and 0 means that it does not fit. SKUs are
// compared without case, because a Server may lower-case them.
func (n named) fits(item named) int {
	sku := n.productID != "" && strings.EqualFold(n.productID, item.productID)
	switch {
	case n.guid != "":
		if strings.EqualFold(n.guid, item.guid) && (sku || n.productID == "") {
			return whole
		}
		return 0
	case n.productID != "" && n.productID == item.productID:
		return 2
	case sku:
		return 1
	}
	return 0
}
