package gameserver

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// replays remembers the answers to signed requests for as long as their signatures are good. Whoever has a copy of
// a request learns what the first sender learned and moves nothing.
type replays struct {
	limit int

	mu      sync.Mutex
	entries map[[signature.Size]byte]*replay
	oldest  *replay // a list from old to new
	newest  *replay
}

type replay struct {
	sum     [signature.Size]byte
	path    string
	expires int64 // milliseconds since 1970
	next    *replay
	done    chan struct{}
	reply   reply // valid once done is closed
}

// once answers a request the first time, and every copy of it as the first was. A copy that comes meanwhile waits.
func (c *replays) once(ctx context.Context, path string, p proof, now time.Time, answer func() reply) reply {
	entry, first := c.begin(path, p, now)
	if first {
		defer close(entry.done)
		entry.reply = answer()
		return entry.reply
	}
	if entry.path != path {
		// The path is not signed, so a confirm could be sent to cancel with its own signature.
		return failure(http.StatusUnauthorized, codeUnauthenticated, "the signature was used for another call")
	}
	select {
	case <-entry.done:
		again := entry.reply
		again.reason = nil
		return again
	case <-ctx.Done():
		return failure(http.StatusServiceUnavailable, codeCanceled, "the first copy of the request is still being answered")
	}
}

func (c *replays) begin(path string, p proof, now time.Time) (entry *replay, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if entry = c.entries[p.sum]; entry != nil {
		return entry, false
	}
	for c.oldest != nil && (c.oldest.expires < now.UnixMilli() || len(c.entries) >= c.limit) {
		delete(c.entries, c.oldest.sum)
		c.oldest = c.oldest.next
	}
	entry = &replay{sum: p.sum, path: path, expires: p.unixMillis + signature.Window.Milliseconds(), done: make(chan struct{})}
	c.entries[p.sum] = entry
	if c.oldest == nil {
		c.oldest = entry
	} else {
		c.newest.next = entry
	}
	c.newest = entry
	return entry, true
}

// kept gives a reply memory of its own, so that it can be remembered.
func (r reply) kept(writers *sync.Pool) reply {
	if r.writer != nil {
		r.body = bytes.Clone(r.body)
		writers.Put(r.writer)
		r.writer = nil
	}
	return r
}
