package shop

import (
	"fmt"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/stash"
)

// IssueToken issues an identity token of a player.
func (s *Shop) IssueToken(player string) string {
	token := "fake-player-token." + ids.Text(24)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.players.Set(token, player)
	return token
}

// PlayerOf returns the player of a token; empty when the token was not issued.
func (s *Shop) PlayerOf(token string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if player := s.players.Get(token); player != nil {
		return *player
	}
	return ""
}

// SignIn begins a webshop session for a player.
func (s *Shop) SignIn(player string) (session string) {
	session = ids.Text(16)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loggedOut.Delete(player)
	s.sessions.Set(session, player)
	return session
}

// LogOut ends the webshop sessions of a player.
func (s *Shop) LogOut(player string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loggedOut.Set(player, true)
	for session, each := range s.sessions.Each() {
		if *each == player {
			s.sessions.Delete(session)
		}
	}
}

// LoggedOut reports whether a player was logged out and has not signed in to the webshop since.
func (s *Shop) LoggedOut(player string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loggedOut.Get(player) != nil
}

// IssueCode makes a code that can be used once, to link an account or to approve a sign-in.
func (s *Shop) IssueCode() string {
	code := ids.Text(12)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes.Set(code, false)
	return code
}

// UseCode uses a code. If the code approves a sign-in, UseCode signs the player in within the same change.
func (s *Shop) UseCode(code, player string, approves bool) *Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	used := s.codes.Get(code)
	switch {
	case used == nil:
		return NotFound(fmt.Sprintf("there is no code %.60q; the emulator knows those of Server.IssueCode", code))
	case *used:
		return clash(fmt.Sprintf("the code %.60q was used before; have the webshop make another", code))
	}
	s.codes.Set(code, true)
	if approves {
		s.loggedOut.Delete(player)
	}
	return nil
}

// SaveTokens stores the tokens of a launcher under a new code challenge.
func (s *Shop) SaveTokens(tokens stash.SaveTokensRequest) (codeChallenge string) {
	code := ids.Text(12)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.launcherTokens.Set(code, tokens)
	return code
}

// SavedTokens returns the tokens stored under a code challenge.
func (s *Shop) SavedTokens(codeChallenge string) (tokens stash.SaveTokensRequest, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.launcherTokens.Get(codeChallenge); found != nil {
		return *found, true
	}
	return stash.SaveTokensRequest{}, false
}

// Channel returns the payment channel that a player prefers.
func (s *Shop) Channel(player string) (stash.PaymentChannel, *Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	channel := s.channels.Get(player)
	if channel == nil {
		return stash.PaymentChannel(""), NotFound("the player " + player + " has no preferences yet")
	}
	return *channel, nil
}

// SetChannel sets the payment channel that a player prefers.
func (s *Shop) SetChannel(player string, channel stash.PaymentChannel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels.Set(player, channel)
}

// Secrets returns the tokens and sessions of players, so that the caller can hide them.
func (s *Shop) Secrets() (secrets []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token := range s.players.Each() {
		secrets = append(secrets, token)
	}
	for session := range s.sessions.Each() {
		secrets = append(secrets, session)
	}
	for _, saved := range s.launcherTokens.Each() {
		secrets = append(secrets, saved.AccessToken, saved.RefreshToken)
	}
	return secrets
}
