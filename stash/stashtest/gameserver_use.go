package stashtest

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"

	"github.com/stash-sdk/stash-go/internal/secret"
)

// connection is the game server that the shop has, if it has one.
type connection struct {
	url     string // as WithGameServer has it
	opts    []GameServerOption
	wanted  bool
	current atomic.Pointer[GameServer]
	secrets sync.Map // every one that was connected with, for the console to hide
}

// WithGameServer gives the shop a game server from the beginning, as [Server.UseGameServer] does with one that
// [Server.ConnectGameServer] returns. Start refuses a URL that is none of http or https, or that has user info, a query
// or a fragment, and a secret that a request could not be signed with. The secret must not be a real one; an empty one
// stands for the server's own, in its GameServerSecret, which is made at random and kept with the state.
func WithGameServer(url, secret string, opts ...GameServerOption) Option {
	return func(s *Server) {
		s.game.url, s.game.opts, s.game.wanted = url, opts, true
		s.GameServerSecret = cmp.Or(secret, s.GameServerSecret)
	}
}

// UseGameServer gives the shop a game server; nil takes it away. From then on Stash asks it, as the real one does:
//
//   - [Server.Pay] takes the money of a checkout only after the game server has confirmed it;
//   - what the web shop sells is the game server's catalog, and a purchase there is registered first: see
//     [Server.Offers], [Server.BeginPurchase] and [Server.Decline].
//
// That Stash confirms checkout links of every operation is inferred: its guide shows it for Stash Pay. Subscriptions are
// not confirmed, because no source says that they are.
func (s *Server) UseGameServer(game *GameServer) {
	s.game.current.Store(game)
	s.changes.ring()
}

// checkGameServer refuses what WithGameServer was given, before anything listens.
func (s *Server) checkGameServer() error {
	if !s.game.wanted {
		return nil
	}
	if err := CheckGameServerURL(s.game.url); err != nil {
		return fmt.Errorf("stashtest: the game server's URL %w", err)
	}
	if err := secret.Check(s.GameServerSecret); err != nil {
		return fmt.Errorf("stashtest: the game server's secret %w", err)
	}
	return nil
}

// CheckGameServerURL says why a URL cannot be a game server's. It never shows the URL, which may hold a password.
func CheckGameServerURL(base string) error {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return errors.New("is not a URL of http or https; give one such as http://127.0.0.1:8080")
	case u.User != nil:
		return errors.New("has user info in it, which Stash would not send; leave it out")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("has a query or a fragment; give the part before it")
	}
	return nil
}

// connect is for when the shop's id is settled: it stands in every call.
func (s *Server) connect() {
	if s.game.wanted {
		s.UseGameServer(s.ConnectGameServer(s.game.url, s.GameServerSecret, s.game.opts...))
	}
}
