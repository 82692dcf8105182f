package transport

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
)

// sender returns the function that sends a request: it uses the client's RoundTripper and cookie jar. It does not call
// the client's Do, which would follow redirects: a redirect would carry the credential headers to another host, and a
// redirect that cannot be followed would hide the response. The client's Timeout limits each attempt.
func sender(given *http.Client) func(*http.Request) (*http.Response, error) {
	client := http.Client{Transport: pooled()}
	if given != nil {
		client = *given
	}
	return func(req *http.Request) (*http.Response, error) {
		transport := client.Transport
		if transport == nil {
			transport = http.DefaultTransport // looked up for each request, as net/http does
		}
		if client.Jar != nil {
			for _, cookie := range client.Jar.Cookies(req.URL) {
				req.AddCookie(cookie)
			}
		}
		resp, err := transport.RoundTrip(req)
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
	}
}

// idlePerHost is how many idle connections are kept. All calls go to one host. Under load, net/http's default of 2 would
// close and reopen connections all the time.
const idlePerHost = 128

// pooled returns a copy of net/http's default transport that keeps more idle connections.
func pooled() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // the program has replaced it, so use the replacement
	}
	transport := standard.Clone()
	transport.MaxIdleConns = idlePerHost
	transport.MaxIdleConnsPerHost = idlePerHost
	return transport
}

func userAgent(prefix string) string {
	own := "stash-go/" + Version + " (" + runtime.Version() + ")"
	if prefix = strings.TrimSpace(prefix); prefix != "" {
		return prefix + " " + own
	}
	return own
}
