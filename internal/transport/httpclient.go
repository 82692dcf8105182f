package transport

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
)

// confine returns a client that never follows redirects: net/http would carry the credential headers along to
// whatever host a redirect names. The given client is left as it is.
func confine(given *http.Client) *http.Client {
	client := &http.Client{Transport: pooled()}
	if given != nil {
		*client = *given
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

// sender is how a request is sent once it is ready. A client with neither cookie jar nor timeout adds nothing to its
// RoundTripper but redirects, which are not followed, and a third of a call's allocations.
func sender(client *http.Client) func(*http.Request) (*http.Response, error) {
	if client.Transport == nil || client.Jar != nil || client.Timeout != 0 {
		return client.Do
	}
	trip := client.Transport.RoundTrip
	return func(req *http.Request) (*http.Response, error) {
		resp, err := trip(req)
		if err == nil && (resp == nil || resp.Body == nil) {
			return nil, errors.New("the http.Client's transport returned neither a response nor an error")
		}
		return resp, err
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
