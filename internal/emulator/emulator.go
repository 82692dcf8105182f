// Package emulator is the emulated Stash: it connects the packages below it, listens, and routes each request to a page
// or to an operation.
//
// Imports run one way, from the top:
//
//	emulator
//	  pages  → pages/desk             what a browser sees
//	  control                         faults, time and state over HTTP
//	  server                          operations over HTTP, faults, journal
//	  seed                            YAML into a shop
//	  deliver   callout               webhooks out, calls to a game server
//	  shop                            the shop's state and rules
//	  subscription                    rules of plans and subscriptions
//	  store     money     ids         tables and state file, amounts, random ids
package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/control"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages"
	"github.com/stash-sdk/stash-go/internal/emulator/seed"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/stash"
)

// Emulator is an emulated Stash with one shop. Set the first fields before Start.
type Emulator struct {
	Addr    string               // listening address; empty for a free loopback port
	Public  string               // base URL of links, for devices that reach the emulator by another address; empty for URL
	State   *string              // path of the state file; nil for none
	Seed    []byte               // nil for none
	Now     func() time.Time     // the clock
	Observe func(server.Request) // called after each call; may be nil
	Game    *Game                // the shop's game server at the start; nil for none

	PaidStatus stash.PaymentStatus // of a paid checkout's payment event

	URL        string // on loopback if possible, without a slash at its end
	Shop       *shop.Shop
	Deliveries *deliver.Deliveries
	Games      *callout.Games
	Calls      *server.Server
	Pages      *pages.Pages
	control    *control.Control

	Done chan struct{} // closed when the control API asks the program to stop

	keys    Keys
	ahead   atomic.Int64  // how far the shop's clock is ahead, in nanoseconds
	random  shop.Identity // the random keys, before options fixed some
	http    *http.Server
	network network
}

// Game is a game server to connect at the start.
type Game struct {
	URL     string
	Connect func() // called once the shop's identity is settled, because each call names it
}

// Keys point to the texts of the shop's identity, in the order of shop.Identity. They are read at each use, so they may
// change at any time.
type Keys [6]*string

func (k Keys) identity() shop.Identity {
	return shop.Identity{
		APIKey: *k[0], ShopID: *k[1], HMACSecret: *k[2], ShopHandle: *k[3], WebhookSecret: *k[4], GameServerSecret: *k[5],
	}
}

func (k Keys) set(id shop.Identity) {
	*k[0], *k[1], *k[2], *k[3], *k[4], *k[5] = id.APIKey, id.ShopID, id.HMACSecret, id.ShopHandle, id.WebhookSecret, id.GameServerSecret
}

// New makes an emulator with random keys.
func New(keys Keys) *Emulator {
	e := &Emulator{Now: time.Now, PaidStatus: stash.PaymentStatusSucceeded, Done: make(chan struct{}), keys: keys, random: shop.RandomIdentity()}
	keys.set(e.random)
	e.network.setUp()
	now := func() time.Time { return e.Now() }
	changed := func() {
		if e.Calls != nil { // no page is open before the start
			e.Calls.Changed()
		}
	}
	e.Deliveries = deliver.New(deliver.Around{
		Now: e.shopTime, Signed: now, Who: keys.identity, Changed: changed, Network: e.network.roundTripper(),
		Keep:  func() error { return e.Shop.Keep() },
		Fault: func(text string) { e.Calls.Fault(text) },
	})
	e.Shop = shop.New(e.shopTime, e.Deliveries.Announce)
	e.Games = callout.New(callout.Around{Now: now, Who: keys.identity, Shop: e.Shop, Changed: changed, Network: e.network.roundTripper()})
	return e
}

// Start settles the keys, fills the shop, and listens.
func (e *Emulator) Start() error {
	rules, err := document()
	if err != nil {
		return err
	}
	if err := check(e.keys.identity()); err != nil {
		return err
	}
	if err := checkPublic(e.Public); err != nil {
		return err
	}
	sown, err := seed.Read(e.Seed)
	if err != nil {
		return err
	}
	if err := e.checkGame(); err != nil {
		return err
	}
	listener, err := e.network.listen(e.Addr)
	if err != nil {
		return err
	}
	e.URL = urlOf(listener.Addr())
	if err := e.restore(sown); err != nil {
		_, _ = listener.Close(), e.Shop.Close()
		return err
	}
	closing, cancel := context.WithCancel(context.Background())
	url := func() string { return e.URL }
	e.Calls = server.New(server.Around{
		Now: func() time.Time { return e.Now() }, Who: e.keys.identity, URL: func() string { return cmp.Or(e.Public, e.URL) }, Observe: e.Observe, Shop: e.Shop, Document: rules,
		PaidStatus: e.PaidStatus,
	})
	if e.Game != nil {
		e.Game.Connect()
	}
	e.Pages = pages.New(pages.Around{
		Who: e.keys.identity, URL: url, Closing: closing.Done(), Public: e.Public,
		Shop: e.Shop, Calls: e.Calls, Deliveries: e.Deliveries, Games: e.Games,
	})
	e.control = control.New(control.Around{
		Now: e.shopTime, Advance: e.advance, Reset: func() error { return e.reset(sown) }, Stop: sync.OnceFunc(func() { close(e.Done) }), Document: api.OpenAPI,
		Shop: e.Shop, Calls: e.Calls, Deliveries: e.Deliveries, Games: e.Games,
	})
	e.Deliveries.Resume()
	e.http = serve(listener, e, cancel)
	return nil
}

