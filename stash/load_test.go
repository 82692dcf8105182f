package stash_test

import (
	"context"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// together is the number of goroutines that call at the same time.
const together = 64

// BenchmarkLoad makes calls from many goroutines over TLS to a server that takes 5 ms per request. Each contender uses its
// default connection pool. The benchmark reports calls per second and the number of connections opened. The first call
// of each goroutine is not timed: it opens a connection, which a program does only once.
func BenchmarkLoad(b *testing.B) {
	for _, protocol := range []string{"HTTP1", "HTTP2"} {
		b.Run(protocol, func(b *testing.B) {
			for _, who := range []string{"guide", "hand-written", "sdk"} {
				b.Run(who, func(b *testing.B) {
					srv, connections := slow(5 * time.Millisecond)
					srv.EnableHTTP2 = protocol == "HTTP2"
					startTLS(b, srv)
					call := loadCall(b, srv.URL, who)
					if err := spread(together, call); err != nil {
						b.Fatal(err)
					}
					b.ResetTimer()
					if err := spread(b.N, call); err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
					b.ReportMetric(float64(connections.Load()), "connections")
				})
			}
		})
	}
}

// TestConnectionsUnderLoad checks that a client opens no more connections than there are calls at the same time: each
// is free for the next call before its call returns.
func TestConnectionsUnderLoad(t *testing.T) {
	for name, opts := range map[string][]stash.Option{
		"default":             nil,
		"client with timeout": {stash.WithHTTPClient(&http.Client{Timeout: time.Minute})},
		"http.DefaultClient":  {stash.WithHTTPClient(http.DefaultClient)},
	} {
		srv, connections := slow(0)
		srv.Start()
		t.Cleanup(srv.Close)
		client := (&recorder{Server: srv}).client(t, opts...)
		call := func() error { _, err := client.GenerateQuickPayURL(t.Context(), benchRequest()); return err }
		for _, calls := range []int{together, 20 * together} {
			if err := spread(calls, call); err != nil {
				t.Fatal(err)
			}
		}
		if n := connections.Load(); n != together {
			t.Errorf("%s: %d goroutines opened %d connections", name, together, n)
		}
	}
}

func loadCall(b *testing.B, url, who string) func() error {
	transport := http.DefaultTransport.(*http.Transport).Clone() // a new one, so that no connections are shared
	switch who {
	case "guide":
		return func() error { _, err := guideSample(&http.Client{Transport: transport}, url, fakeKey); return err }
	case "hand-written":
		hand := &handWritten{&http.Client{Transport: transport}, url, fakeKey}
		return func() error { _, err := hand.generate(context.Background(), benchRequest()); return err }
	default:
		client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL(url))
		if err != nil {
			b.Fatal(err)
		}
		return func() error { _, err := client.GenerateQuickPayURL(context.Background(), benchRequest()); return err }
	}
}

// slow is a server that counts its connections. It answers its first requests when all goroutines have sent one.
func slow(pause time.Duration) (*httptest.Server, *atomic.Int64) {
	connections, requests, all := new(atomic.Int64), new(atomic.Int64), make(chan struct{})
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == together {
			close(all)
		}
		<-all
		time.Sleep(pause)
		answer(200, "application/json", linkAnswer)(w, r)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // its lines would break those of the benchmarks
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	return srv, connections
}

// startTLS starts a server whose certificate the program's own root store trusts.
func startTLS(b *testing.B, srv *httptest.Server) {
	srv.StartTLS()
	b.Cleanup(srv.Close)
	roots := filepath.Join(b.TempDir(), "roots.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
	if err := os.WriteFile(roots, certificate, 0o600); err != nil {
		b.Fatal(err)
	}
	b.Setenv("SSL_CERT_FILE", roots) // read once per process; every server here has the same certificate
}

// spread distributes calls over all goroutines and returns one of their errors, or nil.
func spread(calls int, call func() error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	failures := make(chan error, together)
	for range together {
		group.Go(func() {
			for next.Add(1) <= int64(calls) {
				if err := call(); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(failures)
	return <-failures // nil when there is none
}
