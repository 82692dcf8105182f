package callout

import (
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/keylock"
)

// Around is what the calls need from their server.
type Around struct {
	Now     func() time.Time
	Who     func() shop.Identity
	Shop    *shop.Shop
	Changed func()            // called after each call
	Network http.RoundTripper // the way to game servers; nil for the usual one
}

// Games makes the calls to game servers, and holds the shop's game server, if there is one.
type Games struct {
	Observe func(Call)         // called after each call, by several goroutines at once; may be nil
	Public  func(*Error) error // converts an Error for callers; nil returns it unchanged

	around  Around
	current atomic.Pointer[GameServer]
	secrets sync.Map      // of all game servers so far
	paying  keylock.Locks // by checkout; held during calls, when the shop is not locked

	mu    sync.Mutex
	calls []Call // oldest first
	count int    // made since the start
}

// New makes a shop's calls; it has no game server yet.
func New(around Around) *Games { return &Games{around: around} }

// Use gives the shop a game server; nil removes it.
func (c *Games) Use(game *GameServer) {
	c.current.Store(game)
	c.around.Changed()
}

// Current returns the shop's game server, or nil.
func (c *Games) Current() *GameServer { return c.current.Load() }

// Secrets returns the secrets of all game servers so far, so that the caller can hide them.
func (c *Games) Secrets() (secrets []string) {
	c.secrets.Range(func(secret, _ any) bool {
		secrets = append(secrets, secret.(string))
		return true
	})
	return secrets
}

// CheckURL returns why a URL cannot be a game server's. The error never shows the URL, which may hold a password.
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
