package shop

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Checkout is a checkout link with its payment and refunds.
type Checkout struct {
	ID          string                   `json:"id"`
	Transaction string                   `json:"transaction,omitempty"` // the game's own id, if it gave one
	Request     []byte                   `json:"request,omitempty"`     // SHA-256 of the request that used the transaction id, to tell a repetition from a conflict
	Player      string                   `json:"player,omitempty"`
	Currency    string                   `json:"currency"`
	Region      string                   `json:"region"`
	Items       []stash.PaymentItem      `json:"items"`
	Bonus       []stash.PaymentBonusItem `json:"bonus,omitempty"`
	Pictures    []string                 `json:"pictures,omitempty"` // image URLs of the items, if the request had them
	Total       string                   `json:"total"`
	Paid        time.Time                `json:"paid,omitzero"`      // zero while unpaid
	Refunded    map[string]int64         `json:"refunded,omitempty"` // refunded pieces by item; see Given

	Cart      []gameserver.PurchaseItem `json:"cart,omitempty"`      // items that the web shop registered at the game server; nil for none
	Cancelled bool                      `json:"cancelled,omitempty"` // the player cancelled the cart
}

// source returns the source for events: Cart for a web shop's cart, StashPay for a checkout link.
func (c *Checkout) source() string {
	if c.Cart != nil {
		return "Cart"
	}
	return "StashPay"
}

// OrderID returns an order id made from the checkout's id. Stash numbers orders separately.
func (c *Checkout) OrderID() string { return "order-" + c.ID }

// TransactionID returns the checkout's id at the game server: the transaction id of the request, or else the checkout's
// own id. No source says what Stash sends without a transaction id.
func (c *Checkout) TransactionID() string { return cmp.Or(c.Transaction, c.ID) }

// QuickPay makes a checkout, or returns the earlier one with the same transaction id. Content is the request's body.
// QuickPay looks for the earlier checkout before it prices the items, because the products may no longer be on sale.
func (s *Shop) QuickPay(body *stash.GenerateQuickPayURLRequest, content []byte) (Checkout, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	request := sha256.Sum256(content)
	if earlier, failed := s.earlier(body.TransactionID, request[:]); earlier != nil {
		return *earlier, nil
	} else if failed != nil {
		return Checkout{}, failed
	}
	items, failed := s.priced(body.CatalogItems, body.Currency, s.now())
	if failed != nil {
		return Checkout{}, failed
	}
	field := "catalogItems[].id"
	if body.Item.ID != "" {
		field = "item.pricePerItem"
		items = []stash.PaymentItem{{
			ID: body.Item.ID, Name: body.Item.Name, Description: body.Item.Description,
			PricePerItem: body.Item.PricePerItem, Quantity: body.Item.Quantity,
		}}
	}
	made := Checkout{Player: body.User.ID, Currency: body.Currency, Region: body.RegionCode, Items: items}
	for _, item := range body.BonusItems {
		made.Bonus = append(made.Bonus, stash.PaymentBonusItem{ID: item.ID, Name: item.Name, Quantity: item.Quantity})
	}
	if made.Transaction = body.TransactionID; made.Transaction != "" {
		made.Request = request[:]
	}
	return s.open(made, field)
}

// earlier returns the existing checkout of a transaction id. It refuses the same id with another content.
func (s *Shop) earlier(transactionID string, request []byte) (*Checkout, *Refusal) {
	id := s.transactions.Get(transactionID)
	if id == nil {
		return nil, nil
	}
	found := s.checkouts.Get(*id)
	if !bytes.Equal(found.Request, request) {
		return nil, clash("transactionId " + transactionID + " was used for another checkout")
	}
	return found, nil
}

// open stores a new checkout. The field is the price field of its request, as for checkPrices.
func (s *Shop) open(made Checkout, field string) (Checkout, *Refusal) {
	made.Currency = cmp.Or(made.Currency, "USD")
	if failed := checkPrices(made.Items, made.Currency, field); failed != nil {
		return Checkout{}, failed
	}
	made.ID, made.Total = ids.UUID(), money.Total(made.Items)
	made.Region = cmp.Or(made.Region, "US")
	s.checkouts.Set(made.ID, made)
	if made.Transaction != "" {
		s.transactions.Set(made.Transaction, made.ID)
	}
	return made, nil
}

// checkPrices refuses a price that is invalid in its currency. The field is the price field of the request, with [] in
// the place of the item's index.
func checkPrices(items []stash.PaymentItem, currency, field string) *Refusal {
	for i, item := range items {
		if err := money.Check(item.PricePerItem, currency); err != nil {
			return Invalid(strings.Replace(field, "[]", fmt.Sprintf("[%d]", i), 1), err.Error())
		}
	}
	return nil
}

// OpenCheckout makes a checkout. The field is the price field of the request, with [] in the place of the item's index.
func (s *Shop) OpenCheckout(made Checkout, field string) (Checkout, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(made, field)
}

// SellTo makes a checkout of one piece of a product for a player. The given field names the product.
func (s *Shop) SellTo(field, sku, player string) (Checkout, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item, failed := s.catalogItem(field, sku, s.now())
	if failed != nil {
		return Checkout{}, failed
	}
	return s.open(Checkout{Player: player, Items: []stash.PaymentItem{item}}, field)
}

// Checkout finds a checkout by its id.
func (s *Shop) Checkout(id string) (found Checkout, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.checkouts.Get(id); kept != nil {
		return *kept, true
	}
	return found, false
}

// Checkouts returns a limited number of the newest checkouts, oldest first, and the number of all checkouts.
func (s *Shop) Checkouts(most int) (newest []Checkout, total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.checkouts.All()
	latest := all[max(0, len(all)-most):]
	newest = make([]Checkout, 0, len(latest))
	for _, each := range latest {
		newest = append(newest, each.Value)
	}
	return newest, len(all)
}

// Counts returns the numbers of checkouts and subscriptions.
func (s *Shop) Counts() (checkouts, subscriptions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.checkouts.Len(), s.subscriptions.Len()
}

// Pay marks a checkout as paid, and announces the payment. Paying it again changes nothing.
func (s *Shop) Pay(id string) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.checkouts.Get(id)
	if found == nil {
		return fmt.Errorf("stashtest: Pay: there is no checkout %.60q; pass the ID that its creation returned", id)
	}
	if found.Cancelled {
		return fmt.Errorf("stashtest: Pay: the purchase %s was given up; begin another one", id)
	}
	if found.Paid.IsZero() {
		found.Paid = s.clock()
		s.checkouts.Touch(id)
		s.announce(purchaseSucceeded(found))
	}
	return nil
}

// Cancel cancels a checkout. It cannot be paid afterwards.
func (s *Shop) Cancel(id string) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkouts.Get(id).Cancelled = true
	s.checkouts.Touch(id)
	return nil
}
