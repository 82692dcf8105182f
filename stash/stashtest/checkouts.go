package stashtest

import (
	"slices"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Checkout is a checkout as the server knows it, for a test to look at.
type Checkout struct {
	ID       string
	Items    []stash.PaymentItem
	Currency string
	Total    string    // in the unit and with the decimals of the items' prices
	PaidAt   time.Time // zero while it is not paid
}

// Checkouts returns every checkout that was made, by id.
func (s *Server) Checkouts() []Checkout {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	list := make([]Checkout, 0, len(s.state.checkouts.rows))
	for _, r := range s.state.checkouts.rows {
		c := &r.value
		list = append(list, Checkout{ID: c.ID, Items: slices.Clone(c.Items), Currency: c.Currency, Total: c.Total, PaidAt: c.Paid})
	}
	slices.SortFunc(list, func(a, b Checkout) int { return strings.Compare(a.ID, b.ID) })
	return list
}
