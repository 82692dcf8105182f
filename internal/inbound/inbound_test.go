package inbound

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestStalledBody opens a connection and sends half a body: the handler gives up after its limit, and the next request on a
// connection has its time again.
func TestStalledBody(t *testing.T) {
	got := make(chan error, 4)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := Read(w, r, 100, 200*time.Millisecond)
		got <- err
		select { // the deadline of the body is not one of the handler
		case <-r.Context().Done():
			got <- errors.New("the request's context has ended")
		case <-time.After(400 * time.Millisecond):
			got <- nil
		}
	}))
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")); err != nil {
		t.Fatal(err)
	}
	if err := <-got; !errors.Is(err, ErrSlow) {
		t.Errorf("a stalled body: %v", err)
	}
	<-got
	res, err := http.Post(srv.URL, "application/json", strings.NewReader("whole"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if err := <-got; err != nil {
		t.Errorf("a whole body: %v", err)
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
}

func TestReadLimits(t *testing.T) {
	for body, want := range map[string]error{"": nil, "12345": nil, "123456": ErrTooLong} {
		for _, length := range []int64{int64(len(body)), -1} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.ContentLength = length
			read, err := Read(httptest.NewRecorder(), r, 5, time.Second)
			if !errors.Is(err, want) || err == nil && string(read) != body {
				t.Errorf("%q of length %d: %q, %v", body, length, read, err)
			}
		}
	}
}

func TestHints(t *testing.T) {
	for _, tt := range []struct {
		header http.Header
		body   string
		says   string
	}{
		{nil, "{}", ""}, {http.Header{"Content-Encoding": {"identity"}}, "{}", ""}, {nil, "", ""},
		{http.Header{"content-encoding": {"gzip"}}, "{}", "Content-Encoding"}, {nil, "\x1f\x8b\x08", "gzip"}, {nil, "\uFEFF{}", "byte order mark"},
	} {
		if got := Changed(tt.header, []byte(tt.body)); (got == "") != (tt.says == "") || !strings.Contains(got, tt.says) {
			t.Errorf("%v %q: %q, want %q", tt.header, tt.body, got, tt.says)
		}
	}
	if Joined("a=") != "" || Joined("a=, b=") == "" {
		t.Error("Joined does not look for a comma")
	}
}
