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
	APIKey           string // the shop's ingress key, made at random unless an option fixes it, as all that follow
	ShopID           string // the shop's id, a UUID
	HMACSecret       string // the shop's ingress secret for signing
	ShopHandle       string // the shop's handle
	WebhookSecret    string // the secret of the shop's webhook
	GameServerSecret string // what signs the calls to the game server of WithGameServer
	in               *emulator.Emulator
}

// TB is the part of testing.TB that New needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// New starts a server that stops when the test ends. An own answer that breaks the document fails the test.
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
		for _, fault := range s.in.Calls.Faults() {
			t.Errorf("stashtest: the emulator broke the document: %s", fault)
		}
	})
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

// WithAddr listens on an address such as "127.0.0.1:8645". Beyond loopback its keys travel in plain http.
func WithAddr(addr string) Option { return func(s *Server) { s.in.Addr = addr } }

// WithPaidStatus sets the status of a paid checkout's payment event, to try a backend with each status that Stash may send.
func WithPaidStatus(p stash.PaymentStatus) Option { return func(s *Server) { s.in.PaidStatus = p } }

// WithAPIKey fixes the shop's ingress key. It must not be a real one: it is kept and printed like any text.
func WithAPIKey(key string) Option { return func(s *Server) { s.APIKey = key } }

// WithShopHandle fixes the shop's handle.
func WithShopHandle(handle string) Option { return func(s *Server) { s.ShopHandle = handle } }

// WithShopID fixes the shop's id, a UUID.
func WithShopID(id string) Option { return func(s *Server) { s.ShopID = id } }

// WithHMACSecret fixes the shop's ingress secret for signing. It must not be a real one.
func WithHMACSecret(secret string) Option { return func(s *Server) { s.HMACSecret = secret } }

// WithWebhookSecret fixes the secret of the shop's webhook. It must not be a real one.
func WithWebhookSecret(secret string) Option { return func(s *Server) { s.WebhookSecret = secret } }

// WithObserver is called after each call was answered, by several goroutines at once.
func WithObserver(observe func(Request)) Option {
	return func(s *Server) { s.in.Observe = func(r server.Request) { observe(Request(r)) } }
}

// WithGameServerObserver is called after each call to a game server, by several goroutines at once.
func WithGameServerObserver(observe func(GameServerCall)) Option {
	return func(s *Server) { s.in.Games.Observe = func(c callout.Call) { observe(GameServerCall(c)) } }
}

// WithSeed fills the shop at the start, as [Server.Seed] does. A shop of [WithState] takes each seed once.
func WithSeed(yaml []byte) Option { return func(s *Server) { s.in.Seed = bytes.Clone(yaml) } }

// WithState keeps the shop and the deliveries of events in a file, written before a call is answered or a method returns. If
// it cannot be written, calls get HTTP 500, and methods return an error or panic. One server at a time can have a file.
func WithState(path string) Option { return func(s *Server) { s.in.State = &path } }

// WithWebhook makes the server send its events to a URL from the beginning; SendWebhooks does so later.
func WithWebhook(url string, opts ...DeliveryOption) Option {
	return func(s *Server) { s.SendWebhooks(url, opts...) }
}

// WithGameServer gives the shop a game server from the beginning, as [Server.UseGameServer] does. An empty secret stands for
// the server's own GameServerSecret; never give a real one. Start refuses what [CheckGameServerURL] refuses.
func WithGameServer(url, secret string, opts ...GameServerOption) Option {
	return func(s *Server) {
		s.GameServerSecret = cmp.Or(secret, s.GameServerSecret)
		s.in.Game = &emulator.Game{URL: url, Connect: func() {
			s.UseGameServer(s.ConnectGameServer(url, s.GameServerSecret, opts...))
		}}
	}
}

// Close stops the server and its connections.
func (s *Server) Close() error { return s.in.Close() }

// ServeHTTP answers a request as the server's URL does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.in.ServeHTTP(w, r) }

// Client returns a client of the server's shop with its API key. Options change the rest; a mistake in them panics.
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

// MarshalJSON encodes only the server's address.
func (s *Server) MarshalJSON() ([]byte, error) { return json.Marshal(map[string]string{"url": s.URL}) }

// Request is a call that the server received: RequestID (X-Request-Id), Time, Operation, Method, Path (as sent, escaped),
// Query, Header (without the values of credentials), Body, the Credential that it was judged by, Status (0 when the connection
// was reset), the Violations that the document has against it, and Fault, whether an injected fault was answered.
type Request server.Request

// Requests returns the calls that the server has answered, oldest first; of very many, the latest.
func (s *Server) Requests() []Request {
	return emulator.Convert(s.in.Calls.Requests(), func(r server.Request) Request { return Request(r) })
}

// Fault is a way to misbehave, for [Server.Inject]. Of Reset, Truncate, HTML, Body and Status the first that is set says
// what is answered, after Delay; Drip and Length change how it is sent.
type Fault struct {
	Operation   string        // operationId that it hits; empty for every operation
	Times       int           // how many calls it hits: 0 is one, negative is no limit
	Share       float64       // part of the matching calls that it hits, by chance; 0 is all
	AfterEffect bool          // the call has its effect first, so that only its answer is lost
	Delay       time.Duration // wait before answering
	Drip        time.Duration // send the answer in pieces, this long apart
	Length      int           // added to the answer's Content-Length, so that more or less is promised than is sent
	Reset       bool          // tear the connection down without an answer
	Truncate    bool          // promise the whole answer and send half of it
	HTML        bool          // answer with a page, as a proxy does, and with Status or 502
	Body        string        // answer with this body, as JSON, and with Status or 200
	Status      int           // answer with this HTTP status and Stash's error body
	RetryAfter  string        // header of the answer, as sent: seconds or an HTTP date
}

// Inject makes coming calls fail, in the order of the faults. A fault that could hit nothing, because there is no such
// operation, or with a status that no answer ends with, panics.
func (s *Server) Inject(fault Fault) {
	if err := s.in.Calls.Inject(server.Fault(fault)); err != nil {
		panic("stashtest: Inject: " + err.Error())
	}
}

// ClearFaults forgets the faults that have not been used up.
func (s *Server) ClearFaults() { s.in.Calls.ClearFaults() }

// EndpointHandler answers a call made by name, with stash.Client.Call. An error is answered with HTTP 400 and its text.
type EndpointHandler func(data map[string]any) (map[string]any, error)

// HandleEndpoint sets what POST /api/v1/sdk/{endpoint} answers. From the start there is only checkout-links/generate.
func (s *Server) HandleEndpoint(endpoint string, handler EndpointHandler) {
	s.in.Calls.HandleEndpoint(endpoint, server.EndpointHandler(handler))
}
