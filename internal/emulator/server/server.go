// Package server answers the operations of the document over HTTP: it finds the operation, checks the caller and the
// request, calls the shop, and checks the response against the document. It injects faults, and keeps a journal of the
// calls.
package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash"
)

// Around is what the server needs from its emulator.
type Around struct {
	Now      func() time.Time
	Who      func() shop.Identity
	URL      func() string // the server's base URL, without a slash at its end
	Observe  func(Request) // called after each call, by several goroutines at once; may be nil
	Shop     *shop.Shop
	Document *contract.Contract

	PaidStatus stash.PaymentStatus // of a paid checkout's payment event
}

// Server answers calls.
type Server struct {
	around   Around
	shop     *shop.Shop
	contract *contract.Contract
	journal  journal
	faults   faults
	changes  bell
	key      *signature.Key
	mu       sync.Mutex                 // guards handlers
	handlers map[string]EndpointHandler // by endpoint, for CallEndpoint
}

// New makes a server. It calls Who for the secret that signs calls, so the shop's identity must be settled.
func New(around Around) *Server {
	return &Server{
		around: around, shop: around.Shop, contract: around.Document, journal: journal{most: KeptRequests},
		key: signature.NewKey([]byte(around.Who().HMACSecret)), handlers: map[string]EndpointHandler{},
	}
}

// Changed tells open pages that something has changed.
func (s *Server) Changed() { s.changes.ring() }

// NextChange returns a channel that the next change closes. A caller gets it before it reads the state, so that it
// misses no change.
func (s *Server) NextChange() <-chan struct{} { return s.changes.rung() }

// maxRequestBytes is the longest body that the emulator reads.
const maxRequestBytes = 1 << 20

// ServeHTTP handles a request: it finds the operation, checks the caller and the request, answers from state, and checks
// the response. An injected fault applies before or after that.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	entry := s.journal.begin(r, s.around.Now())
	x, allowed := s.contract.Find(r)
	if x != nil {
		entry.Operation = x.ID
	}
	fault := s.faults.take(entry.Operation)
	var usual reply
	if fault == nil || fault.needsAnswer() {
		usual = s.reply(x, allowed, r, entry)
		if err := s.shop.Keep(); err != nil {
			usual = failure(http.StatusInternalServerError, codeInternal, strings.TrimPrefix(err.Error(), "stashtest: ")).reply()
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Request-Id", entry.RequestID)
	if fault != nil {
		wait(r, fault.Delay)
	}
	status := usual.status
	if fault != nil && fault.answers() {
		entry.Fault = true
		if fault.Status != 0 {
			usual = failure(fault.Status, codeOf(fault.Status), "the emulator was told to fail").reply()
			if x != nil && fault.Status >= 400 {
				usual = s.judged(x, usual)
			}
		}
		status = fault.spoil(w, usual)
	} else {
		write(w, usual)
	}
	entry.answer, entry.took = usual.body[:min(len(usual.body), keptAnswer)], time.Since(began)
	s.journal.end(entry, status)
	s.changes.ring()
	if s.around.Observe != nil {
		s.around.Observe(entry.Request.copy())
	}
}

func wait(r *http.Request, delay time.Duration) {
	if delay <= 0 {
		return
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// reply is a response before it is written.
type reply struct {
	status int
	body   []byte
}

func write(w http.ResponseWriter, r reply) int {
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
	return r.status
}

func (s *Server) reply(x *contract.Exchange, allowed bool, r *http.Request, entry *entry) reply {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequestBytes))
	if err != nil {
		return failure(http.StatusRequestEntityTooLarge, codeInvalidArgument, fmt.Sprintf("the body could not be read, or is longer than %d bytes", maxRequestBytes)).reply()
	}
	entry.Body = body
	switch {
	case x == nil && allowed:
		return failure(http.StatusMethodNotAllowed, codeUnimplemented, r.Method+" is not allowed at "+r.URL.Path).reply()
	case x == nil:
		return failure(http.StatusNotFound, codeNotFound, "there is no operation at "+r.Method+" "+r.URL.Path).reply()
	}
	return s.judged(x, s.answer(x, r, body, entry))
}

// judged checks a response against the document. A response that breaks it is a mistake of the emulator.
func (s *Server) judged(x *contract.Exchange, answer reply) reply {
	broken := x.CheckResponse(answer.status, http.Header{"Content-Type": {"application/json"}}, answer.body)
	if len(broken) == 0 {
		return answer
	}
	text := x.ID + " would have answered against the document: " + contract.Join(broken)
	s.journal.fault(text)
	return failure(http.StatusInternalServerError, codeInternal, text).reply()
}

func (s *Server) answer(x *contract.Exchange, r *http.Request, body []byte, entry *entry) reply {
	who, refused := s.authenticate(x, r, body)
	entry.Credential = who.scheme
	if refused != nil {
		x.CheckRequest(body) // the check of the response needs the request
		return refused.reply()
	}
	plain, respelled, wrong := x.Read(body)
	entry.Respelled = respelled
	if len(wrong) > 0 {
		for _, each := range wrong {
			entry.Violations = append(entry.Violations, each.String())
		}
		return badRequest(wrong).reply()
	}
	handle, ok := handlers[x.ID]
	if !ok {
		handle = exampleOf
	}
	result, failed := handle(s, &call{Exchange: x, query: r.URL.Query(), body: plain, player: who.player})
	if failed != nil {
		return failed.reply()
	}
	data, err := json.Marshal(result)
	if err != nil {
		return failure(http.StatusInternalServerError, codeInternal, "the answer cannot be encoded: "+err.Error()).reply()
	}
	return reply{http.StatusOK, data}
}
