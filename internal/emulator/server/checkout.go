package server

import (
	"fmt"
	"math"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

func generateQuickPayURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateQuickPayURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	made, no := s.shop.QuickPay(body, c.body)
	if no != nil {
		return nil, refused(no)
	}
	return stash.GenerateQuickPayURLResponse{ID: made.ID, URL: s.payURL(made.ID), RegionCode: made.Region}, nil
}

// payURL returns the address of a checkout's page.
func (s *Server) payURL(id string) string { return s.around.URL() + "/pay/" + id }

// orderURL returns the address of an older checkout's page. Pay pays these too.
func (s *Server) orderURL(id string) string { return s.around.URL() + "/order/" + id }

func getPaymentEvent(s *Server, c *call) (any, *status) {
	found, ok := s.shop.Checkout(c.Params["id"])
	if !ok {
		return nil, refused(shop.NotFound("there is no payment " + c.Params["id"]))
	}
	event := stash.PaymentEvent{
		Status: stash.PaymentStatusUnspecified, Items: found.Items, BonusItems: found.Bonus,
		Currency: found.Currency, Total: found.Total, Tax: "0",
	}
	if !found.Paid.IsZero() {
		event.Status = s.around.PaidStatus
		event.TimeMillis = stash.Int64(found.Paid.UnixMilli())
	}
	return event, nil
}

func generateClientQuickPayURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateClientQuickPayURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := s.ownHandle("shop_handle", body.ShopHandle); failed != nil {
		return nil, failed
	}
	made, failed := s.playerCheckout(c, body.User.ID, "item_id", body.ItemID)
	if failed != nil {
		return nil, failed
	}
	return stash.GenerateClientQuickPayURLResponse{ID: made.ID, URL: s.payURL(made.ID)}, nil
}

func generateAddToCartURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateAddToCartURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	made, failed := s.playerCheckout(c, body.User.ID, "item.id", body.Item.ID)
	if failed != nil {
		return nil, failed
	}
	return stash.GenerateAddToCartURLResponse{ID: made.ID, URL: s.orderURL(made.ID)}, nil
}

// playerCheckout makes a checkout for a player who calls with a token. The given field names a catalog item, because a
// player cannot set a price.
func (s *Server) playerCheckout(c *call, player, field, sku string) (shop.Checkout, *status) {
	if failed := c.inOwnName(player); failed != nil {
		return shop.Checkout{}, failed
	}
	made, no := s.shop.SellTo(field, sku, player)
	return made, refused(no)
}

// ownHandle refuses another shop's handle in the given field of a body.
func (s *Server) ownHandle(field, handle string) *status {
	if handle == s.around.Who().ShopHandle {
		return nil
	}
	return refused(shop.NotFound(fmt.Sprintf("%s: there is no shop %.60q", field, handle)))
}

func createCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.CreateCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := s.ownHandle("shopHandle", body.ShopHandle); failed != nil {
		return nil, failed
	}
	wanted := shop.Checkout{Player: body.ExternalUser.ID, Currency: body.Currency}
	for i, item := range body.Items {
		if item.Quantity > math.MaxInt32 {
			return nil, invalid(fmt.Sprintf("items[%d].quantity", i), "is more than a payment can hold")
		}
		wanted.Items = append(wanted.Items, stash.PaymentItem{
			ID: item.ID, Name: item.Name, Description: item.Description, PricePerItem: item.PricePerItem, Quantity: int32(item.Quantity),
		})
		wanted.Pictures = append(wanted.Pictures, item.ImageURL)
	}
	made, no := s.shop.OpenCheckout(wanted, "items[].pricePerItem")
	if no != nil {
		return nil, refused(no)
	}
	return stash.CreateCheckoutLinkResponse{ID: made.ID, URL: s.orderURL(made.ID)}, nil
}

func getCheckoutOrder(s *Server, c *call) (any, *status) {
	found, ok := s.shop.Checkout(c.Params["checkoutId"])
	if !ok {
		return nil, refused(shop.NotFound("there is no checkout " + c.Params["checkoutId"]))
	}
	answer := stash.GetCheckoutOrderResponse{Currency: found.Currency}
	if !found.Paid.IsZero() { // Stash's own sample treats a summary as a payment
		answer.PaymentSummary = stash.CheckoutPaymentSummary{Total: found.Total, Tax: "0", TimeMillis: stash.Int64(found.Paid.UnixMilli())}
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
