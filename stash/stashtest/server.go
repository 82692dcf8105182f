package stashtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/keylock"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash"
)

// Server is an emulated Stash with one shop.
type Server struct {
	URL        string // base URL on loopback, without a slash at its end
	APIKey     string // the shop's ingress key, made at random unless an option fixes it, as all that follow
	ShopID     string // the shop's id, a UUID
	HMACSecret string // the shop's ingress secret for signing
	ShopHandle string // the shop's handle

	WebhookSecret string // the secret of the shop's webhook

	GameServerSecret string // what signs the calls to the game server of WithGameServer

	addr      string        // empty for a free loopback port
	statePath *string       // of the state file; nil when the state is not kept
	observe   func(Request) // nil when nobody looks on
	seed      []byte        // nil for none

	http     *http.Server
	pages    http.Handler
	pageMux  *http.ServeMux  // what pages leads to, to ask what is a page
	closing  context.Context // over when the server closes
	loopback bool            // nobody else on the network reaches it
	contract *contract.Contract
	now      func() time.Time
	state    *state
	keeper   *keeper // nil when the state is not kept
	journal  journal
	faults   faults
	webhooks webhooks
	changes  bell // rung when a page may look different
	game     connection
	asked    gameServerLog
	paying   keylock.Locks // by checkout, over calls that the state must not be locked over
	hmacKey  *signature.Key
	handlers map[string]EndpointHandler // by endpoint, for CallEndpoint
	mu       sync.Mutex                 // guards handlers
}

// TB is the part of testing.TB that New needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// Option sets up a Server.
type Option func(*Server)

// WithClock replaces the server's clock.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.now = now }
}

// New starts a server that stops when the test ends. An answer of the server's own that breaks the document fails
// the test.
func New(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := Start(opts...)
	if err != nil {
		t.Fatalf("stashtest.New: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("stashtest: stopping the server: %v", err)
		}
		for _, fault := range s.journal.faults() {
			t.Errorf("stashtest: the emulator broke the document: %s", fault)
		}
	})
	return s
}

// Start starts a server outside a test. Close stops it.
func Start(opts ...Option) (*Server, error) {
	rules, err := document()
	if err != nil {
		return nil, err
	}
	s := &Server{
		contract: rules,
		now:      time.Now,
		handlers: map[string]EndpointHandler{},
		journal:  journal{most: keptRequests},
	}
	random := randomIdentity()
	s.assume(random)
	for _, opt := range opts {
		opt(s)
	}
	if err := s.checkFixed(); err != nil {
		return nil, err
	}
	filled, err := readSeed(s.seed)
	if err != nil {
		return nil, err
	}
	if err := s.checkGameServer(); err != nil {
		return nil, err
	}
	listener, err := s.listen()
	if err != nil {
		return nil, err
	}
	s.URL = urlOf(listener.Addr())
	if err := s.restore(random); err != nil {
		_ = listener.Close()
		return nil, err
	}
	s.loopback = onLoopback(listener.Addr())
	if err := s.sowAtStart(filled); err != nil {
		_ = listener.Close()
		_ = s.keeper.close()
		return nil, err
	}
	s.connect()
	s.pages = s.newPages()
	unused := &unusedConns{}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ConnState: unused.note}
	closing, cancel := context.WithCancel(context.Background())
	s.closing = closing
	s.http.RegisterOnShutdown(cancel)
	s.http.RegisterOnShutdown(unused.close)
	s.resume()
	go func() { _ = s.http.Serve(listener) }()
	return s, nil
}

// document is parsed once; it is only ever read.
var document = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.OpenAPI) })

// Close stops the server and its connections.
func (s *Server) Close() error {
	defer s.webhooks.stop() // after the state file is closed, which has them as they were under way
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	return errors.Join(err, s.http.Close(), s.keeper.close())
}

// Client returns a client of the server's shop with its API key. Options may change all but the credential; a
// mistake in them panics.
func (s *Server) Client(opts ...stash.Option) *stash.Client {
	all := append([]stash.Option{stash.WithBaseURL(s.URL), stash.WithShopHandle(s.ShopHandle)}, opts...)
	client, err := stash.New(stash.APIKey(s.APIKey), all...)
	if err != nil {
		panic("stashtest: Client: " + err.Error())
	}
	return client
}

// Format prints the server's address; its key stays out of test logs.
func (s *Server) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "stashtest.Server("+s.URL+")") }

// MarshalJSON encodes the server's address alone.
func (s *Server) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"url": s.URL})
}
