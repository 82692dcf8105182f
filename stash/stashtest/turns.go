package stashtest

import "sync"

// turns lets one at a time work on what a key names, over calls that a lock must not be held over.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{} // closed when the one who works is done
}

// take waits for the turn of a key, and returns what ends it.
func (t *turns) take(key string) (end func()) {
	for {
		t.mu.Lock()
		before := t.busy[key]
		if before == nil {
			if t.busy == nil {
				t.busy = map[string]chan struct{}{}
			}
			mine := make(chan struct{})
			t.busy[key] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				defer t.mu.Unlock()
				delete(t.busy, key)
				close(mine)
			}
		}
		t.mu.Unlock()
		<-before
	}
}
