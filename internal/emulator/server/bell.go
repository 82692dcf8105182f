package server

import "sync"

// bell tells those who wait that something has changed. It costs next to nothing while nobody does.
type bell struct {
	mu   sync.Mutex
	next chan struct{} // closed by the next ring; nil while nobody waits
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}

// rung is closed at the next ring. Whoever looks at what may have changed calls it first, and misses nothing.
func (b *bell) rung() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}
