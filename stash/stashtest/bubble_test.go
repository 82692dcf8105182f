package stashtest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// bubble is a network of pipes in front of an emulator, for testing/synctest: real sockets would not let its
// virtual clock move on.
type bubble struct {
	*stashtest.Server
	transport *http.Transport
	dials     atomic.Int32
	refuse    atomic.Int32 // how many coming dials are refused
}

// inBubble serves srv's handler over pipes until the returned function is called.
func inBubble(srv *stashtest.Server) (*bubble, func()) {
	b := &bubble{Server: srv}
	listener := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: srv}
	go func() { _ = server.Serve(listener) }()
	b.transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		b.dials.Add(1)
		if b.refuse.Load() > 0 {
			b.refuse.Add(-1)
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		}
		here, there := net.Pipe()
		select {
		case listener.conns <- there:
			return here, nil
		case <-ctx.Done():
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
		}
	}}
	return b, func() {
		b.transport.CloseIdleConnections()
		_ = server.Close()
	}
}

// client is a client of the emulator over the pipes.
func (b *bubble) client(t *testing.T, opts ...stash.Option) *stash.Client {
	t.Helper()
	return b.Server.Client(append([]stash.Option{stash.WithHTTPClient(&http.Client{Transport: b.transport})}, opts...)...)
}

type pipeListener struct {
	conns  chan net.Conn
	done   chan struct{}
	closed atomic.Bool
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	if l.closed.CompareAndSwap(false, true) {
		close(l.done)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
