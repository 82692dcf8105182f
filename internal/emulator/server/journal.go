package server

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/transport"
)

// Request is a call that the server received.
type Request struct {
	RequestID  string // the response's X-Request-Id
	Time       time.Time
	Operation  string // operationId; empty when the address has no operation
	Method     string
	Path       string // as sent, escaped
	Query      string
	Credential string      // security scheme that was checked
	Header     http.Header // without the credentials' values
	Body       []byte
	Status     int      // HTTP status; 0 when the connection was reset
	Violations []string // of the document, in the request
	Respelled  []string // spellings that protobuf JSON allows and the document does not use, such as snake_case names
	Fault      bool     // an injected fault set the response
}

// entry is a call in the journal.
type entry struct {
	Request
	answer  []byte        // the response's body, or the beginning of a long one
	took    time.Duration // until the response was written
	done    bool
	weight  int  // size in bytes, set at the end of the call
	dropped bool // no longer in the journal
}

// The limits of the journal, in calls and in bytes. It drops older calls.
const (
	KeptRequests     = 20_000
	keptRequestBytes = 64 << 20
	keptAnswer       = 64 << 10 // of one response
)

// journal is the log of the calls that the server received.
type journal struct {
	mu      sync.Mutex
	entries []*entry
	most    int // limit of calls
	bytes   int // size of the finished calls
	count   int
	broken  []string
}

func (j *journal) begin(r *http.Request, now time.Time) *entry {
	header := r.Header.Clone()
	for _, name := range transport.SchemeHeaders() {
		if header.Get(name) != "" {
			header.Set(name, "[redacted]")
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	begun := &entry{Request: Request{
		RequestID: fmt.Sprintf("emulated-%06d", j.count), Time: now,
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: header,
	}}
	if len(j.entries) >= j.most {
		j.drop(j.most / 4)
	}
	j.entries = append(j.entries, begun)
	return begun
}

func (j *journal) end(entry *entry, status int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entry.Status, entry.done = status, true
	if entry.dropped {
		return
	}
	entry.weight = entry.weigh()
	if j.bytes += entry.weight; j.bytes > keptRequestBytes {
		n, left := 0, j.bytes
		for ; left > keptRequestBytes/4*3; n++ {
			left -= j.entries[n].weight
		}
		j.drop(n)
	}
}

// drop removes the oldest calls. Callers hold mu.
func (j *journal) drop(n int) {
	for _, entry := range j.entries[:n] {
		j.bytes -= entry.weight
		entry.dropped = true
	}
	j.entries = slices.Delete(j.entries, 0, n)
}

// weigh estimates the memory of a call.
func (r *entry) weigh() int {
	const fixed, field = 500, 100 // bytes of a call and of a header, without their texts
	sum := fixed + len(r.Path) + len(r.Query) + cap(r.Body) + cap(r.answer)
	for name, values := range r.Header {
		sum += field + len(name)
		for _, value := range values {
			sum += len(value)
		}
	}
	for _, violation := range slices.Concat(r.Violations, r.Respelled) {
		sum += len(violation)
	}
	return sum
}

// fault records a response of the server that broke the document.
func (j *journal) fault(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = append(j.broken, text)
}

// Faults returns the server's own mistakes, such as responses that would have broken the document.
func (s *Server) Faults() []string {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return slices.Clone(s.journal.broken)
}

// Fault records a mistake of the emulator.
func (s *Server) Fault(text string) { s.journal.fault(text) }

// Requests returns the answered calls in the journal, oldest first.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	list := make([]Request, 0, len(s.journal.entries))
	for _, entry := range s.journal.entries {
		if entry.done {
			list = append(list, entry.Request.copy())
		}
	}
	return list
}

// Answered is a call with the beginning of its response, and how long it took.
type Answered struct {
	Request
	Answer []byte
	Took   time.Duration
}

// Newest returns at most n answered calls that are wanted, newest first.
func (s *Server) Newest(n int, wanted func(*Request) bool) (list []Answered) {
	j := &s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, entry := range slices.Backward(j.entries) {
		if len(list) == n {
			break
		}
		if entry.done && wanted(&entry.Request) {
			list = append(list, Answered{entry.Request.copy(), entry.answer, entry.took})
		}
	}
	return list
}

// Received counts the calls since the start.
func (s *Server) Received() int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.count
}

// KeepRequests sets how many calls the journal keeps.
func (s *Server) KeepRequests(most int) { s.journal.most = most }

// copy returns a deep copy.
func (r *Request) copy() Request {
	copied := *r
	copied.Header = r.Header.Clone()
	copied.Body = bytes.Clone(r.Body)
	copied.Violations = slices.Clone(r.Violations)
	copied.Respelled = slices.Clone(r.Respelled)
	return copied
}

// Forget empties the journal of calls.
func (s *Server) Forget() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.drop(len(s.journal.entries))
	s.journal.count = 0
}
