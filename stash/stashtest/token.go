package stashtest

// PlayerToken issues an identity token of a player, as the game's sign-in would, for stash.PlayerToken.
func (s *Server) PlayerToken(playerID string) string {
	token := "fake-player-token." + randomText(24)
	defer s.mustKeep("PlayerToken")
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
