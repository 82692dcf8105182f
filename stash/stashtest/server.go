package stashtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator"
	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
	"github.com/stash-sdk/stash-go/stash"
)

// Server is an emulated Stash with one shop.
type Server struct {
	URL              string // base URL on loopback, without a slash at its end
	APIKey           string // the shop's ingress key; random unless an option fixes it, like the fields below
	ShopID           string // the shop's id, a UUID
	HMACSecret       string // the shop's ingress secret for signing
	ShopHandle       string // the shop's handle
	WebhookSecret    string // the secret of the shop's webhook
	GameServerSecret string // signs the calls to the game server of WithGameServer
	in               *emulator.Emulator
}

// TB is the part of testing.TB that New needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// New starts a server that stops when the test ends. If a response of the server breaks the document, the test fails.
func New(t TB, opts ...Option) *Server {
	t.Helper()
	s, err := Start(opts...)
	if err != nil {
		t.Fatalf("stashtest.New: %v", err)
	}
	t.Cleanup(func() { s.in.End(t.Errorf) })
	return s
}

// Start starts a server outside a test. Close stops it.
func Start(opts ...Option) (*Server, error) {
	s := &Server{}
	s.in = emulator.New(emulator.Keys{&s.APIKey, &s.ShopID, &s.HMACSecret, &s.ShopHandle, &s.WebhookSecret, &s.GameServerSecret})
	s.in.Games.Public = func(e *callout.Error) error { return (*GameServerError)(e) }
	for _, opt := range opts {
		opt(s)
	}
	if err := s.in.Start(); err != nil {
		return nil, seedError(err)
	}
	s.URL = s.in.URL
	return s, nil
}

// Option sets up a Server.
type Option func(*Server)

// WithClock replaces the server's clock.
func WithClock(now func() time.Time) Option { return func(s *Server) { s.in.Now = now } }

// WithAddr listens on an address such as "127.0.0.1:8645". Beyond loopback, keys are sent over plain http.
func WithAddr(addr string) Option { return func(s *Server) { s.in.Addr = addr } }

// WithPublicURL sets the base URL of links, for phones and containers that reach the server by another address.
func WithPublicURL(base string) Option { return func(s *Server) { s.in.Public = base } }

// WithPaidStatus sets the status of a paid checkout's payment event, to try a backend with each status that Stash may send.
func WithPaidStatus(p stash.PaymentStatus) Option { return func(s *Server) { s.in.PaidStatus = p } }

// WithAPIKey fixes the shop's ingress key. Never use a real key: the server stores and prints it as plain text.
func WithAPIKey(key string) Option { return func(s *Server) { s.APIKey = key } }

// WithShopHandle fixes the shop's handle.
func WithShopHandle(handle string) Option { return func(s *Server) { s.ShopHandle = handle } }

// WithShopID fixes the shop's id, a UUID.
func WithShopID(id string) Option { return func(s *Server) { s.ShopID = id } }

// WithHMACSecret fixes the shop's ingress secret for signing. Never use a real one.
func WithHMACSecret(secret string) Option { return func(s *Server) { s.HMACSecret = secret } }

// WithWebhookSecret fixes the secret of the shop's webhook. Never use a real one.
func WithWebhookSecret(secret string) Option { return func(s *Server) { s.WebhookSecret = secret } }

// WithObserver sets a function to call after each response, possibly from several goroutines at once.
func WithObserver(observe func(Request)) Option {
	return func(s *Server) { s.in.Observe = func(r server.Request) { observe(Request(r)) } }
}

// WithGameServerObserver is [WithObserver] for calls to a game server.
func WithGameServerObserver(observe func(GameServerCall)) Option {
	return func(s *Server) { s.in.Games.Observe = func(c callout.Call) { observe(GameServerCall(c)) } }
}

// WithSeed fills the shop at the start, as [Server.Seed] does. A shop of [WithState] is filled once from the same seed.
func WithSeed(yaml []byte) Option { return func(s *Server) { s.in.Seed = bytes.Clone(yaml) } }

// WithState keeps the shop and its deliveries in a file, written before a response is sent or a method returns. If that
// fails, calls get HTTP 500, and methods return an error or panic. Only one server at a time can use a file.
func WithState(path string) Option { return func(s *Server) { s.in.State = &path } }

