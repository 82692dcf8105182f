package stashtest

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// checkout is a checkout link and what became of it.
type checkout struct {
	id       string
	content  []byte // the request that made it, to tell a repetition from a clash
	currency string
	region   string
	items    []stash.PaymentItem
	bonus    []stash.PaymentBonusItem
	pictures []string // of the items, where the request had them
	total    string
	paid     time.Time // zero while it is not

	transaction string                    // the id that the backend gave, or the web shop; empty for none
	cart        []gameserver.PurchaseItem // what the web shop has registered at the game server; nil without one
	cancelled   bool                      // the player gave the cart up
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
	return stash.GenerateQuickPayURLResponse{ID: made.id, URL: s.payURL(made), RegionCode: made.region}, nil
}

// quickPay makes a checkout, or finds the one that the transaction id has made. A repetition is found before
// anything is priced anew: its products may be off sale by then.
func (s *Server) quickPay(body *stash.GenerateQuickPayURLRequest, content []byte) (*checkout, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if earlier, failed := s.state.earlier(body.TransactionID, content); earlier != nil || failed != nil {
		return earlier, failed
	}
	items, failed := s.state.priced(body.CatalogItems, body.Currency, s.time())
	if failed != nil {
		return nil, failed
	}
	if body.Item.ID != "" {
		items = []stash.PaymentItem{{
			ID: body.Item.ID, Name: body.Item.Name, Description: body.Item.Description,
			PricePerItem: body.Item.PricePerItem, Quantity: body.Item.Quantity,
		}}
	}
	made := &checkout{currency: body.Currency, region: body.RegionCode, content: content, items: items}
	for _, item := range body.BonusItems {
		made.bonus = append(made.bonus, stash.PaymentBonusItem{ID: item.ID, Name: item.Name, Quantity: item.Quantity})
	}
	return s.state.open(made, body.TransactionID)
}

// payURL is the page of a checkout.
func (s *Server) payURL(made *checkout) string { return s.URL + "/pay/" + made.id }

// earlier returns the checkout that a transaction id has made already; the same id with another content is a clash.
// st.mu must be held.
func (st *state) earlier(transactionID string, content []byte) (*checkout, *status) {
	found := st.byTransaction[transactionID]
	if found != nil && !bytes.Equal(found.content, content) {
		return nil, failure(http.StatusConflict, codeAlreadyExists, "transactionId "+transactionID+" was used for another checkout")
	}
	return found, nil
}

// open keeps a new checkout. st.mu must be held.
func (st *state) open(made *checkout, transactionID string) (*checkout, *status) {
	var err error
	if made.total, err = total(made.items); err != nil {
		return nil, failure(http.StatusBadRequest, codeInvalidArgument, err.Error())
	}
	made.id, made.transaction = randomUUID(), transactionID
	made.currency = cmp.Or(made.currency, "USD")
	made.region = cmp.Or(made.region, "US")
	st.checkouts[made.id] = made
	st.checkoutIDs = append(st.checkoutIDs, made.id)
	if transactionID != "" {
		st.byTransaction[transactionID] = made
	}
	return made, nil
}

func getPaymentEvent(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[c.Params["id"]]
	if found == nil {
		return nil, notFound("there is no payment " + c.Params["id"])
	}
	event := stash.PaymentEvent{
		Status: stash.PaymentStatusUnspecified, Items: found.items, BonusItems: found.bonus,
		Currency: found.currency, Total: found.total, Tax: "0",
	}
	if !found.paid.IsZero() {
		event.Status = stash.PaymentStatusSucceeded
		event.TimeMillis = stash.Int64(found.paid.UnixMilli())
	}
	return event, nil
}

// Pay pays a checkout as its player would. Paying it again changes nothing.
//
// When the shop has a game server (see [Server.UseGameServer]), it is asked to confirm first, and only its success, an
// answer that the document allows, takes the money. Otherwise the error wraps a *[GameServerError], the checkout stays
// unpaid, and no event is sent. Without an answer the game server may have granted the purchase; what Stash does then is
// not known. Here the next Pay asks again with the same transaction id, by which the game server must know it.
func (s *Server) Pay(id string) error {
	defer s.paying.take(id)()
	if err := s.confirm(id); err != nil {
		return err
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[id]
	if found == nil {
		return fmt.Errorf("stashtest: Pay: there is no checkout %.60q; pass the ID that its creation returned", id)
	}
	if found.cancelled {
		return fmt.Errorf("stashtest: Pay: the purchase %s was given up; begin another one", id)
	}
	if found.paid.IsZero() {
		found.paid = s.now()
		s.announce(purchaseSucceeded(found))
	}
	return nil
}
