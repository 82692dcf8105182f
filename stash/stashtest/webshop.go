package stashtest

import "github.com/stash-sdk/stash-go/stash"

func generateAuthenticatedURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateAuthenticatedURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	target := body.Target
	if target == "" {
		target = stash.WebshopTargetDefault
	}
	query := s.signIn(body.User.ID)
	query.Set("target", string(target))
	return stash.GenerateAuthenticatedURLResponse{URL: s.URL + "/shop/" + s.ShopHandle + "?" + query.Encode()}, nil
}

func generateLoyaltyURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateLoyaltyURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := c.inOwnName(body.User.ID); failed != nil {
		return nil, failed
	}
	return stash.GenerateLoyaltyURLResponse{URL: s.URL + "/shop/" + s.ShopHandle + "/loyalty?" + s.signIn(body.User.ID).Encode()}, nil
}
