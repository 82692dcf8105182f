package server

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// Fault is a way to misbehave, for Server.Inject. Of Reset, Truncate, HTML, Body and Status the first that is set
// says what is answered. Delay comes before any of them, or before the usual answer when none is set; Drip and
// Length change how the answer is sent.
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

// faults are what Inject has been given and not used up.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Inject makes coming calls fail. Faults are tried in the order they were given. It returns an error for a fault that
// could hit nothing, because there is no such operation, or that has a status which no answer ends with.
func (s *Server) Inject(fault Fault) error {
	if err := s.checkFault(&fault); err != nil {
		return err
	}
	if fault.Times == 0 {
		fault.Times = 1
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &fault)
	return nil
}

func (s *Server) checkFault(fault *Fault) error {
	if fault.Status != 0 && (fault.Status < 200 || fault.Status > 599) {
		return fmt.Errorf("%d is no HTTP status that a call can be answered with; set Status to 200 to 599, or leave it out", fault.Status)
	}
	if fault.Operation == "" || s.contract.Operation(fault.Operation) != nil {
		return nil
	}
	var names []string
	for _, op := range s.contract.Operations() {
		names = append(names, op.ID)
	}
	return fmt.Errorf("there is no operation %.60q%s; set Operation to an operationId of api/openapi.yaml, or leave it out for every one",
		strings.ToValidUTF8(fault.Operation, "?"), contract.Suggestion(fault.Operation, names))
}

// ClearFaults forgets the faults that have not been used up.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// take returns the fault that hits a call, or nil.
func (f *faults) take(operation string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.list {
		if fault.Times == 0 || fault.Operation != "" && fault.Operation != operation || fault.Share > 0 && rand.Float64() >= fault.Share {
			continue
		}
		if fault.Times > 0 {
			fault.Times--
		}
		copied := *fault
		return &copied
	}
	return nil
}

// answers reports whether the fault takes the place of the usual answer.
func (f *Fault) answers() bool {
	return f.Reset || f.Truncate || f.HTML || f.Body != "" || f.Status != 0
}

// needsAnswer reports whether the call is carried out: its usual answer is sent, in part or in another way, or its
// effect is wanted.
func (f *Fault) needsAnswer() bool {
	return f.AfterEffect || !f.Reset && !f.HTML && f.Body == "" && f.Status == 0
}

// spoil writes the fault's answer, which may be all or half of the given one, and returns its status.
func (f *Fault) spoil(w http.ResponseWriter, answer reply) int {
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	switch {
	case f.Reset:
		reset(w)
		return 0
	case f.Truncate:
		return raw(w, reply{answer.status, answer.body[:len(answer.body)/2]}, len(answer.body))
	case f.HTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		answer = reply{or(f.Status, http.StatusBadGateway), []byte("<html><body><h1>Bad gateway</h1></body></html>")}
	case f.Body != "":
		answer = reply{or(f.Status, http.StatusOK), []byte(f.Body)}
	}
	switch {
	case f.Length != 0:
		return raw(w, answer, max(len(answer.body)+f.Length, 0))
	case f.Drip != 0:
		return drip(w, answer, f.Drip)
	}
	return write(w, answer)
}

// reset closes the connection so that the caller sees it torn down rather than ended.
func reset(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// raw writes an answer that promises another length than it has, which net/http would not do.
func raw(w http.ResponseWriter, answer reply, length int) int {
	header := w.Header().Clone()
	header.Set("Content-Length", strconv.Itoa(length))
	conn, out, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	_, err = io.WriteString(out, "HTTP/1.1 "+strconv.Itoa(answer.status)+" "+http.StatusText(answer.status)+"\r\n")
	err = errors.Join(err, header.Write(out))
	_, err2 := io.WriteString(out, "\r\n"+string(answer.body))
	if errors.Join(err, err2, out.Flush()) != nil {
		return 0
	}
	return answer.status
}

// drip writes an answer in sixteen pieces.
func drip(w http.ResponseWriter, answer reply, pause time.Duration) int {
	w.WriteHeader(answer.status)
	flusher, _ := w.(http.Flusher)
	piece := max(len(answer.body)/16, 1)
	for at := 0; at < len(answer.body); at += piece {
		time.Sleep(pause)
		if _, err := w.Write(answer.body[at:min(at+piece, len(answer.body))]); err != nil {
			return answer.status
		}
		if flusher != nil {
			flusher.Flush()
		}
	}
	return answer.status
}

// codeOf is the gRPC code that grpc-gateway answers with an HTTP status.
func codeOf(httpStatus int) stash.Code {
	switch httpStatus {
	case http.StatusBadRequest:
		return stash.CodeInvalidArgument
	case http.StatusUnauthorized:
		return stash.CodeUnauthenticated
	case http.StatusForbidden:
		return stash.CodePermissionDenied
	case http.StatusNotFound:
		return stash.CodeNotFound
	case http.StatusConflict:
		return stash.CodeAlreadyExists
	case http.StatusTooManyRequests:
		return stash.CodeResourceExhausted
	case http.StatusInternalServerError:
		return stash.CodeInternal
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		return stash.CodeUnavailable
	case http.StatusGatewayTimeout:
		return stash.CodeDeadlineExceeded
	}
	return stash.CodeUnknown
}

func or(value, otherwise int) int {
	if value == 0 {
		return otherwise
	}
	return value
}
