package transport

import (
	"net/http"
	"time"
)

// hint returns advice for the caller about the HTTP status, or an empty string.
func (t *Transport) hint(op *Operation, r *response) string {
	switch {
	case r.status < 100:
		return "The transport of the http.Client returned a response without a status"
	case r.status < 200:
		return "The SDK did not ask to switch protocols, so a proxy may have answered instead of Stash; check the proxies between"
	case r.status == http.StatusNotModified:
		return "The SDK keeps no earlier response, so a cache may have answered instead of Stash; check the proxies between"
	case r.status >= 300 && r.status < 400:
		return "Redirects are not followed, because they could send the credential to another host; check the base URL"
	case r.status == http.StatusUnauthorized && op.Schemes == 0:
		return "This operation takes no credential; check that the token or code in the body is complete, not expired, and issued for the " + t.place()
	case r.status == http.StatusUnauthorized:
		return "Check that the credential is " + op.Schemes.String() + " for the " + t.place() + ", is complete, and was not deleted" + t.skew(r.header)
	case r.status == http.StatusForbidden:
		return "Check that the credential has permission for this operation in the " + t.place()
	case r.status == http.StatusProxyAuthRequired:
		return "The proxy between requires a user name and password, and Stash got nothing; put them into the URL of the proxy"
	case r.status == http.StatusTooManyRequests:
		return "Make fewer calls, or wait for the duration in RetryAfter"
	}
	return ""
}

func (t *Transport) place() string {
	if t.environment != "" {
		return t.environment + " environment at " + t.base.host
	}
	return "environment at " + t.base.host
}

// skew reports the difference between the clocks if it is over a minute, because signatures expire.
func (t *Transport) skew(h http.Header) string {
	server, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return ""
	}
	off := t.now().Sub(server).Round(time.Second)
	switch {
	case off > time.Minute:
		return ". This machine's clock is " + off.String() + " ahead of the server's; signatures are valid for five minutes"
	case off < -time.Minute:
		return ". This machine's clock is " + (-off).String() + " behind the server's; signatures are valid for five minutes"
	}
	return ""
}
