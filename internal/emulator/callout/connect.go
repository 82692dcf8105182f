// Package callout makes the calls of the emulated Stash to a game's own server, and holds both sides of each against the
// document: what the web shop has for sale, and a purchase's registration, confirmation and cancellation.
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

// GameServer is a game's own server as the emulated Stash calls it. Its exported fields say how, and may be changed
// before the first call.
type GameServer struct {
	games       *Games
	secret      []byte // which errors do not show
	URL         string // without a slash at its end
	HTTP        *http.Client
	Key         *signature.Key
	ShopID      string // that signatures name
	Environment gameserver.PaymentEnvironment
	Paths       map[string]string // by operation, where they are not the usual ones
	Skew        time.Duration     // by how much the clock that signs is wrong
	Retries     int               // of a call that got no answer, HTTP 429 or a 5xx
	Unsigned    bool
	Legacy      bool // signs with the deprecated header only
	OldSpelling bool // writes requests as older senders do
	Copies      int  // of each request; all must be answered alike
}

// Connect returns the game server at a base URL, with the secret that signs the calls. It waits 5 seconds for an answer,
// does not repeat a call, and pays with test money.
func (c *Games) Connect(url, secret string) *GameServer {
	c.secrets.Store(secret, nil)
	return &GameServer{
		games: c, URL: strings.TrimRight(url, "/"), ShopID: c.around.Who().ShopID, Key: signature.NewKey([]byte(secret)),
		secret: []byte(secret), Copies: 1, HTTP: &http.Client{Timeout: 5 * time.Second, CheckRedirect: notFollowed},
		Environment: gameserver.PaymentEnvironmentTest, Paths: map[string]string{},
	}
}

// SetTimeout sets how long Stash waits for an answer.
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

// notFollowed leaves a redirect as it is: an answer that is no success, and signed bytes are for one host alone.
func notFollowed(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// document is parsed once; it is only ever read.
var document = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.GameServer) })
