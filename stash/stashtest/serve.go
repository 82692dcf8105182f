package stashtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// maxRequestBytes is the longest body that the emulator reads.
const maxRequestBytes = 1 << 20

// ServeHTTP is the life of a request: find its operation, check who calls, check what is asked, answer from
// state, check the answer. An injected fault comes in before or after that. Pages for a browser are no calls: they
// are neither judged nor kept, and no fault meets them.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.servePage(w, r) {
		return
	}
	entry := s.journal.begin(r, s.now())
	x, allowed := s.contract.Find(r)
	if x != nil {
		entry.Operation = x.ID
	}
	fault := s.faults.take(entry.Operation)
	var usual reply
	if fault == nil || fault.needsAnswer() {
		usual = s.reply(x, allowed, r, entry)
		if err := s.keeper.flush(); err != nil {
			usual = failure(http.StatusInternalServerError, codeInternal, err.Error()).reply()
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
	if status >= 400 {
		entry.answer = usual.body
	}
	s.journal.end(entry, status)
	s.changes.ring()
	if s.observe != nil {
		s.observe(entry.copy())
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

// reply is an answer before it is written.
type reply struct {
	status int
	body   []byte
}

func write(w http.ResponseWriter, r reply) int {
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
	return r.status
}

func (s *Server) reply(x *contract.Exchange, allowed bool, r *http.Request, entry *Request) reply {
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

// judged holds an answer against the document; one that breaks it is the emulator's own mistake.
func (s *Server) judged(x *contract.Exchange, answer reply) reply {
	broken := x.CheckResponse(answer.status, http.Header{"Content-Type": {"application/json"}}, answer.body)
	if len(broken) == 0 {
		return answer
	}
	text := x.ID + " would have answered against the document: " + join(broken)
	s.journal.fault(text)
	return failure(http.StatusInternalServerError, codeInternal, text).reply()
}

func (s *Server) answer(x *contract.Exchange, r *http.Request, body []byte, entry *Request) reply {
	who, refused := s.authenticate(x, r, body)
	entry.Credential = who.scheme
	if refused != nil {
		x.CheckRequest(body) // the answer is judged by it
		return refused.reply()
	}
	if wrong := x.CheckRequest(body); len(wrong) > 0 {
		for _, each := range wrong {
			entry.Violations = append(entry.Violations, each.String())
		}
		return badRequest(wrong).reply()
	}
	handle, ok := handlers[x.ID]
	if !ok {
		handle = exampleOf
	}
	result, failed := handle(s, &call{Exchange: x, query: r.URL.Query(), body: body, player: who.player})
	if failed != nil {
		return failed.reply()
	}
	data, err := json.Marshal(result)
	if err != nil {
		return failure(http.StatusInternalServerError, codeInternal, "the answer cannot be encoded: "+err.Error()).reply()
	}
	return reply{http.StatusOK, data}
}

func join(violations []contract.Violation) string {
	texts := make([]string, len(violations))
	for i, v := range violations {
		texts[i] = v.String()
	}
	return strings.Join(texts, "; ")
}
