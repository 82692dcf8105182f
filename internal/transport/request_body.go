package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// payload is a request body. It is encoded once and used by every attempt of the call. Its buffer goes back to a pool
// when the call and all readers have released it: net/http may still read a body after RoundTrip has returned. The
// payload itself is not reused, so code that opens the body too late gets an error and never the body of another call.
type payload struct {
	*encoding
	refs atomic.Int32
	read atomic.Bool // a reader has read from it since the attempt began
}

// encoding is the pooled part of a payload.
type encoding struct {
	buf bytes.Buffer
	enc *json.Encoder
}

// keepBuffer is the capacity in bytes of the largest buffer that goes back to a pool.
const keepBuffer = 64 << 10

var encodings = sync.Pool{New: func() any {
	e := new(encoding)
	e.enc = json.NewEncoder(&e.buf)
	e.enc.SetEscapeHTML(false)
	return e
}}

func encode(body any) (*payload, error) {
	p := &payload{encoding: encodings.Get().(*encoding)}
	p.buf.Reset()
	p.refs.Store(1)
	if encoded, ok := body.(Encoded); ok {
		p.buf.Write(encoded)
		return p, nil
	}
	if err := p.enc.Encode(body); err != nil {
		p.release()
		return nil, fmt.Errorf("the body cannot be encoded as JSON: %w", err)
	}
	p.buf.Truncate(p.buf.Len() - 1) // json.Encoder appends a line break
	if err := checkUTF8(p.buf.Bytes()); err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

// hold takes a reference. It returns false if the last reference has been released.
func (p *payload) hold() bool {
	for {
		n := p.refs.Load()
		if n == 0 {
			return false
		}
		if p.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (p *payload) release() {
	if p == nil || p.refs.Add(-1) != 0 {
		return
	}
	if p.buf.Cap() <= keepBuffer {
		encodings.Put(p.encoding)
	}
}

func (p *payload) len() int64 {
	if p == nil {
		return 0
	}
	return int64(p.buf.Len())
}

// transactionID returns the transaction id in a JSON body, or an empty string.
func (p *payload) transactionID() string {
	var body struct {
		TransactionID string `json:"transactionId"`
	}
	if p == nil || json.Unmarshal(p.buf.Bytes(), &body) != nil {
		return ""
	}
	return body.TransactionID
}

var (
	errCallEnded  = errors.New("request body was opened after its call had ended")
	errBodyClosed = errors.New("request body was read after it was closed")
)

// open returns a reader for one attempt. It serves as Request.GetBody.
func (p *payload) open() (io.ReadCloser, error) {
	if !p.hold() {
		return nil, errCallEnded
	}
	return &payloadReader{rest: p.buf.Bytes(), all: p.buf.Bytes(), from: p}, nil
}

// payloadReader has a lock because HTTP/2 may close a body while another goroutine reads it.
type payloadReader struct {
	mu        sync.Mutex
	rest, all []byte
	from      *payload
}

func (r *payloadReader) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.from == nil {
		return 0, errBodyClosed
	}
	r.from.read.Store(true)
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (r *payloadReader) Close() error {
	r.mu.Lock()
	from := r.from
	r.from, r.rest, r.all = nil, nil, nil
	r.mu.Unlock()
	from.release()
	return nil
}

// untouched returns the payload, or nil if the reader has been read from or closed.
func (r *payloadReader) untouched() *payload {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.from == nil || len(r.rest) != len(r.all) {
		return nil
	}
	return r.from
}

// Bytes returns the whole body for signing. The caller must not keep or change it.
func (r *payloadReader) Bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all
}
