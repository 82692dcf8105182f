package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
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
