package stashtest

import "github.com/stash-sdk/stash-go/stash"

func getUserPreferences(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	channel := s.state.channels.get(c.Params["userId"])
	if channel == nil {
		return nil, notFound("the player " + c.Params["userId"] + " has no preferences yet")
	}
	return stash.GetUserPreferencesResponse{PaymentChannel: *channel}, nil
}

func setUserPreferences(s *Server, c *call) (any, *status) {
	body, failed := read[stash.SetUserPreferencesRequest](c)
	if failed != nil {
		return nil, failed
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.channels.set(c.Params["userId"], body.PaymentChannel)
	return stash.SetUserPreferencesResponse{}, nil
}
