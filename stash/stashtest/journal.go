package stashtest

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
	Fault      bool     // an injected fault was answered

	answer []byte // of a call that failed
	done   bool
}

// keptRequests bounds each journal: older calls fall out.
const keptRequests = 20_000

// journal is what the server has seen.
type journal struct {
	mu      sync.Mutex
	entries []*Request
	count   int
	broken  []string
}

func (j *journal) begin(r *http.Request, now time.Time) *Request {
	header := r.Header.Clone()
	for _, name := range transport.SchemeHeaders() {
		if header.Get(name) != "" {
			header.Set(name, "[redacted]")
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	entry := &Request{
		RequestID: fmt.Sprintf("emulated-%06d", j.count), Time: now,
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: header,
	}
	j.entries = append(latest(j.entries), entry)
	return entry
}

// latest makes room in a list that is kept for people to look at.
func latest[T any](list []T) []T {
	if len(list) < keptRequests {
		return list
	}
	return slices.Delete(list, 0, keptRequests/4)
}

func (j *journal) end(entry *Request, status int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entry.Status, entry.done = status, true
}

// fault notes an answer of the server's own that broke the document.
func (j *journal) fault(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = append(j.broken, text)
}

func (j *journal) faults() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.broken)
}

// Requests returns the calls that the server has answered, oldest first; of very many, the latest.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	list := make([]Request, 0, len(s.journal.entries))
	for _, entry := range s.journal.entries {
		if !entry.done {
			continue
		}
		list = append(list, entry.copy())
	}
	return list
}

// copy shares nothing with the journal.
func (r *Request) copy() Request {
	copied := *r
	copied.Header = r.Header.Clone()
	copied.Body = bytes.Clone(r.Body)
	copied.Violations = slices.Clone(r.Violations)
	return copied
}
