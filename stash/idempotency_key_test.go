package stash_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stash-sdk/stash-go/stash"
)

// TestIdempotencyKeyIsNoLicence checks that net/http does not send a call again because an editor has set a header that it
// takes for a licence to do so. Only the SDK sends a call again, and it counts that in Attempts.
func TestIdempotencyKeyIsNoLicence(t *testing.T) {
	for name, call := range map[string]func(context.Context, *stash.Client) error{
		"never": func(ctx context.Context, c *stash.Client) error {
			_, err := c.CreateCheckoutLink(ctx, link())
			return err
		},
		"without transaction id": func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateQuickPayURL(ctx, checkout())
			return err
		},
		"with transaction id": func(ctx context.Context, c *stash.Client) error {
			_, err := c.GenerateQuickPayURL(ctx, named())
			return err
		},
		"without a body": logout,
	} {
		for _, header := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
			synctest.Test(t, func(t *testing.T) {
				dials, carried := 0, 0
				transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					dials++
					here, there := net.Pipe()
					go func() {
						defer there.Close()
						server := newPipeServer(there)
						server.answer("{}")
						if server.read() { // and dies
							carried++
						}
					}()
					return here, nil
				}}
				defer transport.CloseIdleConnections()
				var sent http.Header
				client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("http://127.0.0.1"), stash.WithRetries(0),
					stash.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
						sent = r.Header
						return transport.RoundTrip(r)
					})}),
					stash.WithRequestEditor(func(_ context.Context, r *http.Request) error { r.Header.Set(header, "abc"); return nil }))
				if err != nil {
					t.Fatal(err)
				}
				if err := get(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				err = call(t.Context(), client)
				synctest.Wait()
				var e *stash.Error
				if !errors.As(err, &e) || carried != 1 || dials != 1 || e.Attempts != 1 || strings.Contains(err.Error(), notSent) {
					t.Errorf("%s, %s: carried out %d times, dialled %d times: %v", name, header, carried, dials, err)
				}
				if len(sent[strings.ToLower(header)]) != 1 {
					t.Errorf("%s: the header %s was not sent", name, header)
				}
			})
		}
	}
}
