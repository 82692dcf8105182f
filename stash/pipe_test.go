package stash_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// pipeServer serves HTTP over one end of a pipe. It needs no socket, and a test can break the connection at any byte.
type pipeServer struct {
	conn net.Conn
	in   *bufio.Reader
}

func newPipeServer(conn net.Conn) *pipeServer { return &pipeServer{conn, bufio.NewReader(conn)} }

// read reads one request, and reports whether it came whole.
func (s *pipeServer) read() bool {
	req, err := http.ReadRequest(s.in)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, req.Body)
	return err == nil
}

// answer reads one request and answers it with JSON.
func (s *pipeServer) answer(body string) {
	if s.read() {
		fmt.Fprintf(s.conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
}

// TestSwitchOfProtocols checks that an answer of HTTP 101, whose body is the connection and never ends, neither hangs the
// call nor leaves a goroutine behind, which would keep the bubble from ending.
func TestSwitchOfProtocols(t *testing.T) {
	for _, given := range []time.Duration{0, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				here, there := net.Pipe()
				go func() {
					defer there.Close()
					server := newPipeServer(there)
					server.read()
					_, _ = io.WriteString(there, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
					_, _ = io.Copy(io.Discard, there) // until the client closes
				}()
				return here, nil
			}}
			client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("http://127.0.0.1"), stash.WithHTTPClient(&http.Client{Transport: transport, Timeout: given}))
			if err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			err = get(t.Context(), client)
			var e *stash.Error
			if !errors.As(err, &e) || e.HTTPStatus != 101 || !strings.Contains(err.Error(), "did not ask to switch protocols") || time.Since(started) != 0 {
				t.Errorf("after %v: %v", time.Since(started), err)
			}
		})
	}
}
