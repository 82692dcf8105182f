package transport

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// base is the one place that requests may go to.
type base struct {
	scheme string
	host   string // with the port, if it has one
	path   string // escaped, without the slash at its end
}

// parseBase reads a base URL. Errors never show it: a pasted URL may hold a password.
func parseBase(text string) (base, error) {
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
		return base{}, errors.New("base URL must not hold a user name or password; credentials are given apart from it")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return base{}, errors.New("base URL must not hold a query or a fragment; end it at the path")
	case u.Hostname() == "":
		return base{}, errors.New("base URL names no host; give one such as https://test-api.stash.gg")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return base{}, errors.New("base URL is plain http, which would show the credential to the network; use https (plain http is accepted for loopback addresses alone)")
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	if err := checkSegments(path); err != nil {
		return base{}, errors.New("base URL has a path with '.' or '..' in it; write the path out")
	}
	return base{scheme: u.Scheme, host: u.Host, path: path}, nil
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
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

// holds reports whether a request still goes to the configured place.
func (b base) holds(req *http.Request) bool {
	return req.URL != nil && req.URL.Scheme == b.scheme && req.URL.Host == b.host && req.URL.User == nil &&
		(req.Host == "" || req.Host == b.host)
}
