package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// edit runs the editors in the order they were given and then signs the request. Signing comes last, so the signature
// covers the bytes that are sent. If an editor has set a credential, the client's own is not added. edit returns the
// body that will be sent, or nil if there is no body.
func (t *Transport) edit(ctx context.Context, op *Operation, call *Call, target *url.URL, req *http.Request) (*payload, *Error) {
	if t.edited(call) {
		if failure := t.runEditors(ctx, op, call, req); failure != nil {
			return nil, failure
		}
		if failure := t.checkEdited(op, target, req); failure != nil {
			return nil, failure
		}
	}
	body, failure := t.settle(ctx, op, req)
	if failure != nil {
		return nil, failure
	}
	carried := credentials(req.Header)
	if _, whole := carried.together(op.Together); t.credential != nil && op.Schemes != 0 && (carried == 0 || op.Together != nil && !whole) {
		byEditors := carriedHeaders(req.Header)
		if err := t.credential(ctx, req, t.now); err != nil {
			return nil, t.uneditable(ctx, op, err)
		}
		maps.Copy(req.Header, byEditors) // an editor's credential comes before the client's own
	}
	if body != nil {
		body.read.Store(false) // a read by an editor does not mean that the body was sent
	}
	return body, t.checkCredentials(op, req)
}

// carriedHeaders returns the headers that carry credentials; nil for none.
func carriedHeaders(h http.Header) http.Header {
	var carried http.Header
	for _, scheme := range schemes {
		if values := h[scheme.header]; len(values) > 0 {
			if carried == nil {
				carried = http.Header{}
			}
			carried[scheme.header] = values
		}
	}
	return carried
}

func (t *Transport) edited(call *Call) bool { return len(t.editors)+len(call.Editors) > 0 }

func (t *Transport) runEditors(ctx context.Context, op *Operation, call *Call, req *http.Request) *Error {
	if t.clocked {
		ctx = context.WithValue(ctx, clockKey{}, t.now)
	}
	ctx = call.share(ctx)
	run := func(editors []Editor) *Error {
		for _, editor := range editors {
			if editor == nil {
				return t.refusal(op, "a request editor is nil")
			}
			if err := editor(ctx, req); err != nil {
				return t.uneditable(ctx, op, err)
			}
			if req.Header == nil {
				req.Header = make(http.Header)
			}
		}
		return nil
	}
	if failure := run(t.editors); failure != nil {
		return failure
	}
	before := credentials(req.Header)
	if failure := run(call.Editors); failure != nil {
		return failure
	}
	// A credential set by this call's editors replaces one set by the client's editors, unless both may be needed.
	if added := credentials(req.Header) &^ before; added != 0 && op.Together == nil {
		dropCredentials(req.Header, before)
	}
	return nil
}

// checkEdited checks a request after the editors have run: they may add to it, but it must go to the same address, and
// no server may read its headers in two ways.
func (t *Transport) checkEdited(op *Operation, target *url.URL, req *http.Request) *Error {
	if !t.base.holds(req) {
		return t.refusal(op, "a request editor changed the host of the request; credentials are sent only to the configured host")
	}
	if req.Method != op.Method || req.URL.Path != target.Path || req.URL.RawPath != target.RawPath {
		return t.refusal(op, "a request editor changed the method or the path of the request; make another call instead")
	}
	if name, ok := unsendable(req.Header); ok {
		return t.refusal(op, "a request editor set "+name+" that HTTP does not allow, such as one with a line break")
	}
	if name, ok := ambiguous(req.Header); ok {
		return t.refusal(op, "a request editor set the header "+name+" twice or in an unusual spelling; use the methods Set and Del of http.Header")
	}
	return nil
}

// ambiguous finds a header for which a server may use another value than the one that was meant. A name that is not in
// canonical form is sent beside the canonical one.
func ambiguous(h http.Header) (string, bool) {
	for name, values := range h {
		canonical := http.CanonicalHeaderKey(name)
		switch canonical {
		case "Host", "Content-Length", "Transfer-Encoding":
			if name != canonical {
				return canonical, true
			}
		}
		if isScheme(canonical) && (name != canonical || len(values) > 1) {
			return canonical, true
		}
	}
	return "", false
}

// unsendable finds a header that net/http refuses to send. Its description never contains a header's value, nor a name
// that is not a valid one, because either may be a secret.
func unsendable(h http.Header) (string, bool) {
	for name, values := range h {
		for _, c := range []byte(name) {
			if c <= ' ' || c >= 0x7f || c == ':' {
				return "the name of a header", true
			}
		}
		for _, value := range values {
			for _, c := range []byte(value) {
				if c < ' ' && c != '\t' || c == 0x7f {
					return "a value of the header " + name, true
				}
			}
		}
	}
	return "", false
}

type clockKey struct{}

// Clock returns the client's clock, for editors that sign a timestamp.
func Clock(ctx context.Context) func() time.Time {
	if now, ok := ctx.Value(clockKey{}).(func() time.Time); ok {
		return now
	}
	return time.Now
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
