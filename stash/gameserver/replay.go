package gameserver

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// replays remembers the answers to signed requests for as long as their signatures are valid. A copy of a settled request
// gets the first answer and changes nothing. A failure that settles nothing is forgotten: Stash or a proxy repeats the
// request, and would otherwise get the answer of an outage that is over.
type replays struct {
	limit int

	mu      sync.Mutex
	entries map[[signature.Size]byte]*replay
	oldest  *replay // a linked list from old to new
	newest  *replay
}

type replay struct {
	sum          [signature.Size]byte
	path         string
	expires      int64 // milliseconds since 1970
	older, newer *replay
	done         chan struct{}
	reply        reply // valid once done is closed, if settled
	settled      bool  // valid once done is closed; otherwise the entry is forgotten by then
}

// once answers the first copy of a request and gives the same answer to later copies. A copy that arrives in between
// waits. If the first settles nothing, the copies run one after another, each with its own context.
func (c *replays) once(ctx context.Context, path string, p proof, now time.Time, answer func() reply) reply {
	for {
		entry, first := c.begin(path, p, now)
		switch {
		case first:
			return c.lead(entry, answer)
		case entry.path != path:
			// The path is not signed, so a confirm could be sent to cancel with its own signature.
			return failure(http.StatusUnauthorized, codeUnauthenticated, "the signature was used for another call")
		}
		select {
		case <-entry.done:
			if entry.settled {
				return entry.reply.again()
			}
			if ctx.Err() == nil {
				continue
			}
		case <-ctx.Done():
		}
		return failure(http.StatusServiceUnavailable, codeCanceled, "the first copy of the request is still being answered")
	}
}

// lead answers the first copy, and wakes the waiting copies once it is known whether the answer settles the request. A
// panic does not settle it.
func (c *replays) lead(entry *replay, answer func() reply) reply {
	defer func() {
		if !entry.settled {
			c.forget(entry)
		}
		close(entry.done)
	}()
	entry.reply = answer()
	entry.settled = entry.reply.settled()
	return entry.reply
}

func (c *replays) begin(path string, p proof, now time.Time) (entry *replay, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if entry = c.entries[p.sum]; entry != nil {
		return entry, false
	}
	for c.oldest != nil && (c.oldest.expires < now.UnixMilli() || len(c.entries) >= c.limit) {
		c.unlink(c.oldest)
	}
	entry = &replay{sum: p.sum, path: path, expires: p.unixMillis + signature.Window.Milliseconds(), older: c.newest, done: make(chan struct{})}
	c.entries[p.sum] = entry
	if c.newest == nil {
		c.oldest = entry
	} else {
		c.newest.newer = entry
	}
	c.newest = entry
	return entry, true
}

// forget removes an entry, if it was not removed before to make room.
func (c *replays) forget(entry *replay) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[entry.sum] == entry {
		c.unlink(entry)
	}
}

func (c *replays) unlink(entry *replay) {
	delete(c.entries, entry.sum)
	if entry.older == nil {
		c.oldest = entry.newer
	} else {
		entry.older.newer = entry.newer
	}
	if entry.newer == nil {
		c.newest = entry.older
	} else {
		entry.newer.older = entry.older
	}
	entry.older, entry.newer = nil, nil
}

// kept copies a reply's body out of the pooled buffer, so that the reply can be remembered.
func (r reply) kept(writers *sync.Pool) reply {
	if r.writer != nil {
		r.body = bytes.Clone(r.body)
		writers.Put(r.writer)
		r.writer = nil
	}
	return r
}

// again returns the reply for a copy of a request. It gets its own line in the log.
func (r reply) again() reply {
	r.duplicate = true
	if r.reason != nil {
		r.reason = fmt.Errorf("a copy of a request that was answered before: %w", r.reason)
	}
	return r
}
