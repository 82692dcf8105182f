package stashtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/stash-sdk/stash-go/stash"
)

// EndpointHandler answers a call made by name, with stash.Client.Call or the guide's cURL sample. An error is
// answered with HTTP 400 and its text.
type EndpointHandler func(data map[string]any) (map[string]any, error)

// HandleEndpoint sets what POST /api/v1/sdk/{endpoint} answers. checkout-links/generate is there from the start;
// endpoints that nobody has set are not found.
func (s *Server) HandleEndpoint(endpoint string, handler EndpointHandler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[endpoint] = handler
}

func callEndpoint(s *Server, c *call) (any, *status) {
	var data map[string]any
	if err := json.Unmarshal(c.body, &data); err != nil {
		return nil, failure(http.StatusBadRequest, codeInvalidArgument, "the body cannot be read: "+err.Error())
	}
	if failed := s.ownHandle("shop_handle", fmt.Sprint(data["shop_handle"])); failed != nil {
		return nil, failed
	}
	endpoint := c.Params["endpoint"]
	s.mu.Lock()
	handle := s.handlers[endpoint]
	s.mu.Unlock()
	if handle != nil {
		answer, err := handle(data)
		if err != nil {
			return nil, failure(http.StatusBadRequest, codeInvalidArgument, err.Error())
		}
		return answer, nil
	}
	if endpoint == "checkout-links/generate" {
		return generateCheckoutLink(s, c)
	}
	return nil, notFound(fmt.Sprintf("there is no endpoint %.100q; the emulator knows checkout-links/generate and those set with HandleEndpoint", endpoint))
}

// guideCheckout is the body of the API-key guide's sample, which no reference page describes.
type guideCheckout struct {
	Currency string `json:"currency"`
	User     struct {
		ID string `json:"id"`
	} `json:"external_user"`
	Items []struct {
		ID       string      `json:"id"`
		Name     string      `json:"name"`
		Price    string      `json:"price_per_item"`
		Quantity json.Number `json:"quantity"`
	} `json:"items"`
}

func generateCheckoutLink(s *Server, c *call) (any, *status) {
	body, failed := read[guideCheckout](c)
	if failed != nil {
		return nil, failed
	}
	if len(body.Items) == 0 {
		return nil, failure(http.StatusBadRequest, codeInvalidArgument, "items: at least one item must be given")
	}
	made := &checkout{Player: body.User.ID, Currency: body.Currency}
	for i, item := range body.Items {
		quantity, err := strconv.ParseInt(item.Quantity.String(), 10, 32)
		if err != nil || quantity < 1 {
			return nil, failure(http.StatusBadRequest, codeInvalidArgument, fmt.Sprintf("items[%d].quantity: must be a whole number of at least 1", i))
		}
		made.Items = append(made.Items, stash.PaymentItem{ID: item.ID, Name: item.Name, PricePerItem: item.Price, Quantity: int32(quantity)})
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if made, failed = s.state.open(made, "items[].price_per_item"); failed != nil {
		return nil, failed
	}
	return map[string]any{"url": s.orderURL(made), "id": made.ID}, nil
}
