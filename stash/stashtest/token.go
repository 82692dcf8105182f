package stashtest

import (
	"maps"
	"slices"
	"sync"
)

// tokens are the player tokens that the server has issued.
type tokens struct {
	mu      sync.Mutex
	players map[string]string // by token
}

// PlayerToken issues an identity token of a player, as the game's sign-in would, for stash.PlayerToken.
func (s *Server) PlayerToken(playerID string) string {
	token := "fake-player-token." + randomText(24)
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	if s.tokens.players == nil {
		s.tokens.players = map[string]string{}
	}
	s.tokens.players[token] = playerID
	return token
}

// all lists the tokens that were issued.
func (t *tokens) all() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Collect(maps.Keys(t.players))
}

func (t *tokens) player(token string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.players[token]
}
