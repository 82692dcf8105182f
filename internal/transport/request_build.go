package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// headers are the prepared headers of requests with and without a body. Each request gets a copy, because copying a
// small map is cheaper than setting one entry. The copies share their values, except where editors run, which may
// write to them.
type headers struct{ withBody, without http.Header }

func newHeaders(userAgent string) headers {
	without := http.Header{"Accept": {"application/json"}, "User-Agent": {userAgent}}
	withBody := maps.Clone(without)
	withBody["Content-Type"] = []string{"application/json"}
	return headers{withBody, without}
}

// disarm rewrites the headers that make net/http send a write again if a reused connection breaks, although the server may
// have carried it out. net/http looks for them in canonical form only, and a server reads them in any. Whether a call is
// sent again is decided in repeat, and counted.
func disarm(h http.Header) {
	for _, name := range [...]string{"Idempotency-Key", "X-Idempotency-Key"} {
		if values, ok := h[name]; ok {
			delete(h, name)
			h[strings.ToLower(name)] = values
		}
	}
}

// request builds the request of one attempt from prepared parts.
func (t *Transport) request(ctx context.Context, op *Operation, call *Call, target *url.URL, body *payload) *http.Request {
	address := *target // a copy, because editors may change it
	req := (&http.Request{
		Method:     op.Method,
		URL:        &address,
		Host:       t.base.host,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
	}).WithContext(ctx)
	prepared := t.headers.without
	if body != nil {
		prepared = t.headers.withBody
		req.ContentLength = body.len()
		req.Body, _ = body.open() // the call still holds the payload, so open cannot fail
		// If a reused connection turns out to be closed before a byte was written, net/http dials again and needs
		// the body a second time. Without GetBody the call would fail.
		req.GetBody = body.open
	}
	if t.edited(call) {
		req.Header = prepared.Clone()
	} else {
		req.Header = maps.Clone(prepared)
	}
	op.setMedia(req.Header, call, body != nil)
	return req
}
