package stash_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stash-sdk/stash-go/stash"
)

// TestIdempotencyKeyIsNoLicence checks that a call which may not be repeated is refused if an editor has set a header that
// makes net/http repeat it, and that a call which may be repeated counts what net/http has sent.
func TestIdempotencyKeyIsNoLicence(t *testing.T) {
	for _, tt := range []struct {
		name    string
		call    func(context.Context, *stash.Client) error
		refused bool
		again   string // answer on the second connection; empty if it cannot be made
		sent    int
	}{
		{"never", func(ctx context.Context, c *stash.Client) error {
			_, err := c.CreateCheckoutLink(ctx, link())
			return err
		}, true, "400 Bad Request", 0},
		{"without a transaction id", func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateQuickPayURL(ctx, checkout())
			return err
		}, true, "400 Bad Request", 0},
		{"with a transaction id", func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateQuickPayURL(ctx, named())
			return err
		}, false, "400 Bad Request", 2},
		{"with a transaction id, then no connection", func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateQuickPayURL(ctx, named())
			return err
		}, false, "", 1},
		{"without a body", logout, false, "400 Bad Request", 2},
		{"without a body, then no connection", logout, false, "", 1},
	} {
		for _, header := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
			synctest.Test(t, func(t *testing.T) {
				dials, carried := 0, 0
				transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					if dials++; dials > 1 && tt.again == "" {
						return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New(unreachable)}
					}
					here, there := net.Pipe()
					first := dials == 1
					go func() {
						defer there.Close()
						server := newPipeServer(there)
						if first {
							server.answer("{}")
						}
						if server.read() {
							carried++
							if !first {
								_, _ = io.WriteString(there, "HTTP/1.1 "+tt.again+"\r\nContent-Length: 0\r\n\r\n")
							}
						}
					}()
					return here, nil
				}}
				defer transport.CloseIdleConnections()
				client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("http://127.0.0.1"), stash.WithRetries(0), stash.WithHTTPClient(&http.Client{Transport: transport}),
					stash.WithRequestEditor(func(_ context.Context, r *http.Request) error { r.Header.Set(header, "abc"); return nil }))
				if err != nil {
					t.Fatal(err)
				}
				if err := get(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				err = tt.call(t.Context(), client)
				synctest.Wait()
				var e *stash.Error
				if !errors.As(err, &e) || carried != tt.sent || e.Attempts != tt.sent || strings.Contains(err.Error(), notSent) ||
					tt.refused != strings.Contains(err.Error(), "was not sent: a request editor set the header "+header) {
					t.Errorf("%s, %s: carried out %d times, dialled %d times: %v", tt.name, header, carried, dials, err)
				}
			})
		}
	}
}
