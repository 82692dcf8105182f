package flows_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// over sends calls over a unix socket, for example to a sidecar. The base URL still gives the scheme, the Host header and the
// path: http://localhost is enough.
func over(socket string) stash.Option {
	return stash.WithTransport(func(base http.RoundTripper) http.RoundTripper {
		base.(*http.Transport).DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}
		return base
	})
}

// A sidecar listens on a unix socket.
func Example_unixSocket() {
	srv, err := stashtest.Start()
	check(err)
	defer srv.Close()
	dir, err := os.MkdirTemp("", "stash")
	check(err)
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "stash.sock")
	listener, err := net.Listen("unix", socket)
	check(err)
	defer listener.Close()
	go func() { _ = http.Serve(listener, srv) }()

	client, err := stash.New(stash.HMAC(srv.ShopID, srv.HMACSecret), stash.WithBaseURL("http://localhost"), over(socket))
	check(err)
	_, err = client.ListPlans(context.Background(), stash.ListPlansParams{})
	fmt.Println(err)
	// Output: <nil>
}
