package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// witness knows of an attempt whether anything of it may have left. The error alone does not tell: a RoundTripper that
// repeats by itself, as net/http's does for some requests, reports how its last try ended and not what came of those before.
type witness struct {
	body  *payload     // nil without one
	conns *connections // of a write without a body
	reads bool         // the operation only reads, so that it does not matter
}

// sent reports whether an attempt that got no answer may have reached anyone. A body that nobody has read has not left,
// and nobody can carry out a call whose body he has not got.
func (w witness) sent(err error) bool {
	switch {
	case w.body != nil:
		return w.body.read.Load()
	case w.conns != nil:
		return w.conns.got.Load() || !w.conns.wanted.Load()
	}
	return !w.reads || !neverConnected(err)
}

// connections notes whether net/http looked for a connection and whether it got one. What another RoundTripper does is
// not known, which shows in that it never looked.
type connections struct{ wanted, got atomic.Bool }

func (c *connections) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { c.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	})
}

// neverConnected reports whether the last that went wrong went wrong before there was a connection.
func neverConnected(err error) bool {
	var netErr *net.OpError
	return errors.As(err, &netErr) && (netErr.Op == "dial" || netErr.Op == "proxyconnect") || refusedByProxy(err)
}

// refusedByProxy recognises the error of a refused CONNECT, of which net/http returns the bare name of the proxy's status.
func refusedByProxy(err error) bool {
	text := err.Error()
	if len(text) > len("Network Authentication Required") {
		return false
	}
	for status := 400; status < 600; status++ {
		if text == http.StatusText(status) && text != "" {
			return true
		}
	}
	return false
}
