package stashtest

import "github.com/stash-sdk/stash-go/stash"

func saveTokens(s *Server, c *call) (any, *status) {
	body, failed := read[stash.SaveTokensRequest](c)
	if failed != nil {
		return nil, failed
	}
	code := randomText(12)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.launcherTokens.set(code, *body)
	return stash.SaveTokensResponse{CodeChallenge: code}, nil
}

// SavedTokens returns the tokens that SaveTokens stored under a code challenge, as the launcher would fetch them.
func (s *Server) SavedTokens(codeChallenge string) (tokens stash.SaveTokensRequest, ok bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if found := s.state.launcherTokens.get(codeChallenge); found != nil {
		return *found, true
	}
	return stash.SaveTokensRequest{}, false
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
	return stash.GenerateAddToCartURLResponse{ID: made.ID, URL: s.orderURL(made)}, nil
}
