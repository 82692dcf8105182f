package stashtest

import (
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

func generateAuthenticatedURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateAuthenticatedURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	target := body.Target
	if target == "" {
		target = stash.WebshopTargetDefault
	}
	query := url.Values{"session": {randomText(16)}, "target": {string(target)}}
	return stash.GenerateAuthenticatedURLResponse{URL: s.URL + "/shop/" + s.ShopHandle + "?" + query.Encode()}, nil
}
