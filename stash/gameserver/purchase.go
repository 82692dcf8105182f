package gameserver

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// PurchaseState is the state of a purchase. A reserved purchase becomes confirmed or cancelled, and then never changes.
type PurchaseState string

// The states of a purchase. The state of a transaction that was never registered is empty.
const (
	PurchaseReserved  PurchaseState = "reserved"
	PurchaseConfirmed PurchaseState = "confirmed"
	PurchaseCancelled PurchaseState = "cancelled"
)

// Purchase is the record of a purchase in a [PurchaseStore].
type Purchase struct {
	TransactionID string // the key in the store: shop, environment and transaction id
	State         PurchaseState
	PlayerID      string
	Content       string // hexadecimal SHA-256 of the items, 64 characters
}

// contentOf returns the same hash for the same items in any order. Prices are left out, because the grant does not depend
// on them.
func contentOf(items []PurchaseItem) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = fmt.Sprintf("%q %q %d", strings.ToLower(item.GUID), item.ProductID, item.Quantity)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}
