package transport

import (
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
