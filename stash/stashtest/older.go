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
	made := &checkout{Player: body.ExternalUser.ID, Currency: body.Currency}
	for i, item := range body.Items {
		if item.Quantity > math.MaxInt32 {
			return nil, invalid(fmt.Sprintf("items[%d].quantity", i), "is more than a payment can hold")
		}
		made.Items = append(made.Items, stash.PaymentItem{
			ID: item.ID, Name: item.Name, Description: item.Description, PricePerItem: item.PricePerItem, Quantity: int32(item.Quantity),
		})
		made.Pictures = append(made.Pictures, item.ImageURL)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if made, failed = s.state.open(made, "items[].pricePerItem"); failed != nil {
		return nil, failed
	}
	return stash.CreateCheckoutLinkResponse{ID: made.ID, URL: s.orderURL(made)}, nil
}

// orderURL is the page of an older checkout.
func (s *Server) orderURL(made *checkout) string { return s.URL + "/order/" + made.ID }

func getCheckoutOrder(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	found := s.state.checkouts.get(c.Params["checkoutId"])
	if found == nil {
		return nil, notFound("there is no checkout " + c.Params["checkoutId"])
	}
	answer := stash.GetCheckoutOrderResponse{
		Currency: found.Currency, PaymentSummary: stash.CheckoutPaymentSummary{Total: found.Total, Tax: "0"},
	}
	if !found.Paid.IsZero() {
		answer.PaymentSummary.TimeMillis = stash.Int64(found.Paid.UnixMilli())
	}
	for i, item := range found.Items {
		ordered := stash.CheckoutOrderItem{
			ID: item.ID, Name: item.Name, Description: item.Description, PricePerItem: item.PricePerItem, Quantity: int64(item.Quantity),
		}
		if i < len(found.Pictures) {
			ordered.ImageURL = found.Pictures[i]
		}
		answer.Items = append(answer.Items, ordered)
	}
	return answer, nil
}
