package transport

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// sender returns the function that sends a request: it uses the client's RoundTripper and cookie jar. It does not call
// the client's Do, which would follow redirects: a redirect would carry the credential headers to another host, and a
// redirect that cannot be followed would hide the response. The client's Timeout limits each attempt.
func sender(given *http.Client, wrap []func(http.RoundTripper) http.RoundTripper, to base, attempt time.Duration) (func(*http.Request) (*http.Response, error), error) {
	var client http.Client
	if given != nil {
		client = *given
	}
	if client.Transport == nil {
		client.Transport = pooled(attempt)
	}
	client.Transport = to.direct(client.Transport)
	for _, f := range wrap {
		if client.Transport = f(client.Transport); client.Transport == nil {
			return nil, errors.New("a function of WithTransport returned nil; return the RoundTripper that it was given, or one around it")
		}
		client.Transport = to.direct(client.Transport) // the function may have set a proxy
	}
	return func(req *http.Request) (*http.Response, error) {
		if client.Jar != nil {
			for _, cookie := range client.Jar.Cookies(req.URL) {
				req.AddCookie(cookie)
			}
		}
		resp, err := client.Transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		if resp == nil {
			return nil, errors.New("the http.Client's transport returned neither a response nor an error")
		}
		if resp.Body == nil {
			resp.Body = http.NoBody
		}
		if client.Jar != nil {
			if cookies := resp.Cookies(); len(cookies) > 0 {
				client.Jar.SetCookies(req.URL, cookies)
			}
		}
		return resp, nil
	}, nil
}

// idlePerHost is how many idle connections are kept. All calls go to one host. Under load, net/http's default of 2 would
// close and reopen connections all the time.
const idlePerHost = 128

// pooled returns a copy of net/http's default transport that keeps more idle connections and notices dead ones. All HTTP/2
// calls share a connection. A network device may forget it without closing it, and without pings every call would time out
// on it until TCP gives up, which takes minutes. A ping is sent and given up within the limit of an attempt, so the next
// attempt opens a new connection.
func pooled(attempt time.Duration) http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // the program has replaced it, so use the replacement
	}
	transport := standard.Clone()
	transport.MaxIdleConns = idlePerHost
	transport.MaxIdleConnsPerHost = idlePerHost
	if transport.HTTP2 == nil { // the program has not set its own
		transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: attempt / 2, PingTimeout: attempt / 4}
	}
	return transport
}

// direct returns a transport that uses no proxy for plain http, because a proxy would read the credential.
func (b base) direct(transport http.RoundTripper) http.RoundTripper {
	standard, ok := transport.(*http.Transport)
	if !ok || b.scheme != "http" || standard.Proxy == nil {
		return transport
	}
	direct := standard.Clone()
	direct.Proxy = nil
	return direct
}

func userAgent(prefix string) string {
	own := "stash-go/" + Version + " (" + runtime.Version() + ")"
	if prefix = strings.TrimSpace(prefix); prefix != "" {
		return prefix + " " + own
	}
	return own
}
