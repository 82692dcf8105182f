package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
)

// headers are what requests with and without a body start from. They are copied whole, because a copy of a small map
// costs less than setting one entry. The copies share their values, which are only ever replaced, not written to.
type headers struct{ withBody, without http.Header }

func newHeaders(userAgent string) headers {
	without := http.Header{"Accept": {"application/json"}, "User-Agent": {userAgent}}
	withBody := maps.Clone(without)
	withBody["Content-Type"] = []string{"application/json"}
	return headers{withBody, without}
}

// request builds one attempt's request from parts that were prepared once.
func (t *Transport) request(ctx context.Context, op *Operation, target *url.URL, body *payload) *http.Request {
	address := *target // editors may change it
	req := (&http.Request{
		Method:     op.Method,
		URL:        &address,
		Host:       t.base.host,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
	}).WithContext(ctx)
	if body == nil {
		req.Header = maps.Clone(t.headers.without)
	} else {
		req.Header = maps.Clone(t.headers.withBody)
		req.ContentLength = body.len()
		req.Body, _ = body.open() // the call holds the payload, so that it opens
		// net/http asks for the body again where a kept connection turned out to be closed before a byte was
		// written, which would otherwise fail a call for no reason.
		req.GetBody = body.open
	}
	return req
}

// edit runs the editors in the order they were given, then signs. Signing comes last so that the signature
// covers the bytes that are sent. A credential that an editor has put in replaces the client's own.
func (t *Transport) edit(ctx context.Context, op *Operation, call *Call, req *http.Request) *Error {
	for _, editors := range [2][]Editor{t.editors, call.Editors} {
		for _, editor := range editors {
			if editor == nil {
				return t.refusal(op, "a request editor is nil")
			}
			if err := editor(ctx, req); err != nil {
				return t.uneditable(op, err)
			}
		}
	}
	if t.credential != nil && op.Schemes != 0 && credentials(req.Header) == 0 {
		if err := t.credential(ctx, req, t.now); err != nil {
			return t.uneditable(op, err)
		}
	}
	return t.guard(op, req)
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
