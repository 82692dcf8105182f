// Package keylock locks by key: one holder for each key, others wait.
package keylock

import (
	"context"
	"fmt"
	"sync"
)

// Locks are locks by key, ready to use as the zero value.
type Locks struct {
	mu   sync.Mutex
	held map[string]*held
}

type held struct {
	turn  chan struct{} // full while the key is held
	users int           // the holder, and those who wait
}

// Lock waits for a key, at most as long as the context lasts. The returned function gives it back.
func (l *Locks) Lock(ctx context.Context, key string) (unlock func(), err error) {
	l.mu.Lock()
	h := l.held[key]
	if h == nil {
		if l.held == nil {
			l.held = map[string]*held{}
		}
		h = &held{turn: make(chan struct{}, 1)}
		l.held[key] = h
	}
	h.users++
	l.mu.Unlock()
	select {
	case h.turn <- struct{}{}:
		return func() {
			<-h.turn
			l.leave(key, h)
		}, nil
	case <-ctx.Done():
		l.leave(key, h)
		return nil, fmt.Errorf("another call for the same key is still running: %w", context.Cause(ctx))
	}
}

func (l *Locks) leave(key string, h *held) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if h.users--; h.users == 0 {
		delete(l.held, key)
	}
}
