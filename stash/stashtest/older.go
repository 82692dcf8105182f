package stashtest

import (
	"fmt"
	"math"

	"github.com/stash-sdk/stash-go/stash"
)

// The older checkout links make the same checkouts as GenerateQuickPayUrl: Server.Pay pays them too.

func createCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := s.ownHandle("shopHandle", body.ShopHandle); failed != nil {
		return nil, failed
	}
	made := &checkout{currency: body.Currency, content: c.body}
	for i, item := range body.Items {
		if item.Quantity > math.MaxInt32 {
			return nil, invalid(fmt.Sprintf("items[%d].quantity", i), "is more than a payment can hold")
		}
		made.items = append(made.items, stash.PaymentItem{
			ID: item.ID, Name: item.Name, Description: item.Description, PricePerItem: item.PricePerItem, Quantity: int32(item.Quantity),
		})
		made.pictures = append(made.pictures, item.ImageURL)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if made, failed = s.state.open(made, ""); failed != nil {
		return nil, failed
	}
	return stash.CreateCheckoutLinkResponse{ID: made.id, URL: s.orderURL(made)}, nil
}

// orderURL is the page of an older checkout.
func (s *Server) orderURL(made *checkout) string { return s.URL + "/order/" + made.id }

func getCheckoutOrder(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts[c.Params["checkoutId"]]
	if found == nil {
		return nil, notFound("there is no checkout " + c.Params["checkoutId"])
	}
	answer := stash.GetCheckoutOrderResponse{
		Currency: found.currency, PaymentSummary: stash.CheckoutPaymentSummary{Total: found.total, Tax: "0"},
	}
	if !found.paid.IsZero() {
		answer.PaymentSummary.TimeMillis = stash.Int64(found.paid.UnixMilli())
	}
	for i, item := range found.items {
		ordered := stash.CheckoutOrderItem{
			ID: item.ID, Name: item.Name, Description: item.Description, PricePerItem: item.PricePerItem, Quantity: int64(item.Quantity),
		}
		if i < len(found.pictures) {
			ordered.ImageURL = found.pictures[i]
		}
		answer.Items = append(answer.Items, ordered)
	}
	return answer, nil
}
