package transport

import (
	"context"
	"net/http"
	"time"
)

// edit runs the editors in the order they were given, then signs. Signing comes last so that the signature
// covers the bytes that are sent. A credential that an editor has put in replaces the client's own. It returns the body
// that will be sent, nil for none.
func (t *Transport) edit(ctx context.Context, op *Operation, call *Call, req *http.Request) (*payload, *Error) {
	if t.edited(call) {
		if failure := t.runEditors(ctx, op, call, req); failure != nil {
			return nil, failure
		}
	}
	body, failure := t.settle(op, req)
	if failure != nil {
		return nil, failure
	}
	if t.credential != nil && op.Schemes != 0 && credentials(req.Header) == 0 {
		if err := t.credential(ctx, req, t.now); err != nil {
			return nil, t.uneditable(op, err)
		}
	}
	if body != nil {
		body.read.Store(false) // what an editor has read was not sent
	}
	return body, t.guard(op, req)
}

func (t *Transport) edited(call *Call) bool { return len(t.editors)+len(call.Editors) > 0 }

func (t *Transport) runEditors(ctx context.Context, op *Operation, call *Call, req *http.Request) *Error {
	if t.clocked {
		ctx = context.WithValue(ctx, clockKey{}, t.now)
	}
	run := func(editors []Editor) *Error {
		for _, editor := range editors {
			if editor == nil {
				return t.refusal(op, "a request editor is nil")
			}
			if err := editor(ctx, req); err != nil {
				return t.uneditable(op, err)
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
	// The credential of a single call replaces one that the client's editors put on every call.
	if added := credentials(req.Header) &^ before; added != 0 {
		dropCredentials(req.Header, before)
	}
	if name, ok := unsendable(req.Header); ok {
		return t.refusal(op, "a request editor has set "+name+" that HTTP cannot carry, such as one with a line break in it")
	}
	return nil
}

// unsendable finds a header that net/http refuses to send, and names it by what is surely no secret.
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

// Clock is what an editor that depends on the time asks for it: the client's own clock.
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
