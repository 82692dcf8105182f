package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
)

// headers are what requests with and without a body start from. They are copied whole, because a copy of a small map
// costs less than setting one entry. The copies share their values, unless there are editors, which may write to them.
type headers struct{ withBody, without http.Header }

func newHeaders(userAgent string) headers {
	without := http.Header{"Accept": {"application/json"}, "User-Agent": {userAgent}}
	withBody := maps.Clone(without)
	withBody["Content-Type"] = []string{"application/json"}
	return headers{withBody, without}
}

// request builds one attempt's request from parts that were prepared once.
func (t *Transport) request(ctx context.Context, op *Operation, call *Call, target *url.URL, body *payload) *http.Request {
	address := *target // editors may change it
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
		req.Body, _ = body.open() // the call holds the payload, so that it opens
		// net/http asks for the body again where a kept connection turned out to be closed before a byte was
		// written, which would otherwise fail a call for no reason.
		req.GetBody = body.open
	}
	if t.edited(call) {
		req.Header = prepared.Clone()
	} else {
		req.Header = maps.Clone(prepared)
	}
	return req
}
