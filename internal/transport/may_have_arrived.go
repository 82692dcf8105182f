package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// arrivalTracker knows whether any part of an attempt may have reached the server. The error does not tell: a
// RoundTripper that retries by itself, as net/http's does for some requests, returns only the error of its last try.
type arrivalTracker struct {
	body  *payload     // nil if there is no body
	conns *connections // set for a write without a body
	reads bool         // a read has no effect that could be doubled
}

// sent reports whether an attempt without a response may have reached the server. If nobody has read the body, it was
// not sent, and the server cannot carry out a call without its body.
func (w arrivalTracker) sent(err error) bool {
	switch {
	case w.body != nil:
		return w.body.read.Load()
	case w.conns != nil:
		return w.conns.got.Load() || !w.conns.wanted.Load()
	}
	return !w.reads || !neverConnected(err)
}

// connections records whether net/http asked for a connection and whether it got one. Another RoundTripper may not
// report either; then wanted stays false.
type connections struct{ wanted, got atomic.Bool }

func (c *connections) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { c.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	})
}

// neverConnected reports whether the error happened before there was a connection.
func neverConnected(err error) bool {
	var netErr *net.OpError
	return errors.As(err, &netErr) && (netErr.Op == "dial" || netErr.Op == "proxyconnect") || refusedByProxy(err) != 0
}

// refusedByProxy returns the status with which a proxy refused the CONNECT request, or 0 if none did. net/http returns
// only the text of the status as the error.
func refusedByProxy(err error) int {
	text := err.Error()
	if len(text) > len("Network Authentication Required") {
		return 0
	}
	for status := 400; status < 600; status++ {
		if text == http.StatusText(status) && text != "" {
			return status
		}
	}
	return 0
}
