package transport

import (
	"context"
	"fmt"
	"net/http"
)

// BodyBytes returns the exact bytes of the body that a request will send. The request can still be sent afterwards.
// The caller must not change the bytes.
func BodyBytes(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	if body, ours := req.Body.(*payloadReader); ours {
		return body.Bytes(), nil
	}
	body, err := adopt(req)
	if err != nil {
		return nil, err
	}
	return body.buf.Bytes(), nil
}

// adopt reads a body that an editor has put into the request, and sets GetBody and ContentLength to match, because the
// editor may have left them unchanged. So the signed bytes, the sent bytes and the bytes that net/http sends again are
// the same.
func adopt(req *http.Request) (*payload, error) {
	body := &payload{encoding: new(encoding)}
	body.refs.Store(1) // never released, so no other call uses its memory
	_, err := body.buf.ReadFrom(req.Body)
	closeBody(req)
	if err != nil {
		return nil, fmt.Errorf("a request editor set a body that cannot be read: %w", err)
	}
	req.Body, req.GetBody, req.ContentLength = http.NoBody, nil, 0
	if body.len() > 0 { // net/http treats a non-nil body of length 0 as one of unknown length
		req.Body, _ = body.open()
		req.GetBody = body.open
		req.ContentLength = body.len()
	}
	return body, nil
}

// settle returns the body after the editors have run, or nil if there is no body. Nothing changes the body later.
func (t *Transport) settle(ctx context.Context, op *Operation, req *http.Request) (*payload, *Error) {
	if req.Body == nil || req.Body == http.NoBody {
		req.GetBody, req.ContentLength = nil, 0
		return nil, nil
	}
	reader, ours := req.Body.(*payloadReader)
	if !ours {
		body, err := adopt(req)
		if err != nil {
			return nil, t.uneditable(ctx, op, err)
		}
		return body, nil
	}
	body := reader.untouched()
	if body == nil {
		return nil, t.refusal(op, "a request editor read the body and did not replace it; read the copy that req.GetBody returns instead")
	}
	req.ContentLength = body.len()
	return body, nil
}
