package flows_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// through sends calls through a proxy. Without it HTTPS_PROXY and NO_PROXY decide.
func through(proxy *url.URL) stash.Option {
	return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).Proxy = http.ProxyURL(proxy)
		return base
	})
}

// A proxy sees which host is called, and nothing else.
func Example_proxy() {
	srv, err := stashtest.Start()
	check(err)
	defer srv.Close()
	target := httptest.NewTLSServer(srv)
	defer target.Close()
	proxy := httptest.NewServer(http.HandlerFunc(tunnel))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	check(err)

	trusted, err := trusting(authorityOf(target))
	check(err)
	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL(target.URL), trusted, through(address))
	check(err)
	_, err = client.ListPlans(context.Background(), stash.ListPlansParams{})
	fmt.Println(err)
	// Output:
	// CONNECT
	// <nil>
}

// tunnel is a proxy for CONNECT.
func tunnel(w http.ResponseWriter, r *http.Request) {
	fmt.Println(r.Method)
	server, err := net.Dial("tcp", r.Host)
	check(err)
	client, _, err := w.(http.Hijacker).Hijack()
	check(err)
	_, err = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	check(err)
	go func() {
		defer server.Close()
		_, _ = io.Copy(server, client)
	}()
	defer client.Close()
	_, _ = io.Copy(client, server)
}
