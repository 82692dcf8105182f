package stashtest

// PlayerToken issues an identity token of a player, as the game's sign-in would, for stash.PlayerToken. It panics when
// the state file cannot be written; IssuePlayerToken returns an error then.
func (s *Server) PlayerToken(playerID string) string {
	token := s.issueToken(playerID)
	s.mustKeep("PlayerToken")
	return token
}

// IssuePlayerToken is [Server.PlayerToken] for programs that are no tests: a state file that cannot be written is an
// error.
func (s *Server) IssuePlayerToken(playerID string) (token string, err error) {
	defer s.keep(&err)
	return s.issueToken(playerID), nil
}

func (s *Server) issueToken(playerID string) string {
	token := "fake-player-token." + randomText(24)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.players.set(token, playerID)
	return token
}

// playerOf returns whose a token is; empty when it was not issued.
func (st *state) playerOf(token string) string {
	st.mu.Lock()
	defer st.mu.Unlock()
	if player := st.players.get(token); player != nil {
		return *player
	}
	return ""
}
