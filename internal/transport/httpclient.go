package transport

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
)

// sender is how a request is sent once it is ready: by the client's RoundTripper, with the cookies of its jar. The
// client itself is not asked, because it adds nothing else than to follow redirects: those would carry the credential
// headers to whatever host they name, and one that cannot be followed would hide the answer. The client's timeout is
// the attempt's.
func sender(given *http.Client) func(*http.Request) (*http.Response, error) {
	client := http.Client{Transport: pooled()}
	if given != nil {
		client = *given
	}
	return func(req *http.Request) (*http.Response, error) {
		transport := client.Transport
		if transport == nil {
			transport = http.DefaultTransport // looked up late, as net/http does
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

// idlePerHost is how many idle connections are kept. All calls go to one host, and net/http's default of two
// would close and open connections all the time under load.
const idlePerHost = 128

// pooled is the standard transport with room for idle connections.
func pooled() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // the program has replaced it, and knows why
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
