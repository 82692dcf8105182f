package stashtest

import "github.com/stash-sdk/stash-go/stash"

func getUserPreferences(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	channel, ok := s.state.channels[c.Params["userId"]]
	if !ok {
		return nil, notFound("the player " + c.Params["userId"] + " has no preferences yet")
	}
	return stash.GetUserPreferencesResponse{PaymentChannel: channel}, nil
}

func setUserPreferences(s *Server, c *call) (any, *status) {
	body, failed := read[stash.SetUserPreferencesRequest](c)
	if failed != nil {
		return nil, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.channels[c.Params["userId"]] = body.PaymentChannel
	return stash.SetUserPreferencesResponse{}, nil
}
