package transport

import (
	"context"
	"io"
	"net/http"
	"net/url"
)

// applicationJSON is a header value that every request shares. It is only ever replaced in a request's map, not
// written to.
var applicationJSON = []string{"application/json"}

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
		Header:     make(http.Header, 6),
	}).WithContext(ctx)
	req.Header["Accept"] = applicationJSON
	req.Header["User-Agent"] = t.userAgent
	if body != nil {
		req.Header["Content-Type"] = applicationJSON
		req.ContentLength = body.len()
		req.Body = body.open()
		// net/http asks for the body again where a kept connection turned out to be closed before a byte was
		// written, which would otherwise fail a call for no reason.
		req.GetBody = func() (io.ReadCloser, error) { return body.open(), nil }
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
		if err := t.credential(ctx, req, t.now()); err != nil {
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