// WithWebhook makes the server send its events to a URL from the beginning; SendWebhooks does so later.
func WithWebhook(url string, opts ...DeliveryOption) Option {
	return func(s *Server) { s.SendWebhooks(url, opts...) }
}

// WithGameServer gives the shop a game server from the beginning, as [Server.UseGameServer] does. If the secret is empty,
// the server uses its own GameServerSecret; never use a real one. Start refuses what [CheckGameServerURL] refuses.
func WithGameServer(url, secret string, opts ...GameServerOption) Option {
	return func(s *Server) {
		s.GameServerSecret = cmp.Or(secret, s.GameServerSecret)
		s.in.Game = &emulator.Game{URL: url, Connect: func() {
			s.UseGameServer(s.ConnectGameServer(url, s.GameServerSecret, opts...))
		}}
	}
}

// Done is closed when a request of the control API asks the program to stop. The program then calls Close.
func (s *Server) Done() <-chan struct{} { return s.in.Done }

// Close stops the server and its connections.
func (s *Server) Close() error { return s.in.Close() }

// ServeHTTP handles a request as the server's URL does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.in.ServeHTTP(w, r) }

// Client returns a client of the server's shop with its API key. It panics when an option is invalid.
func (s *Server) Client(opts ...stash.Option) *stash.Client { return s.in.Client(opts...) }

// Serve serves your handler of webhooks or of a game server as long as the server runs, on loopback, and returns its URL for
// [Server.SendWebhooks] or [Server.ConnectGameServer]. In a testing/synctest bubble, only the server can reach it. Serve
// panics after Close.
func (s *Server) Serve(handler http.Handler) (url string) { return s.in.Serve(handler) }

// Format prints only the server's address, so that logs show no key.
func (s *Server) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "stashtest.Server("+s.URL+")") }

// MarshalJSON encodes only the server's address.
func (s *Server) MarshalJSON() ([]byte, error) { return json.Marshal(map[string]string{"url": s.URL}) }

// Request is a call that the server received: RequestID (X-Request-Id), Time, Operation, Method, Path (as sent, escaped),
// Query, Header (without the values of credentials), Body, the Credential (the security scheme that was checked), Status (0
// when the connection was reset), the Violations of the document, and Fault (true for an injected fault).
type Request server.Request

// Requests returns the calls that the server has answered, oldest first. It keeps only the latest calls.
func (s *Server) Requests() []Request {
	return emulator.Convert(s.in.Calls.Requests(), func(r server.Request) Request { return Request(r) })
}

// Fault is a failure for [Server.Inject]. The first of Reset, Truncate, HTML, Body and Status that is set decides the
// response, which is sent after Delay. Drip and Length change how it is sent.
type Fault struct {
	Operation   string        // operationId of the calls that fail; empty for every operation
	Times       int           // how many calls fail: 0 means one, negative means no limit
	Share       float64       // share of the matching calls that fail, at random; 0 means all
	AfterEffect bool          // the call takes effect first, so that only its response is lost
	Delay       time.Duration // wait before the response
	Drip        time.Duration // send the response in pieces, this long apart
	Length      int           // added to the response's Content-Length, so that it does not match the body
	Reset       bool          // reset the connection without a response
	Truncate    bool          // send half of the response under its full Content-Length
	HTML        bool          // send an HTML page, as a proxy does, with Status or 502
	Body        string        // send this body, as JSON, with Status or 200
	Status      int           // send this HTTP status and Stash's error body
	RetryAfter  string        // header of the response: seconds or an HTTP date
}

// Inject makes later calls fail. Faults apply in the order they were given. It panics when there is no such operation, or
// when the status is not 200 to 599.
func (s *Server) Inject(fault Fault) {
	if err := s.in.Calls.Inject(server.Fault(fault)); err != nil {
		panic("stashtest: Inject: " + err.Error())
	}
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() { s.in.Calls.ClearFaults() }

// EndpointHandler answers a call made by name, with stash.Client.Call. An error is answered with HTTP 400 and its text.
type EndpointHandler func(data map[string]any) (map[string]any, error)

// HandleEndpoint sets what POST /api/v1/sdk/{endpoint} answers. At the start only checkout-links/generate exists.
func (s *Server) HandleEndpoint(endpoint string, handler EndpointHandler) {
	s.in.Calls.HandleEndpoint(endpoint, server.EndpointHandler(handler))
}
