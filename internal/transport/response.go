package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
)

// response is an HTTP response whose body has been read, up to the size limit.
type response struct {
	status int
	header http.Header
	buf    bytes.Buffer
	err    error // why the body is incomplete; nil if it is complete
	body   io.LimitedReader
}

// maxErrorBytes is how much of the body of a failed call is kept.
const maxErrorBytes = 64 << 10

var responses = sync.Pool{New: func() any { return new(response) }}

var errTooLarge = errors.New("the body is too large")

// receive reads a response up to the size limit and closes its body. If little of the body is left, receive drains it
// so that the connection can be reused. If much is left, the connection is closed.
func receive(ctx context.Context, resp *http.Response, maxBytes int64) *response {
	defer resp.Body.Close()
	r := responses.Get().(*response)
	r.status, r.header = resp.StatusCode, resp.Header
	if r.status < 200 {
		return r // the body of a 101 is the connection itself: a read could block for ever and ignores the context
	}
	limit := maxBytes
	if !r.success() {
		limit = maxErrorBytes
	} else if resp.ContentLength > limit && resp.Body != http.NoBody { // the response to a HEAD has the length of a GET
		r.err = fmt.Errorf("%w: it has %d bytes, and the limit is %d", errTooLarge, resp.ContentLength, limit)
		return r
	}
	if n := resp.ContentLength; n > 0 && n < keepBuffer {
		r.buf.Grow(int(n) + bytes.MinRead)
	}
	r.body = io.LimitedReader{R: resp.Body, N: limit}
	if _, err := r.buf.ReadFrom(&r.body); err != nil {
		r.err = fromOutside(ctx, err)
	} else if r.body.N == 0 {
		drained, err := io.CopyN(io.Discard, resp.Body, maxErrorBytes)
		if r.success() && (drained > 0 || err != io.EOF) {
			r.err = fmt.Errorf("%w: it is longer than the limit of %d bytes", errTooLarge, limit)
		}
	}
	return r
}

func (r *response) success() bool { return r.status >= 200 && r.status < 300 }

// excerpt returns the part of the body that an Error keeps.
func (r *response) excerpt() []byte {
	body := r.buf.Bytes()
	return body[:min(len(body), maxErrorBytes)]
}

// release returns the buffer to the pool. Whoever keeps a part of the body must have copied it.
func (r *response) release() {
	if r.buf.Cap() > keepBuffer {
		return
	}
	r.buf.Reset()
	*r = response{buf: r.buf}
	responses.Put(r)
}

// isJSON reports whether the Content-Type is JSON or missing.
func (r *response) isJSON() bool {
	contentType := r.header.Get("Content-Type")
	switch contentType {
	case "application/json", "application/json; charset=utf-8", "":
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return media == "application/json" || media == "text/json" || len(media) > 5 && media[len(media)-5:] == "+json"
}