// shopTime is the shop's clock. Signatures are made and checked with the real one, so that a client of another program
// can call after the shop's clock was moved.
func (e *Emulator) shopTime() time.Time { return e.Now().Add(time.Duration(e.ahead.Load())) }

// advance moves the shop's clock to a later time.
func (e *Emulator) advance(until time.Time) { e.ahead.Store(int64(until.Sub(e.Now()))) }

// reset makes the shop as it was at its first start.
func (e *Emulator) reset(sown *seed.Seed) error {
	e.ahead.Store(0)
	e.Shop.Reset()
	e.Calls.Forget()
	e.Deliveries.Forget()
	return seed.Fill(e.Shop, e.Seed, sown)
}

// document is parsed once; callers only read it.
var document = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.OpenAPI) })

// restore fills the shop from the state file and the seed, if there are any.
func (e *Emulator) restore(sown *seed.Seed) error {
	if e.State != nil {
		if err := e.Shop.Open(*e.State, e.Deliveries.Table()); err != nil {
			return err
		}
	}
	settled, err := e.Shop.Settle(e.keys.identity(), e.random, check)
	if err != nil {
		return err
	}
	e.keys.set(settled)
	if err := seed.Fill(e.Shop, e.Seed, sown); err != nil {
		return err
	}
	return e.Shop.Keep()
}

// checkGame refuses a game server with an invalid URL or secret, before the server listens.
func (e *Emulator) checkGame() error {
	if e.Game == nil {
		return nil
	}
	if err := callout.CheckURL(e.Game.URL); err != nil {
		return fmt.Errorf("stashtest: the game server's URL %w", err)
	}
	if err := secret.Check(e.keys.identity().GameServerSecret); err != nil {
		return fmt.Errorf("stashtest: the game server's secret %w", err)
	}
	return nil
}

// ServeHTTP routes a request to a page or to an operation.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil { // a client's request, not one from a server
		r = r.WithContext(r.Context())
		r.Body = http.NoBody
	}
	if !e.control.Serve(w, r, e.Pages.Guard) && !e.Pages.Serve(w, r) {
		e.Calls.ServeHTTP(w, r)
	}
}

// Client returns a client of the shop with its API key. It panics when an option is invalid.
func (e *Emulator) Client(opts ...stash.Option) *stash.Client {
	who := e.keys.identity()
	usual := []stash.Option{stash.WithBaseURL(e.URL), stash.WithShopHandle(who.ShopHandle)}
	if way := e.network.roundTripper(); way != nil {
		usual = append(usual, stash.WithHTTPClient(&http.Client{Transport: way}))
	}
	client, err := stash.New(stash.APIKey(who.APIKey), append(usual, opts...)...)
	if err != nil {
		panic("stashtest: Client: " + err.Error())
	}
	return client
}

// Serve serves a handler until Close, and returns its URL. It panics after Close, or when no port is free.
func (e *Emulator) Serve(handler http.Handler) string {
	url, err := e.network.host(handler)
	if err != nil {
		panic(err.Error())
	}
	return url
}

// End closes the emulator at the end of a test, and reports what went wrong.
func (e *Emulator) End(report func(format string, args ...any)) {
	if err := e.Close(); err != nil {
		report("stashtest: stopping the server: %v", err)
	}
	for _, fault := range e.Calls.Faults() {
		report("stashtest: the emulator broke the document: %s", fault)
	}
}

// Close stops the emulator and its connections.
func (e *Emulator) Close() error {
	err := errors.Join(stop(e.http), e.Shop.Close())
	e.Deliveries.Stop() // after closing the state file, so that the file has them as still running
	return errors.Join(err, e.network.close())
}

// Convert converts a list of the emulator's values to the public types; nil stays nil.
func Convert[From, To any](list []From, each func(From) To) []To {
	if list == nil {
		return nil
	}
	converted := make([]To, len(list))
	for i, value := range list {
		converted[i] = each(value)
	}
	return converted
}
