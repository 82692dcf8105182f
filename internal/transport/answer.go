package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
)

// answer is what came back, read to its end or to its bound.
type answer struct {
	status int
	header http.Header
	buf    bytes.Buffer
	err    error // why the body was not read to its end
	body   io.LimitedReader
}

// maxErrorBytes bounds how much of an answer that is no success is kept.
const maxErrorBytes = 64 << 10

var answers = sync.Pool{New: func() any { return new(answer) }}

var errTooLarge = errors.New("too large")

// receive reads a response within bounds and closes it. What is left of a short body is drained, so that the
// connection serves the next call; a long one costs the connection.
func receive(resp *http.Response, maxBytes int64) *answer {
	defer resp.Body.Close()
	a := answers.Get().(*answer)
	a.status, a.header = resp.StatusCode, resp.Header
	if a.status < 200 {
		return a // its body is the connection itself, which may stay silent for ever and heeds no context
	}
	limit := maxBytes
	if !a.success() {
		limit = maxErrorBytes
	} else if resp.ContentLength > limit {
		a.err = fmt.Errorf("the body is %d bytes long, over the limit of %d: %w", resp.ContentLength, limit, errTooLarge)
		return a
	}
	if n := resp.ContentLength; n > 0 && n < keepBuffer {
		a.buf.Grow(int(n) + bytes.MinRead)
	}
	a.body = io.LimitedReader{R: resp.Body, N: limit}
	_, a.err = a.buf.ReadFrom(&a.body)
	if a.err == nil && a.body.N == 0 {
		drained, err := io.CopyN(io.Discard, resp.Body, maxErrorBytes)
		if a.success() && (drained > 0 || err != io.EOF) {
			a.err = fmt.Errorf("the body is longer than the limit of %d bytes: %w", limit, errTooLarge)
		}
	}
	return a
}

func (a *answer) success() bool { return a.status >= 200 && a.status < 300 }

// excerpt is as much of the body as an error keeps.
func (a *answer) excerpt() []byte {
	body := a.buf.Bytes()
	return body[:min(len(body), maxErrorBytes)]
}

// release lets later answers use the memory. What is kept of the body must have been copied.
func (a *answer) release() {
	if a.buf.Cap() > keepBuffer {
		return
	}
	a.buf.Reset()
	*a = answer{buf: a.buf}
	answers.Put(a)
}

// isJSON reports whether an answer says that it is JSON, or does not say what it is.
func (a *answer) isJSON() bool {
	contentType := a.header.Get("Content-Type")
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
