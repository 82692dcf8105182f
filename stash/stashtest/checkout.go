package stashtest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// checkout is a checkout link and what became of it.
type checkout struct {
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

func generateQuickPayURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateQuickPayURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	made, failed := s.quickPay(body, c.body)
	if failed != nil {
		return nil, failed
	}
	return stash.GenerateQuickPayURLResponse{ID: made.ID, URL: s.payURL(made), RegionCode: made.Region}, nil
}

// quickPay makes a checkout, or finds the one that the transaction id has made. A repetition is found before
// anything is priced anew: its products may be off sale by then.
func (s *Server) quickPay(body *stash.GenerateQuickPayURLRequest, content []byte) (*checkout, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	request := sha256.Sum256(content)
	if earlier, failed := s.state.earlier(body.TransactionID, request[:]); earlier != nil || failed != nil {
		return earlier, failed
	}
	items, failed := s.state.priced(body.CatalogItems, body.Currency, s.time())
	if failed != nil {
		return nil, failed
	}
	field := "catalogItems[].id"
	if body.Item.ID != "" {
		field = "item.pricePerItem"
		items = []stash.PaymentItem{{
			ID: body.Item.ID, Name: body.Item.Name, Description: body.Item.Description,
			PricePerItem: body.Item.PricePerItem, Quantity: body.Item.Quantity,
		}}
	}
	made := &checkout{Player: body.User.ID, Currency: body.Currency, Region: body.RegionCode, Items: items}
	for _, item := range body.BonusItems {
		made.Bonus = append(made.Bonus, stash.PaymentBonusItem{ID: item.ID, Name: item.Name, Quantity: item.Quantity})
	}
	if made.Transaction = body.TransactionID; made.Transaction != "" {
		made.Request = request[:]
	}
	return s.state.open(made, field)
}

// payURL is the page of a checkout.
func (s *Server) payURL(made *checkout) string { return s.URL + "/pay/" + made.ID }

// earlier returns the checkout that a transaction id has made already; the same id with another content is a clash.
// st.mu must be held.
func (st *state) earlier(transactionID string, request []byte) (*checkout, *status) {
	id := st.transactions.get(transactionID)
	if id == nil {
		return nil, nil
	}
	found := st.checkouts.get(*id)
	if !bytes.Equal(found.Request, request) {
		return nil, failure(http.StatusConflict, codeAlreadyExists, "transactionId "+transactionID+" was used for another checkout")
	}
	return found, nil
}

// open keeps a new checkout. The field is what its request has the prices in, as checkPrices wants it. st.mu must be
// held.
func (st *state) open(made *checkout, field string) (*checkout, *status) {
	made.Currency = cmp.Or(made.Currency, "USD")
	if failed := checkPrices(made.Items, made.Currency, field); failed != nil {
		return nil, failed
	}
	made.ID, made.Total = randomUUID(), total(made.Items)
	made.Region = cmp.Or(made.Region, "US")
	st.checkouts.set(made.ID, *made)
	if made.Transaction != "" {
		st.transactions.set(made.Transaction, made.ID)
	}
	return made, nil
}

func getPaymentEvent(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(c.Params["id"])
	if found == nil {
		return nil, notFound("there is no payment " + c.Params["id"])
	}
	event := stash.PaymentEvent{
		Status: stash.PaymentStatusUnspecified, Items: found.Items, BonusItems: found.Bonus,
		Currency: found.Currency, Total: found.Total, Tax: "0",
	}
	if !found.Paid.IsZero() {
		event.Status = stash.PaymentStatusSucceeded
		event.TimeMillis = stash.Int64(found.Paid.UnixMilli())
	}
	return event, nil
}

// Pay pays a checkout as its player would. Paying it again changes nothing.
//
// When the shop has a game server (see [Server.UseGameServer]), it is asked to confirm first, and only its success, an
// answer that the document allows, takes the money. Otherwise the error wraps a *[GameServerError], the checkout stays
// unpaid, and no event is sent. Without an answer the game server may have granted the purchase; what Stash does then is
// not known. Here the next Pay asks again with the same transaction id, by which the game server must know it.
func (s *Server) Pay(id string) (err error) {
	unlock, err := s.paying.Lock(context.Background(), id)
	if err != nil {
		return fmt.Errorf("stashtest: Pay: %w", err)
	}
	defer unlock()
	defer s.keep(&err)
	if err := s.confirm(id); err != nil {
		return err
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(id)
	if found == nil {
		return fmt.Errorf("stashtest: Pay: there is no checkout %.60q; pass the ID that its creation returned", id)
	}
	if found.Cancelled {
		return fmt.Errorf("stashtest: Pay: the purchase %s was given up; begin another one", id)
	}
	if found.Paid.IsZero() {
		found.Paid = s.now()
		s.state.checkouts.touch(id)
		s.announce(purchaseSucceeded(found))
	}
	return nil
}
