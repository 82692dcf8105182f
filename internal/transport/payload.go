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

// payload is a request body, encoded once and sent as often as the call is. Its memory is used again by later calls,
// but only after the call and every reader has let go of it: net/http may go on reading a body after its RoundTrip has
// returned. The payload itself is not, so that who asks for the body too late gets an error, not another call's body.
type payload struct {
	*encoding
	refs atomic.Int32
	read atomic.Bool // somebody has read of it since the attempt began
}

// encoding is the memory of a payload.
type encoding struct {
	buf bytes.Buffer
	enc *json.Encoder
}

// keepBuffer is the largest buffer that is kept for later calls.
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
	if err := p.enc.Encode(body); err != nil {
		p.release()
		return nil, fmt.Errorf("the body cannot be encoded as JSON: %w", err)
	}
	p.buf.Truncate(p.buf.Len() - 1) // the encoder's line break is no part of the value
	if err := checkUTF8(p.buf.Bytes()); err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

// hold takes a reference, unless the last one is gone.
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

var (
	errCallEnded  = errors.New("request body was asked for after its call had ended")
	errBodyClosed = errors.New("request body was read after it was closed")
)

// open returns a reader for one attempt, as a Request's GetBody does.
func (p *payload) open() (io.ReadCloser, error) {
	if !p.hold() {
		return nil, errCallEnded
	}
	return &payloadReader{rest: p.buf.Bytes(), all: p.buf.Bytes(), from: p}, nil
}

// payloadReader is locked because HTTP/2 closes a body while another goroutine may be reading it.
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

// untouched returns what it reads from, or nil if somebody has begun to read it or has closed it.
func (r *payloadReader) untouched() *payload {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.from == nil || len(r.rest) != len(r.all) {
		return nil
	}
	return r.from
}

// Bytes returns the whole body for signing. It must not be kept or changed.
func (r *payloadReader) Bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all
}
