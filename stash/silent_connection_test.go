package stash_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// middleBox forwards TCP connections to a server. When it goes silent it drops the bytes of the connections that it has,
// and leaves them open, as a NAT does that has forgotten them. It still forwards new connections.
type middleBox struct {
	net.Listener
	server string
	silent atomic.Int32 // the number of connections whose bytes are dropped
	opened atomic.Int32
	group  sync.WaitGroup
}

func newMiddleBox(t *testing.T, server string) *middleBox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &middleBox{Listener: listener, server: server}
	b.group.Go(b.accept)
	return b
}

func (b *middleBox) accept() {
	for {
		client, err := b.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", b.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		number := b.opened.Add(1)
		b.group.Go(func() { b.forward(number, server, client) })
		b.group.Go(func() { b.forward(number, client, server) })
	}
}

func (b *middleBox) forward(number int32, to, from net.Conn) {
	defer to.Close()
	_, _ = io.Copy(dropper{b, number, to}, from)
}

type dropper struct {
	box    *middleBox
	number int32
	to     io.Writer
}

func (d dropper) Write(p []byte) (int, error) {
	if d.number <= d.box.silent.Load() {
		return len(p), nil
	}
	return d.to.Write(p)
}

// TestSilentConnectionIsLeft checks that a connection which goes silent without being closed is given up within an
// attempt. All HTTP/2 calls share a connection, so without pings every call and every retry would fail on it.
func TestSilentConnectionIsLeft(t *testing.T) {
	for _, protocol := range []string{"HTTP/2.0", "HTTP/1.1"} {
		t.Run(protocol, func(t *testing.T) {
			var seen atomic.Value
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				seen.Store(r.Proto)
				answer(200, "application/json", `{"id":"1"}`)(w, r)
			}))
			server.EnableHTTP2 = protocol == "HTTP/2.0"
			server.StartTLS()
			box := newMiddleBox(t, server.Listener.Addr().String())
			roots := x509.NewCertPool()
			roots.AddCert(server.Certificate())
			standard := http.DefaultTransport
			trusting := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots}}
			http.DefaultTransport = trusting // the SDK's own transport is a copy of it
			client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("https://"+box.Addr().String()), stash.WithAttemptTimeout(time.Second))
			http.DefaultTransport = standard
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				server.CloseClientConnections()
				server.Close()
				_ = box.Close()
				box.group.Wait()
			}()
			if err := get(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			box.silent.Store(box.opened.Load())
			for range 3 {
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
			}
			if n := box.opened.Load(); n != 2 || seen.Load() != protocol {
				t.Errorf("%d connections, the last call by %s", n, seen.Load())
			}
		})
	}
}
