package gameserver

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// PurchaseState is how far a purchase is. Reserved becomes confirmed or cancelled, and neither of them changes again.
type PurchaseState string

// The states of a purchase; a transaction that was never registered has the empty one.
const (
	PurchaseReserved  PurchaseState = "reserved"
	PurchaseConfirmed PurchaseState = "confirmed"
	PurchaseCancelled PurchaseState = "cancelled"
)

// Purchase is what a [PurchaseStore] keeps of a purchase.
type Purchase struct {
	TransactionID string
	State         PurchaseState
	PlayerID      string
	Content       string // hexadecimal SHA-256 of the items, 64 characters
}

// contentOf is the same for two lists of the same items. Prices are left out: what is granted does not depend on them.
func contentOf(items []PurchaseItem) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = fmt.Sprintf("%q %q %d", strings.ToLower(item.GUID), item.ProductID, item.Quantity)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}
