package stash_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// trusting makes a client trust a server's certificate.
func trusting(srv *httptest.Server) stash.Option {
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
		return base
	})
}

// TestWrappedTransportKeepsThePool checks that a RoundTripper around the SDK's transport opens no more connections. Around
// http.DefaultTransport, which keeps two idle ones, it would open hundreds.
func TestWrappedTransportKeepsThePool(t *testing.T) {
	srv, connections := slow(0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	var passed atomic.Int64
	client := (&recorder{Server: srv}).client(t, trusting(srv), stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			passed.Add(1)
			return base.RoundTrip(r)
		})
	}))
	call := func() error { _, err := client.GenerateQuickPayURL(t.Context(), benchRequest()); return err }
	for _, calls := range []int{together, 30 * together} {
		if err := spread(calls, call); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d goroutines opened %d connections", together, connections.Load())
	if n := connections.Load(); n > together+2 || passed.Load() != 31*together {
		t.Errorf("%d goroutines opened %d connections; %d requests passed the wrapper", together, n, passed.Load())
	}
}

// TestTransportsAreNested checks what each function of WithTransport gets, and that the caller's own client is not changed.
func TestTransportsAreNested(t *testing.T) {
	var order []string
	around := func(name string) stash.Option {
		return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
			order = append(order, "made "+name)
			return roundTrip(func(r *http.Request) (*http.Response, error) {
				order = append(order, name)
				return base.RoundTrip(r)
			})
		})
	}
	own := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		order = append(order, "own")
		return canned{200, []byte(eventAnswer)}.RoundTrip(r)
	})}
	before := own.Transport
	client := benchClient(t, own, stash.APIKey(fakeKey), around("inner"), around("outer"))
	if err := get(t.Context(), client.With(stash.APIKey(fakeKey))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"made inner", "made outer", "outer", "inner", "own"}; !slices.Equal(order, want) {
		t.Errorf("%q, want %q", order, want)
	}
	if _, same := own.Transport.(roundTrip); !same || before == nil {
		t.Error("the caller's client is changed")
	}
}

// TestPlainHTTPHasNoProxy checks that a proxy which WithTransport sets does not see a key in plain http.
func TestPlainHTTPHasNoProxy(t *testing.T) {
	proxy := serve(t, answer(200, "application/json", eventAnswer))
	srv := serve(t, answer(200, "application/json", eventAnswer))
	through, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := srv.client(t, stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).Proxy = http.ProxyURL(through)
		return base
	}))
	if err := get(t.Context(), client); err != nil || len(proxy.requests()) != 0 || len(srv.requests()) != 1 {
		t.Errorf("%v; %d requests at the proxy, %d at the server", err, len(proxy.requests()), len(srv.requests()))
	}
}

// TestRefusedClientCertificate checks a call to a server that wants a certificate of the client. In TLS 1.3 the client reads
// of the refusal after it has sent its request, which the server has not read.
func TestRefusedClientCertificate(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		var seen atomic.Int32
		srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen.Add(1)
			answer(200, "application/json", linkAnswer)(w, r)
		}))
		late := &lateAlert{Listener: srv.Listener, sent: make(chan struct{}, 1)}
		srv.Listener = late
		srv.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS13}
		srv.EnableHTTP2 = http2
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.StartTLS()
		t.Cleanup(srv.Close)
		var client *stash.Client
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
			WroteRequest: func(httptrace.WroteRequestInfo) { late.sent <- struct{}{} },
		})
		for name, call := range map[string]func() error{
			"read":                 func() error { return get(ctx, client) },
			"write":                func() error { _, err := client.GenerateQuickPayURL(ctx, checkout()); return err },
			"repeatable write":     func() error { _, err := client.GenerateQuickPayURL(ctx, benchRequest()); return err },
			"write without a body": func() error { _, err := client.CancelSubscription(ctx, "sub-1"); return err },
		} {
			client = (&recorder{Server: srv}).client(t, trusting(srv), stash.WithRetries(3), stash.WithTimeout(10*time.Second))
			err := call()
			var e *stash.Error
			if !errors.As(err, &e) || e.Attempts != 0 || !errors.Is(err, stash.ErrUnavailable) {
				t.Fatalf("HTTP/2 %v, %s: %v", http2, name, err)
			}
			const want = "the server did not accept the client's TLS certificate, or got none: remote error: tls: certificate required. It ended the TLS handshake, so nothing was carried out; check Certificates in the TLSClientConfig"
			if !strings.HasSuffix(err.Error(), want) {
				t.Errorf("HTTP/2 %v, %s: %v", http2, name, err)
			}
		}
		if seen.Load() != 0 {
			t.Errorf("HTTP/2 %v: the server has handled %d requests", http2, seen.Load())
		}
	}
}

// lateAlert lets a server end a handshake only after the client has sent its request, as over a real network.
type lateAlert struct {
	net.Listener
	sent chan struct{}
}

func (l *lateAlert) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &lateConn{Conn: conn, sent: l.sent}, err
}

type lateConn struct {
	net.Conn
	sent   chan struct{}
	writes int
}

func (c *lateConn) Write(p []byte) (int, error) {
	if c.writes++; c.writes == 2 { // the first is the server's part of the handshake
		<-c.sent
	}
	return c.Conn.Write(p)
}

// TestPlainHTTPBeyondLoopback checks WithInsecureHTTP.
func TestPlainHTTPBeyondLoopback(t *testing.T) {
	for address, want := range map[string]string{
		"http://stash-emulator:8080":   "",
		"http://10.1.2.3/base":         "",
		"http://notstash.gg":           "",
		"https://api.stash.gg":         "",
		"http://api.stash.gg":          "use https",
		"http://TEST-API.stash.gg.:80": "use https",
		"http://other.stash.gg":        "use https",
		"http://stash.gg":              "use https",
		"HTTP://api.stash.gg":          "use https",
		"ftp://stash-emulator":         "must start with https://",
	} {
		for _, opts := range [][]stash.Option{
			{stash.WithInsecureHTTP(), stash.WithBaseURL(address)}, {stash.WithBaseURL(address), stash.WithInsecureHTTP()},
		} {
			_, err := stash.New(stash.APIKey(fakeKey), opts...)
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	var asked string
	client, err := stash.New(stash.APIKey(fakeKey), stash.WithInsecureHTTP(), stash.WithBaseURL("http://stash-emulator:8080"),
		stash.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			asked = r.URL.String()
			return canned{200, []byte(eventAnswer)}.RoundTrip(r)
		})}))
	if err != nil {
		t.Fatal(err)
	}
	if err := get(t.Context(), client); err != nil || !strings.HasPrefix(asked, "http://stash-emulator:8080/") {
		t.Errorf("%v; asked %s", err, asked)
	}
}
