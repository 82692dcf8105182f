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

// Checkout is a checkout link and what became of it.
type Checkout struct {
	ID          string                   `json:"id"`
	Transaction string                   `json:"transaction,omitempty"` // id of the game's own, if it gave one
	Request     []byte                   `json:"request,omitempty"`     // SHA-256 of the one that made it under a transaction id, to tell a repetition from a clash
	Player      string                   `json:"player,omitempty"`
	Currency    string                   `json:"currency"`
	Region      string                   `json:"region"`
	Items       []stash.PaymentItem      `json:"items"`
	Bonus       []stash.PaymentBonusItem `json:"bonus,omitempty"`
	Pictures    []string                 `json:"pictures,omitempty"` // of the items, where the request had them
	Total       string                   `json:"total"`
	Paid        time.Time                `json:"paid,omitzero"`      // zero while it is not
	Refunded    map[string]int64         `json:"refunded,omitempty"` // pieces that were given back, by item; see given

	Cart      []gameserver.PurchaseItem `json:"cart,omitempty"`      // what the web shop has registered at the game server; nil without one
	Cancelled bool                      `json:"cancelled,omitempty"` // the player gave the cart up
}

// source says whether the checkout is a web shop's cart.
func (c *Checkout) source() string {
	if c.Cart != nil {
		return "Cart"
	}
	return "StashPay"
}

// OrderID is made of the checkout's id: Stash has a number space of its own for orders.
func (c *Checkout) OrderID() string { return "order-" + c.ID }

// TransactionID is how the game server knows a checkout. Where its request named none, the checkout's own id stands in
// for it; what Stash sends then is not known.
func (c *Checkout) TransactionID() string { return cmp.Or(c.Transaction, c.ID) }

// QuickPay makes a checkout, or finds the one that the transaction id has made. Content is the body that asked for it. A repetition is found before
// anything is priced anew: its products may be off sale by then.
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

// earlier returns the checkout that a transaction id has made already; the same id with another content is a clash.
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

// open keeps a new checkout. The field is what its request has the prices in, as checkPrices wants it.
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

// checkPrices refuses a price that its currency cannot have. The field is what a request has the price in, with []
// where the number of its item belongs.
func checkPrices(items []stash.PaymentItem, currency, field string) *Refusal {
	for i, item := range items {
		if err := money.Check(item.PricePerItem, currency); err != nil {
			return Invalid(strings.Replace(field, "[]", fmt.Sprintf("[%d]", i), 1), err.Error())
		}
	}
	return nil
}

// OpenCheckout makes a checkout. The field is what its request has the prices in, with [] where the number of an item
// belongs.
func (s *Shop) OpenCheckout(made Checkout, field string) (Checkout, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(made, field)
}

// SellTo makes a checkout of one piece of a product, which the given field names, for a player.
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

// Checkouts returns the newest checkouts, oldest first, at most so many, and how many there are.
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

// Counts are how many checkouts and subscriptions there are.
func (s *Shop) Counts() (checkouts, subscriptions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.checkouts.Len(), s.subscriptions.Len()
}

// Pay takes the money of a checkout, and announces it. Paying it again changes nothing.
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

// Cancel gives up a checkout for good.
func (s *Shop) Cancel(id string) (err error) {
	defer s.KeepAfter(&err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkouts.Get(id).Cancelled = true
	s.checkouts.Touch(id)
	return nil
}
