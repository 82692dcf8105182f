package stashtest

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// checkout is a checkout link and what became of it.
type checkout struct {
	id       string
	content  []byte // the request that made it, to tell a repetition from a clash
	currency string
	region   string
	items    []stash.PaymentItem
	bonus    []stash.PaymentBonusItem
	total    string
	paid     time.Time // zero while it is not
}

func generateQuickPayURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateQuickPayURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	made := &checkout{currency: body.Currency, region: body.RegionCode, content: c.body}
	if body.Item.ID != "" {
		made.items = []stash.PaymentItem{{
			ID: body.Item.ID, Name: body.Item.Name, Description: body.Item.Description,
			PricePerItem: body.Item.PricePerItem, Quantity: body.Item.Quantity,
		}}
	}
	for _, item := range body.CatalogItems {
		return nil, failure(http.StatusBadRequest, codeInvalidArgument, "catalogItems: there is no product "+item.ID)
	}
	for _, item := range body.BonusItems {
		made.bonus = append(made.bonus, stash.PaymentBonusItem{ID: item.ID, Name: item.Name, Quantity: item.Quantity})
	}
	made, failed = s.state.open(made, body.TransactionID)
	if failed != nil {
		return nil, failed
	}
	return stash.GenerateQuickPayURLResponse{ID: made.id, URL: s.URL + "/pay/" + made.id, RegionCode: made.region}, nil
}

// open keeps a new checkout. A transaction id that is known already gives the checkout that it made; the same id
// with another content is a clash.
func (st *state) open(made *checkout, transactionID string) (*checkout, *status) {
	var err error
	if made.total, err = total(made.items); err != nil {
		return nil, failure(http.StatusBadRequest, codeInvalidArgument, err.Error())
	}
	made.id = randomUUID()
	if made.currency == "" {
		made.currency = "USD"
	}
	if made.region == "" {
		made.region = "US"
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if earlier := st.byTransaction[transactionID]; earlier != nil {
		if !bytes.Equal(earlier.content, made.content) {
			return nil, failure(http.StatusConflict, codeAlreadyExists, "transactionId "+transactionID+" was used for another checkout")
		}
		return earlier, nil
	}
	st.checkouts[made.id] = made
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
func (s *Server) Pay(id string) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[id]
	if found == nil {
		return fmt.Errorf("stashtest: Pay: there is no checkout %.60q; pass the ID that its creation returned", id)
	}
	if found.paid.IsZero() {
		found.paid = s.now()
		s.announce(purchaseSucceeded(found))
	}
	return nil
}
