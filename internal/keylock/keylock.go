// Package keylock has locks by key: one caller holds a key, and others wait for it.
package keylock

import (
	"context"
	"fmt"
	"sync"
)

// Locks is a set of locks by key. Its zero value is ready to use.
type Locks struct {
	mu   sync.Mutex
	held map[string]*held
}

type held struct {
	turn  chan struct{} // full while the key is held
	users int           // the number of callers that hold the key or wait for it
}

// Lock waits until no other caller holds the key or the context ends. Call the returned function to release the key.
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
