package gameserver

import (
	"strings"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
)

// named is what a purchase's item is known by.
type named struct{ guid, productID string }

// itemsOf copies the names of a request's items. The request's own list is the Server's, which may sort or respell it,
// and may still do so when its time is over.
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

// matching finds the entry of a Server's answer that is about an item. One entry is about one item.
type matching struct {
	entries int
	entry   func(i int) named
	taken   []bool
}

// take returns the entry that names an item best and was not taken before; -1 when there is none. One that has the
// item's GUID goes first, so that one with the SKU alone is left for another item of the same SKU.
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

// whole is the best fit: the item's own GUID.
const whole = 3

// fits says how well the name in an answer fits an item, where more is better and 0 is not at all. A Server may have
// lower-cased a SKU, for its own tables.
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
