package emulator

import (
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

func start(t *testing.T, path string) (*Emulator, Keys) {
	t.Helper()
	keys := Keys{new(string), new(string), new(string), new(string), new(string), new(string)}
	e := New(keys)
	e.State = &path
	if err := e.Start(); err != nil {
		t.Fatal(err)
	}
	return e, keys
}

// TestRequestsReachTheirRoom checks that requests reach pages or operations, and that a restart keeps the keys.
func TestRequestsReachTheirRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	e, keys := start(t, path)
	for address, want := range map[string]string{"/": "text/html", "/assets/style.css": "text/css", "/sdk/nowhere": "application/json", "/nowhere": "application/json"} {
		res, err := http.Get(e.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if got := res.Header.Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Errorf("%s is answered with %q, want %q", address, got, want)
		}
	}
	if n := len(e.Calls.Requests()); n != 2 {
		t.Errorf("the journal has %d calls, want the 2 that are no pages", n)
	}
	before := keys.identity()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again, keys := start(t, path)
	defer again.Close()
	if after := keys.identity(); after != before {
		t.Errorf("the next start has the keys %+v, want %+v", after, before)
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		addr net.TCPAddr
		url  string
	}{
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, "http://127.0.0.1:80"},
		{net.TCPAddr{IP: net.IPv6loopback, Port: 80}, "http://[::1]:80"},
		{net.TCPAddr{IP: net.IPv6zero, Port: 80}, "http://127.0.0.1:80"},
		{net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80}, "http://192.0.2.1:80"},
	} {
		if url := urlOf(&tt.addr); url != tt.url {
			t.Errorf("%v has the URL %s", tt.addr, url)
		}
	}
}

// TestBubbleIsRecognized checks the line of a stack trace that tells a testing/synctest bubble.
func TestBubbleIsRecognized(t *testing.T) {
	if inBubble() {
		t.Error("outside of a bubble")
	}
	synctest.Test(t, func(t *testing.T) {
		inside := make(chan bool)
		go func() { inside <- inBubble() }()
		if !inBubble() || !<-inside {
			t.Error("a bubble is not recognized: the servers of New would stop its clock")
		}
	})
}
