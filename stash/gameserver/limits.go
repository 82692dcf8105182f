package gameserver

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// maxID is how long an id may be, in bytes: columns and indexes of databases have such limits.
const maxID = 255

// storable refuses ids that a game's database cannot hold, and quantities that would overflow when they are multiplied.
// Otherwise the first statement of the grant fails, as HTTP 500, at each repetition.
func storable(request gen.Message) error {
	switch r := request.(type) {
	case *RegisterPaymentRequest:
		return storablePurchase(r.PlayerID, r.TransactionID, "registrations", r.Registrations)
	case *ConfirmPaymentRequest:
		return storablePurchase(r.PlayerID, r.TransactionID, "items", r.Items)
	case *CancelPaymentRequest:
		return storablePurchase(r.PlayerID, r.TransactionID, "items", r.Items)
	case *GetPlayerParams:
		return storablePurchase(r.PlayerID, "", "", nil)
	case *GetCatalogParams:
		return storablePurchase(r.PlayerID, "", "", nil)
	}
	return nil
}

func storablePurchase(player, transaction, list string, items []PurchaseItem) error {
	if why := unstorable(player); why != "" {
		return errors.New("playerId " + why)
	}
	if why := unstorable(transaction); why != "" {
		return errors.New("transactionId " + why)
	}
	for i := range items {
		if why := unstorable(items[i].GUID); why != "" {
			return fmt.Errorf("%s[%d].guid %s", list, i, why)
		}
		if why := unstorable(items[i].ProductID); why != "" {
			return fmt.Errorf("%s[%d].productId %s", list, i, why)
		}
		if items[i].Quantity > math.MaxInt32 {
			return fmt.Errorf("%s[%d].quantity is more than %d", list, i, math.MaxInt32)
		}
	}
	return nil
}

// unstorable says why a database cannot hold an id, or nothing if it can.
func unstorable(id string) string {
	if len(id) > maxID {
		return fmt.Sprintf("has %d bytes; an id may have %d", len(id), maxID)
	}
	for _, r := range id {
		switch {
		case r == utf8.RuneError:
			return "is not valid text"
		case r < ' ' || r == 0x7f:
			return "has a control character"
		}
	}
	return ""
}

// meantFor returns the call that a body was made for, if it is another one. A cancel needs fewer fields than a confirm, and
// the path is not signed: without this, a confirm that somebody recorded could be sent to cancel first.
func (h *Handler) meantFor(route *gen.Operation, body []byte) string {
	for _, other := range h.larger[route.ID] {
		if wire.HasMembers(body, other.foreign) {
			return other.id
		}
	}
	return ""
}

// larger is a call whose body could be read as that of another call.
type larger struct {
	id      string
	foreign []string // required members that the other call does not have
}

func largerCalls(routes []gen.Operation) map[string][]larger {
	calls := map[string][]larger{}
	for _, route := range routes {
		for _, other := range routes {
			if foreign := without(other.Required, route.Members); len(route.Required) > 0 && len(foreign) > 0 && len(without(route.Required, other.Members)) == 0 {
				calls[route.ID] = append(calls[route.ID], larger{other.ID, foreign})
			}
		}
	}
	return calls
}

// without returns the names that are not in other.
func without(names, other []string) (rest []string) {
	for _, name := range names {
		if !slices.Contains(other, name) {
			rest = append(rest, name)
		}
	}
	return rest
}
