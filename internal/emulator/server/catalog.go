package server

import (
	"strings"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

func listProducts(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	limit, failed := c.integer("limit", usualPage)
	if failed != nil {
		return nil, failed
	}
	offset, failed := c.integer("offset", 0)
	if failed != nil {
		return nil, failed
	}
	products, next := s.shop.Products(offset, min(limit, longestPage))
	return stash.ListProductsResponse{Products: products, NextOffset: next}, nil
}

func getProduct(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	product, no := s.shop.Product(c.Params["productId"])
	return stash.GetProductResponse{Product: product}, refused(no)
}

// ownShop refuses a path with another shop's id. It answers 403, because 404 means "not on sale" or "no campaign" here:
// callers expect those, and would not notice a wrong shop id.
func (s *Server) ownShop(c *call) *status {
	if strings.EqualFold(c.Params["shopId"], s.around.Who().ShopID) {
		return nil
	}
	return refused(shop.Forbidden("shopId: the credential is not one of the shop " + c.Params["shopId"]))
}

func getPrices(s *Server, c *call) (any, *status) {
	limit, failed := c.integer("limit", usualPage)
	if failed != nil {
		return nil, failed
	}
	region := c.query.Get("region")
	list := "prices of " + strings.ToUpper(region)
	after, failed := c.position(list)
	if failed != nil {
		return nil, failed
	}
	prices, next := s.shop.Prices(region, after, int(min(limit, longestPage)))
	answer := stash.GetPricesResponse{Prices: prices}
	if next != "" {
		answer.NextPageToken = pageToken(list, next)
	}
	return answer, nil
}

func convertPrices(s *Server, c *call) (any, *status) {
	body, failed := read[stash.ConvertPricesRequest](c)
	if failed != nil {
		return nil, failed
	}
	answer, no := s.shop.Convert(body)
	return answer, refused(no)
}

func getLoyalty(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	campaign, _, no := s.shop.Standing("")
	return stash.GetLoyaltyResponse{ActiveCampaign: campaign}, refused(no)
}

func getPlayerLoyalty(s *Server, c *call) (any, *status) {
	if failed := s.ownShop(c); failed != nil {
		return nil, failed
	}
	_, standing, no := s.shop.Standing(c.Params["playerId"])
	return stash.GetPlayerLoyaltyResponse{Loyalty: standing}, refused(no)
}
