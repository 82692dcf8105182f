package transport

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/wire"
)

func (t *Transport) newError(op *Operation, reached stage, cause error) *Error {
	return &Error{Operation: op.ID, Method: op.Method, Path: op.Path, stage: reached, host: t.base.host, cause: cause}
}

// uneditable is a call that was not sent because an editor or the credential failed.
func (t *Transport) uneditable(op *Operation, err error) *Error {
	var problem *wire.Problem
	if errors.As(err, &problem) {
		return t.refusal(op, problem.Error())
	}
	e := t.newError(op, stageUnsent, err)
	e.hint = "A request editor or the credential reported this"
	return e
}

// noAnswer is a call of whose fate nothing is known, unless it is known that it was not sent.
func (t *Transport) noAnswer(op *Operation, req *http.Request, err error, sent bool) *Error {
	// net/http's own wrapper repeats the address with the caller's values in it.
	var wrapper *url.Error
	if errors.As(err, &wrapper) {
		err = wrapper.Err
	}
	e := t.newError(op, stageNoAnswer, err)
	e.sent = sent
	switch {
	case sent:
	case neverConnected(err):
		e.unconnected = true
		e.hint = "No connection was made, so nothing was carried out"
		if refusedByProxy(err) {
			e.Message = "the proxy refused to connect to it: " + err.Error()
		}
	default:
		e.hint = "Nothing was sent, so nothing was carried out"
	}
	e.scrub(req.Header)
	return e
}

// unreadable is a success whose body is torn, too long, or not what the document says.
func (t *Transport) unreadable(op *Operation, req *http.Request, a *answer, err error) *Error {
	e := t.answered(op, a, stageUnreadable)
	e.cause = err
	e.torn = a.err != nil && !errors.Is(a.err, errTooLarge)
	e.Body = append([]byte(nil), a.excerpt()...)
	if op.Repeat != Always {
		e.hint = "Stash reported success, so look the result up before you send it again"
	}
	e.scrub(req.Header)
	return e
}

// failure is an answer that is no success.
func (t *Transport) failure(op *Operation, req *http.Request, a *answer) *Error {
	e := t.answered(op, a, stageAnswered)
	e.RetryAfter = retryAfter(a.header, t.now())
	e.readStatus(a.excerpt())
	e.hint = t.hint(op, a)
	e.scrub(req.Header)
	return e
}

func (t *Transport) answered(op *Operation, a *answer, reached stage) *Error {
	e := t.newError(op, reached, a.err)
	e.sent = true
	e.HTTPStatus = a.status
	e.Header = a.header
	e.RequestID = requestID(a.header)
	return e
}

// hint is what the caller can do about an answer.
func (t *Transport) hint(op *Operation, a *answer) string {
	switch {
	case a.status < 200:
		return "That is a switch of protocols, which nobody asked for: a proxy may have answered in place of Stash; check what stands between"
	case a.status >= 300 && a.status < 400:
		return "Redirects are not followed, so that the credential reaches no other host; check the base URL"
	case a.status == http.StatusUnauthorized && op.Schemes == 0:
		return "It takes no credential; check that the token or code in its body is whole, fresh, and meant for the " + t.place()
	case a.status == http.StatusUnauthorized:
		return "Check that the credential is " + op.Schemes.String() + " of the " + t.place() + ", whole and not deleted" + t.skew(a.header)
	case a.status == http.StatusForbidden:
		return "Check that the credential may do this in the " + t.place()
	case a.status == http.StatusTooManyRequests:
		return "Send fewer calls, or wait as long as RetryAfter says"
	}
	return ""
}

func (t *Transport) place() string {
	if t.environment != "" {
		return t.environment + " environment at " + t.base.host
	}
	return "environment at " + t.base.host
}

// skew tells how far the clocks are apart where it is enough to break a signature's time limit.
func (t *Transport) skew(h http.Header) string {
	server, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return ""
	}
	off := t.now().Sub(server).Round(time.Second)
	switch {
	case off > time.Minute:
		return ". This machine's clock is " + off.String() + " ahead of the server's; signatures are good for five minutes"
	case off < -time.Minute:
		return ". This machine's clock is " + (-off).String() + " behind the server's; signatures are good for five minutes"
	}
	return ""
}

// retryAfter reads the header in seconds or as a date; 0 when there is none, it cannot be read, or it is past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0
	}
	const longest = 1 << 33 // seconds; longer ones would overflow a time.Duration
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), longest)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
