package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
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
		return nil, unreadable(err)
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
	return nil, refused(shop.NotFound(fmt.Sprintf("there is no endpoint %.100q; the emulator knows checkout-links/generate and those set with HandleEndpoint", endpoint)))
}

// guideCheckout reads the body of the API-key guide's sample, which no reference page describes: its fields are those
// that the sample has.
func guideCheckout(body []byte) (*shop.Checkout, *status) {
	value, err := decoded(body)
	if err != nil {
		return nil, unreadable(err)
	}
	r := &bodyReader{}
	whole := r.object("", value, "shop_handle", "currency", "external_user", "items")
	user := r.object("external_user", whole["external_user"], "id", "validated_email", "display_name")
	made := &shop.Checkout{Player: r.text("external_user.id", user["id"]), Currency: r.text("currency", whole["currency"])}
	for _, name := range []string{"validated_email", "display_name"} {
		r.text("external_user."+name, user[name])
	}
	items := r.list("items", whole["items"])
	for i, each := range items {
		at := fmt.Sprintf("items[%d]", i)
		item := r.object(at, each, "id", "name", "price_per_item", "quantity", "image_url")
		quantity, err := strconv.ParseInt(r.number(at+".quantity", item["quantity"]), 10, 32)
		if err != nil || quantity < 1 {
			r.refuse(at+".quantity", "must be a whole number of at least 1")
		}
		if item["price_per_item"] == nil {
			r.refuse(at+".price_per_item", "is missing")
		}
		made.Items = append(made.Items, stash.PaymentItem{
			ID: r.text(at+".id", item["id"]), Name: r.text(at+".name", item["name"]),
			PricePerItem: r.text(at+".price_per_item", item["price_per_item"]), Quantity: int32(quantity),
		})
		made.Pictures = append(made.Pictures, r.text(at+".image_url", item["image_url"]))
	}
	if len(items) == 0 && len(r.wrong) == 0 {
		r.refuse("items", "at least one item must be given")
	}
	if len(r.wrong) > 0 {
		return nil, badRequest(r.inOrder())
	}
	return made, nil
}

func generateCheckoutLink(s *Server, c *call) (any, *status) {
	wanted, failed := guideCheckout(c.body)
	if failed != nil {
		return nil, failed
	}
	made, no := s.shop.OpenCheckout(*wanted, "items[].price_per_item")
	if no != nil {
		return nil, refused(no)
	}
	return map[string]any{"url": s.orderURL(made.ID), "id": made.ID}, nil
}
