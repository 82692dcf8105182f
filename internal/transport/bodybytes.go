package transport

import (
	"fmt"
	"net/http"
)

// BodyBytes returns the exact bytes that a request will send, without using them up. They must not be changed.
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

// adopt makes a payload of a body that an editor has put in. The editor may have left GetBody and ContentLength as they
// were; they are made to fit, so that what is signed, what is sent and what net/http sends again are the same.
func adopt(req *http.Request) (*payload, error) {
	body := &payload{encoding: new(encoding)}
	body.refs.Store(1) // never given back, so that no call uses its memory again
	_, err := body.buf.ReadFrom(req.Body)
	closeBody(req)
	if err != nil {
		return nil, fmt.Errorf("the body that a request editor has put in cannot be read: %w", err)
	}
	req.Body, req.GetBody, req.ContentLength = http.NoBody, nil, 0
	if body.len() > 0 { // net/http takes an empty body for one of unknown length
		req.Body, _ = body.open()
		req.GetBody = body.open
		req.ContentLength = body.len()
	}
	return body, nil
}

// settle returns the body as the editors have left it, nil for none. From here on nothing changes it.
func (t *Transport) settle(op *Operation, req *http.Request) (*payload, *Error) {
	if req.Body == nil || req.Body == http.NoBody {
		req.GetBody, req.ContentLength = nil, 0
		return nil, nil
	}
	reader, ours := req.Body.(*payloadReader)
	if !ours {
		body, err := adopt(req)
		if err != nil {
			return nil, t.uneditable(op, err)
		}
		return body, nil
	}
	body := reader.untouched()
	if body == nil {
		return nil, t.refusal(op, "a request editor has read the body and put none in its place; read a copy of it, which req.GetBody returns")
	}
	req.ContentLength = body.len()
	return body, nil
}
