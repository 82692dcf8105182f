package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/stash-sdk/stash-go/internal/wire"
)

func (t *Transport) newError(op *Operation, reached stage, cause error) *Error {
	return &Error{Operation: op.ID, Method: op.Method, Path: op.Path, stage: reached, host: t.base.host, cause: cause}
}

// uneditable returns the error of a call that was not sent because an editor or the credential failed.
func (t *Transport) uneditable(ctx context.Context, op *Operation, err error) *Error {
	var problem *wire.Problem
	if errors.As(err, &problem) {
		return t.refusal(op, problem.Error())
	}
	e := t.newError(op, stageUnsent, fromOutside(ctx, err))
	e.hint = "This error comes from a request editor or from the credential"
	return e
}

// noAnswer returns the error of an attempt without a response. sent tells whether the attempt may have reached Stash.
func (t *Transport) noAnswer(ctx context.Context, op *Operation, req *http.Request, err error, sent bool) *Error {
	// The wrapper of net/http shows the URL, which contains the caller's values.
	var wrapper *url.Error
	if errors.As(err, &wrapper) {
		err = wrapper.Err
	}
	e := t.newError(op, stageNoAnswer, fromOutside(ctx, err))
	e.sent = sent
	switch {
	case refusedCertificate(err):
		e.sent, e.unconnected, e.final = false, true, true
		e.cause = fmt.Errorf("the server did not accept the client's TLS certificate, or got none: %w", e.cause)
		e.hint = "It ended the TLS handshake, so nothing was carried out; check Certificates in the TLSClientConfig"
	case sent:
	case neverConnected(err):
		e.unconnected = true
		e.hint = "No connection was made, so nothing was carried out"
		if status := refusedByProxy(err); status != 0 {
			e.Message = "the proxy refused to connect to the host: " + err.Error()
			e.final = !temporary(status)
		}
	default:
		e.hint = "Nothing was sent, so nothing was carried out"
	}
	e.scrub(req)
	return e
}

// unreadable returns the error of a 2xx response whose body is incomplete, too long, or not what the document says.
func (t *Transport) unreadable(op *Operation, req *http.Request, r *response, err error) *Error {
	e := t.answered(op, r, stageUnreadable)
	e.cause = err
	e.torn = r.err != nil && !errors.Is(r.err, errTooLarge)
	e.Body = append([]byte(nil), r.excerpt()...)
	if op.Repeat != Always {
		e.hint = "Stash reported success, so look up the result before you send the call again"
	}
	e.scrub(req)
	return e
}

// failure returns the error of a response whose status is not 2xx.
func (t *Transport) failure(op *Operation, req *http.Request, r *response) *Error {
	e := t.answered(op, r, stageAnswered)
	var readable bool
	e.RetryAfter, readable = retryAfter(r.header, t.now())
	e.waitLong = !readable
	e.readStatus(r.excerpt())
	if e.cause == nil {
		e.cause = r.checkEncoding()
	}
	e.hint = t.hint(op, r)
	e.scrub(req)
	return e
}

func (t *Transport) answered(op *Operation, r *response, reached stage) *Error {
	e := t.newError(op, reached, r.err)
	e.sent = true
	e.HTTPStatus = r.status
	e.Header = r.header
	e.RequestID = requestID(r.header)
	return e
}
