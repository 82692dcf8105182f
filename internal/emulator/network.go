package emulator

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"
)

// network connects an emulator with its clients, webhook receivers and game servers. Its zero value is loopback.
type network struct {
	mu    sync.Mutex
	hosts []*http.Server // of Serve; the emulator's own is not among them
	over  bool

	// In a testing/synctest bubble the network is made of pipes: whoever waits for a real socket keeps the bubble's clock
	// from moving.
	transport *http.Transport // dials the pipes; nil outside of bubbles
	doors     []*door         // by port, from 1
}

// setUp makes the pipes, if the caller is in a bubble.
func (n *network) setUp() {
	if inBubble() {
		n.transport = &http.Transport{DialContext: n.dial}
	}
}

// inBubble reports whether the caller runs in a testing/synctest bubble. That package does not tell, but the first line of
// a stack trace does: "goroutine 23 [running, synctest bubble 1]:".
func inBubble() bool {
	var trace [128]byte
	line, _, _ := bytes.Cut(trace[:runtime.Stack(trace[:], false)], []byte("\n"))
	return bytes.Contains(line, []byte(", synctest bubble "))
}

// roundTripper is the way to the network's hosts; nil if it is that of every http.Client.
func (n *network) roundTripper() http.RoundTripper {
	if n.transport == nil {
		return nil
	}
	return n.transport
}

// listen opens a port, by default any free one of loopback.
func (n *network) listen(addr string) (net.Listener, error) {
	if n.transport == nil {
		return listen(addr)
	}
	if addr != "" {
		return nil, errors.New("stashtest: WithAddr cannot be used in a testing/synctest bubble, where a real socket would stop the clock; leave it out")
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	d := &door{conns: make(chan net.Conn), closed: make(chan struct{}), addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: len(n.doors) + 1}}
	n.doors = append(n.doors, d)
	return d, nil
}

func (n *network) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	n.mu.Lock()
	var to *door
	for _, d := range n.doors {
		if d.addr.String() == addr {
			to = d
		}
	}
	n.mu.Unlock()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused: in a testing/synctest bubble only the emulator and the hosts of Serve can be reached")}
	if to == nil {
		return nil, refused
	}
	here, there := net.Pipe()
	select {
	case to.conns <- there:
		return here, nil
	case <-to.closed:
		return nil, refused
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// host serves a handler on a free port until close, and returns its URL.
func (n *network) host(handler http.Handler) (url string, err error) {
	listener, err := n.listen("")
	if err != nil {
		return "", err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.over {
		return "", errors.Join(errors.New("stashtest: Serve: the server is closed; call Serve before Close"), listener.Close())
	}
	n.hosts = append(n.hosts, serve(listener, handler))
	return urlOf(listener.Addr()), nil
}

// close closes the hosts and the idle connections of clients.
func (n *network) close() (err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, host := range n.hosts {
		err = errors.Join(err, stop(host))
	}
	n.hosts, n.over = nil, true
	if n.transport != nil {
		n.transport.CloseIdleConnections()
	}
	return err
}

// serve serves a handler in the background. The functions are called when it stops.
func serve(listener net.Listener, handler http.Handler, stopped ...func()) *http.Server {
	unused := &unusedConns{}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ConnState: unused.note}
	for _, f := range append(stopped, unused.close) {
		s.RegisterOnShutdown(f)
	}
	go func() { _ = s.Serve(listener) }()
	return s
}

// stop gives requests that are being answered a second, and then closes all connections.
func stop(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := s.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	return errors.Join(err, s.Close())
}

// door is a net.Listener of pipes.
type door struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (d *door) Accept() (net.Conn, error) {
	select {
	case conn := <-d.conns:
		return conn, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

func (d *door) Addr() net.Addr { return d.addr }
