package stash_test

import (
	"context"
	"encoding/pem"
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

// BenchmarkLoad makes calls from 64 goroutines over TLS to a server that takes 5 ms, each who with the connections
// it has by default. It reports calls per second and how many connections were opened.
func BenchmarkLoad(b *testing.B) {
	for _, protocol := range []string{"HTTP1", "HTTP2"} {
		b.Run(protocol, func(b *testing.B) {
			for _, who := range []string{"guide", "hand-written", "sdk"} {
				b.Run(who, func(b *testing.B) {
					srv, connections := slowTLS(b, protocol == "HTTP2")
					call := loadCall(b, srv.URL, who)
					calls := spread(b, 64, call)
					b.ReportMetric(float64(calls)/b.Elapsed().Seconds(), "calls/s")
					b.ReportMetric(float64(connections.Load()), "connections")
				})
			}
		})
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

// slowTLS starts a server whose certificate the program's own root store trusts.
func slowTLS(b *testing.B, http2 bool) (*httptest.Server, *atomic.Int64) {
	connections := new(atomic.Int64)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(5 * time.Millisecond)
		answer(200, "application/json", linkAnswer)(w, r)
	}))
	srv.EnableHTTP2 = http2
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	srv.StartTLS()
	b.Cleanup(srv.Close)
	roots := filepath.Join(b.TempDir(), "roots.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
	if err := os.WriteFile(roots, certificate, 0o600); err != nil {
		b.Fatal(err)
	}
	b.Setenv("SSL_CERT_FILE", roots) // read once per process; every server here has the same certificate
	return srv, connections
}

// spread makes b.N calls from n goroutines and returns how many were made.
func spread(b *testing.B, n int, call func() error) int64 {
	var next, made atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range n {
		group.Go(func() {
			for next.Add(1) <= int64(b.N) {
				if err := call(); err != nil {
					b.Error(err)
					return
				}
				made.Add(1)
			}
		})
	}
	group.Wait()
	return made.Load()
}
