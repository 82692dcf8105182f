package emulator

import (
	"net"
	"net/http"
	"sync"
)

// unusedConns are connections without a request so far. Clients open some that they do not need, and
// http.Server.Shutdown would wait seconds for them.
type unusedConns struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
	over  bool
}

// note is for http.Server.ConnState.
func (u *unusedConns) note(conn net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.conns, conn)
	case u.over:
		_ = conn.Close()
	default:
		if u.conns == nil {
			u.conns = map[net.Conn]bool{}
		}
		u.conns[conn] = true
	}
}

func (u *unusedConns) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.over = true
	for conn := range u.conns {
		_ = conn.Close()
	}
}
