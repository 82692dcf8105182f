package stashtest

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// GameServer is a game's own server as the emulated Stash calls it. Every request and every answer is held against
// api/gameserver.yaml; an answer that breaks it is a *[GameServerError].
type GameServer struct {
	stash       *Server
	url         string
	http        *http.Client
	key         *signature.Key
	secret      []byte // which errors do not show
	shopID      string
	environment gameserver.PaymentEnvironment
	paths       map[string]string // by call, where they are not the usual ones
	skew        time.Duration
	retries     int
	unsigned    bool
	legacy      bool
	oldSpelling bool
	copies      int
}

// GameServerOption changes how the emulated Stash calls a game server.
type GameServerOption func(*GameServer)

// ConnectGameServer makes the emulated Stash call the game server at a base URL, with the game-server secret (egress
// key) that signs the calls. It waits 5 seconds for an answer, does not repeat a call, and pays with test money.
func (s *Server) ConnectGameServer(url, secret string, opts ...GameServerOption) *GameServer {
	s.game.secrets.Store(secret, nil)
	g := &GameServer{
		stash: s, url: strings.TrimRight(url, "/"), shopID: s.ShopID, key: signature.NewKey([]byte(secret)), secret: []byte(secret), copies: 1,
		http: &http.Client{Timeout: 5 * time.Second, CheckRedirect: notFollowed}, environment: gameserver.PaymentEnvironmentTest,
	}
	return g.With(opts...)
}

// notFollowed leaves a redirect as it is: an answer that is no success, and signed bytes are for one host alone.
func notFollowed(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// With returns the same game server, called differently.
func (g *GameServer) With(opts ...GameServerOption) *GameServer {
	changed := *g
	for _, opt := range opts {
		opt(&changed)
	}
	return &changed
}

// CallTimeout sets how long the emulated Stash waits for an answer.
func CallTimeout(limit time.Duration) GameServerOption {
	return func(g *GameServer) {
		client := *g.http
		client.Timeout = limit
		g.http = &client
	}
}

// CallRetries makes the emulated Stash repeat, signed anew, a call that got no answer, HTTP 429 or a 5xx.
func CallRetries(times int) GameServerOption { return func(g *GameServer) { g.retries = times } }

// CallCopies sends the same signed bytes several times; all copies must be answered alike.
func CallCopies(copies int) GameServerOption {
	return func(g *GameServer) { g.copies = max(copies, 1) }
}

// CallPath sets the path of a call, such as gameserver.GetCatalog, as a shop does in Stash Studio.
func CallPath(call, path string) GameServerOption {
	return func(g *GameServer) {
		paths := map[string]string{call: path}
		for name, other := range g.paths {
			if name != call {
				paths[name] = other
			}
		}
		g.paths = paths
	}
}

// CallEnvironment sets the environment that requests name.
func CallEnvironment(environment gameserver.PaymentEnvironment) GameServerOption {
	return func(g *GameServer) { g.environment = environment }
}

// OldSpelling writes requests as older senders do: snake_case names, enums by number, 64-bit integers as numbers.
func OldSpelling() GameServerOption { return func(g *GameServer) { g.oldSpelling = true } }

// SkewedClock signs with a clock that is wrong by some time: negative is slow.
func SkewedClock(by time.Duration) GameServerOption { return func(g *GameServer) { g.skew = by } }

// WrongSecret signs with a secret that is not the game server's.
func WrongSecret() GameServerOption {
	return func(g *GameServer) { g.key = signature.NewKey([]byte("fake-wrong-secret-" + rand.Text())) }
}

// AnotherShop signs in the name of another shop.
func AnotherShop() GameServerOption { return func(g *GameServer) { g.shopID = randomUUID() } }

// Unsigned sends no signature.
func Unsigned() GameServerOption { return func(g *GameServer) { g.unsigned = true } }

// LegacySignature signs with the deprecated header alone.
func LegacySignature() GameServerOption { return func(g *GameServer) { g.legacy = true } }

// gameServerDocument is parsed once; it is only ever read.
var gameServerDocument = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.GameServer) })
