package server

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// EndpointHandler answers a call made by name, with stash.Client.Call or the guide's cURL sample. If it returns an
// error, the response is HTTP 400 with the error's text.
type EndpointHandler func(data map[string]any) (map[string]any, error)

// HandleEndpoint sets what POST /api/v1/sdk/{endpoint} answers. Other endpoints return HTTP 404, except the guide's
// placeholder.
func (s *Server) HandleEndpoint(endpoint string, handler EndpointHandler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[endpoint] = handler
}

func callEndpoint(s *Server, c *call) (any, *status) {
	var data map[string]any
	if err := json.Unmarshal(c.body, &data); err != nil {
		return nil, unreadable(err)
	}
	if failed := s.ownHandle("shop_handle", fmt.Sprint(data["shop_handle"])); failed != nil {
		return nil, failed
	}
	endpoint := c.Params["endpoint"]
	s.mu.Lock()
	handle := s.handlers[endpoint]
	s.mu.Unlock()
	switch {
	case handle != nil:
		answer, err := handle(data)
		if err != nil {
			return nil, failure(http.StatusBadRequest, codeInvalidArgument, err.Error())
		}
		return answer, nil
	case endpoint == guideEndpoint:
		return s.asGuide(c)
	}
	return nil, refused(shop.NotFound(fmt.Sprintf("there is no endpoint %.100q; set it with HandleEndpoint", endpoint)))
}

// guideEndpoint is the placeholder in the address of the guide's samples. The samples send the body of
// checkout-links/generate, so the emulator handles the call as that endpoint and the samples run unchanged.
const guideEndpoint = "endpoint"

func (s *Server) asGuide(c *call) (any, *status) {
	generate := s.contract.Operation("GenerateCheckoutLink")
	req, err := http.NewRequest(generate.Method, "http://guide.invalid"+generate.Path, nil)
	if err != nil {
		return nil, failure(http.StatusInternalServerError, codeInternal, err.Error())
	}
	req.Header.Set("Content-Type", "application/json")
	x, _ := s.contract.Find(req)
	body, _, wrong := x.Read(c.body)
	if len(wrong) > 0 {
		return nil, badRequest(wrong)
	}
	return generateCheckoutLink(s, &call{Exchange: x, body: body})
}

func generateCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateCheckoutLinkRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := s.ownHandle("shop_handle", body.ShopHandle); failed != nil {
		return nil, failed
	}
	wanted := shop.Checkout{Player: body.ExternalUser.ID, Currency: body.Currency}
	for _, item := range body.Items {
		wanted.Items = append(wanted.Items, stash.PaymentItem{ID: item.ID, Name: item.Name, PricePerItem: item.PricePerItem, Quantity: item.Quantity})
		wanted.Pictures = append(wanted.Pictures, item.ImageURL)
	}
	made, no := s.shop.OpenCheckout(wanted, "items[].price_per_item")
	if no != nil {
		return nil, refused(no)
	}
	return stash.GenerateCheckoutLinkResponse{ID: made.ID, URL: s.orderURL(made.ID)}, nil
}
