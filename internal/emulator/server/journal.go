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
	RequestID  string // as answered in X-Request-Id
	Time       time.Time
	Operation  string // operationId; empty when there is none at the address
	Method     string
	Path       string // as sent, escaped
	Query      string
	Credential string      // security scheme that the request was judged by
	Header     http.Header // without the credentials' values
	Body       []byte
	Status     int      // as answered; 0 when the connection was reset
	Violations []string // what the document has against it
	Respelled  []string // what protobuf JSON allows and the document writes differently, such as a name in snake_case
	Fault      bool     // an injected fault was answered
}

// entry is a call in the journal.
type entry struct {
	Request
	answer  []byte // of a call that failed
	done    bool
	weight  int  // bytes that it takes, once it is done
	dropped bool // it has fallen out
}

// What bounds the journal: older calls fall out. Few calls with long bodies are as heavy as many.
const (
	KeptRequests     = 20_000
	keptRequestBytes = 64 << 20
)

// journal is what the server has seen.
type journal struct {
	mu      sync.Mutex
	entries []*entry
	most    int // how many are kept
	bytes   int // of those that are done
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

// drop takes the oldest calls out. Its callers hold mu.
func (j *journal) drop(n int) {
	for _, entry := range j.entries[:n] {
		j.bytes -= entry.weight
		entry.dropped = true
	}
	j.entries = slices.Delete(j.entries, 0, n)
}

// weigh is about what a call takes in memory.
func (r *entry) weigh() int {
	const fixed, field = 500, 100 // of a call and of a header, beside their texts
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

// fault notes an answer of the server's own that broke the document.
func (j *journal) fault(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = append(j.broken, text)
}

// Faults are the answers of the server's own that would have broken the document.
func (s *Server) Faults() []string {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return slices.Clone(s.journal.broken)
}

// Fault notes a mistake of the emulator's own.
func (s *Server) Fault(text string) { s.journal.fault(text) }

// Requests returns the calls that were answered, oldest first; of very many, the latest.
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

// Answered is a call with the answer that it had, if it failed.
type Answered struct {
	Request
	Answer []byte
}

// Newest returns the newest calls that are wanted and answered, newest first, at most n.
func (s *Server) Newest(n int, wanted func(*Request) bool) (list []Answered) {
	j := &s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, entry := range slices.Backward(j.entries) {
		if len(list) == n {
			break
		}
		if entry.done && wanted(&entry.Request) {
			list = append(list, Answered{entry.Request.copy(), entry.answer})
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

// KeepRequests changes how many calls the journal keeps.
func (s *Server) KeepRequests(most int) { s.journal.most = most }

// copy shares nothing with the journal.
func (r *Request) copy() Request {
	copied := *r
	copied.Header = r.Header.Clone()
	copied.Body = bytes.Clone(r.Body)
	copied.Violations = slices.Clone(r.Violations)
	copied.Respelled = slices.Clone(r.Respelled)
	return copied
}
