package transport

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// base is the configured base URL. Requests go nowhere else.
type base struct {
	scheme string
	host   string // in lower case, with the port if it has one
	path   string // escaped, without a trailing slash
}

// parseBase reads a base URL. insecure accepts plain http to any host. Its errors do not show the URL, because a pasted URL may contain a password.
func parseBase(text string, insecure bool) (base, error) {
	if text == "" {
		return base{}, errors.New("base URL is empty; give one such as https://test-api.stash.gg")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil, strings.ContainsAny(text, " \t\r\n"):
		return base{}, errors.New("base URL cannot be read as a URL; give one such as https://test-api.stash.gg")
	case u.Scheme != "https" && u.Scheme != "http":
		return base{}, errors.New("base URL must start with https://")
	case u.User != nil:
		return base{}, errors.New("base URL must not contain a user name or password; give the credential to stash.New")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return base{}, errors.New("base URL must not contain a query or a fragment; remove everything after the path")
	case u.Hostname() == "":
		return base{}, errors.New("base URL has no host; give one such as https://test-api.stash.gg")
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }):
		return base{}, errors.New("the host of the base URL must be ASCII; write an international name in its xn-- form")
	case strings.Contains(strings.TrimSuffix(u.Hostname(), "."), "..") || strings.HasPrefix(u.Host, "."):
		return base{}, errors.New("the host of the base URL has an empty label; remove the extra dot")
	case u.Scheme == "http" && !insecure && !loopback(u.Hostname()):
		return base{}, errors.New("base URL is plain http, which would show the credential to the network; use https (plain http is accepted for loopback addresses, and for an emulator with stash.WithInsecureHTTP)")
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	if err := checkSegments(path); err != nil {
		return base{}, errors.New("base URL has a path with a . or .. segment; write the path without it")
	}
	return base{scheme: u.Scheme, host: strings.ToLower(u.Host), path: path}, nil
}

// loopback reports whether a host in ASCII is this machine.
func loopback(host string) bool {
	if strings.ToLower(host) == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func checkSegments(path string) error {
	for _, segment := range strings.Split(path, "/") {
		if plain, err := url.PathUnescape(segment); err != nil || plain == "." || plain == ".." {
			return errors.New("dot segment")
		}
	}
	return nil
}

// holds reports whether a request still goes to the configured scheme and host. URL.Opaque would replace both in the
// request line.
func (b base) holds(req *http.Request) bool {
	return req.URL != nil && req.URL.Scheme == b.scheme && req.URL.Host == b.host && req.URL.User == nil &&
		req.URL.Opaque == "" && (req.Host == "" || req.Host == b.host)
}
