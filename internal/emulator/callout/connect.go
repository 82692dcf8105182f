// Package callout makes the calls of the emulated Stash to a game's own server: the web shop's catalog, and the
// registration, confirmation and cancellation of purchases. It checks each request and each response against the
// document.
package callout

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// GameServer is a game's own server as the emulated Stash calls it. Its exported fields configure the calls; change them
// only before the first call.
type GameServer struct {
	games       *Games
	secret      []byte // never shown in errors
	URL         string // without a slash at its end
	HTTP        *http.Client
	Key         *signature.Key
	ShopID      string // named in signatures
	Environment gameserver.PaymentEnvironment
	Paths       map[string]string // by operation, where they differ from the default
	Skew        time.Duration     // added to the time in signatures
	Retries     int               // of a call with no response, HTTP 429 or a 5xx
	Unsigned    bool
	Legacy      bool // signs with the deprecated header only
	OldSpelling bool // writes requests as older senders do
	Copies      int  // of each request; all must get the same response
}

// Connect returns the game server at a base URL, with the secret that signs the calls. It waits 5 seconds for a
// response, does not repeat a call, and pays with test money.
func (c *Games) Connect(url, secret string) *GameServer {
	c.secrets.Store(secret, nil)
	return &GameServer{
		games: c, URL: strings.TrimRight(url, "/"), ShopID: c.around.Who().ShopID, Key: signature.NewKey([]byte(secret)),
		secret: []byte(secret), Copies: 1, HTTP: &http.Client{Transport: c.around.Network, Timeout: 5 * time.Second, CheckRedirect: notFollowed},
		Environment: gameserver.PaymentEnvironmentTest, Paths: map[string]string{},
	}
}

// SetTimeout sets how long Stash waits for a response.
func (g *GameServer) SetTimeout(limit time.Duration) {
	client := *g.HTTP
	client.Timeout = limit
	g.HTTP = &client
}

// SetPath sets the path of an operation.
func (g *GameServer) SetPath(operation, path string) {
	g.Paths = maps.Clone(g.Paths)
	g.Paths[operation] = path
}

// notFollowed returns a redirect as a failed response, because signed bytes must go to one host only.
func notFollowed(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// document is parsed once; callers only read it.
var document = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.GameServer) })
