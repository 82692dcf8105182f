package callout

import (
	"errors"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/keylock"
)

// Around is what the calls need of the server that makes them.
type Around struct {
	Now     func() time.Time
	Who     func() shop.Identity
	Shop    *shop.Shop
	Changed func() // is called after each call
}

// Games are the calls to game servers, and the game server that the shop has, if it has one.
type Games struct {
	Observe func(Call)         // is called after each call, by several goroutines at once; nil for none
	Public  func(*Error) error // makes what callers get of an Error; nil when they get it itself

	around  Around
	current atomic.Pointer[GameServer]
	secrets sync.Map      // every one that was connected with
	paying  keylock.Locks // by checkout, over calls that the shop must not be locked over

	mu    sync.Mutex
	calls []Call // oldest first
	count int    // since the start
}

// New makes a shop's calls; it has no game server yet.
func New(around Around) *Games { return &Games{around: around} }

// Use gives the shop a game server; nil takes it away.
func (c *Games) Use(game *GameServer) {
	c.current.Store(game)
	c.around.Changed()
}

// Current is the game server that the shop has, or nil.
func (c *Games) Current() *GameServer { return c.current.Load() }

// Secrets are those of every game server that was connected, for a caller that hides them.
func (c *Games) Secrets() (secrets []string) {
	c.secrets.Range(func(secret, _ any) bool {
		secrets = append(secrets, secret.(string))
		return true
	})
	return secrets
}

// CheckURL says why a URL cannot be a game server's. It never shows the URL, which may hold a password.
func CheckURL(base string) error {
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
