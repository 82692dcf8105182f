package stashtest

import (
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

// LoggedOut reports whether LogoutUser was called for a player and the player has not been signed in to the webshop
// since, by a link or a code.
func (s *Server) LoggedOut(userID string) bool {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return s.state.loggedOut.get(userID) != nil
}

func logoutUser(s *Server, c *call) (any, *status) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	player := c.query.Get("userId")
	s.state.loggedOut.set(player, true)
	for session, each := range s.state.sessions.rows {
		if each.value == player {
			s.state.sessions.delete(session)
		}
	}
	return stash.LogoutUserResponse{}, nil
}

// signIn begins a webshop session for a player, and returns the query of a link that carries it.
func (s *Server) signIn(player string) url.Values {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.loggedOut.delete(player)
	session := randomText(16)
	s.state.sessions.set(session, player)
	return url.Values{"session": {session}}
}

// playerIn returns whose a webshop session is; empty when it is nobody's. st.mu must be held.
func (st *state) playerIn(session string) string {
	if player := st.sessions.get(session); player != nil {
		return *player
	}
	return ""
}

// inOwnName refuses a body that names another player than the call's token.
func (c *call) inOwnName(player string) *status {
	if c.player != "" && c.player != player {
		return forbidden("user.id: the token is not one of the player " + player)
	}
	return nil
}
