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

// Fault is a failure for Server.Inject. The first of Reset, Truncate, HTML, Body and Status that is set decides the
// response. If none is set, the usual response is sent. Delay is a wait before the response. Drip and Length change how
// it is sent.
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

// faults are the injected faults that still apply.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Inject makes later calls fail. Faults apply in the order they were given. It returns an error if there is no such
// operation, or if the status is not 200 to 599.
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

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// take returns the fault that applies to a call, or nil.
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

// answers reports whether the fault replaces the usual response.
func (f *Fault) answers() bool {
	return f.Reset || f.Truncate || f.HTML || f.Body != "" || f.Status != 0
}

// needsAnswer reports whether the call runs: the fault needs its usual response, or its effect.
func (f *Fault) needsAnswer() bool {
	return f.AfterEffect || !f.Reset && !f.HTML && f.Body == "" && f.Status == 0
}

// spoil writes the fault's response, which may be all or half of the given one, and returns its status.
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

// reset closes the connection with a TCP reset.
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

// raw writes a response with a wrong Content-Length. It writes to the connection because net/http refuses to.
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

// drip writes a response in about sixteen pieces.
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

// codeOf returns the gRPC code that grpc-gateway sends with an HTTP status.
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
