package webhook

import (
	"cmp"
	"context"
	"sync"

	"github.com/stash-sdk/stash-go/internal/keylock"
)

// MemoryStore is a Store for one process. It forgets everything when the process ends, and the oldest keys when it is
// full. Use package sqlstore if a second grant would cost something. The zero value remembers as many events as
// NewMemoryStore(0).
type MemoryStore struct {
	running keylock.Locks
	limit   int // 0 means defaultLimit

	mu    sync.Mutex
	done  map[string]struct{}
	order []string // a ring buffer once it is full
	next  int
}

const defaultLimit = 100_000

// NewMemoryStore makes a store that remembers limit events, or 100,000 if limit is zero or less. An event takes about 150
// bytes. Stash repeats an event for about a day, so make room for two days of events.
func NewMemoryStore(limit int) *MemoryStore {
	return &MemoryStore{limit: max(limit, 0)}
}

// Once calls do, unless an earlier call for the key succeeded. A call that hangs keeps its key until it returns, because its
// work cannot be undone; other calls for the key fail when their context ends.
func (s *MemoryStore) Once(ctx context.Context, key string, do func(ctx context.Context) error) error {
	if key == "" {
		return do(ctx)
	}
	unlock, err := s.running.Lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	if s.isDone(key) {
		return nil
	}
	if err := do(ctx); err != nil {
		return err
	}
	s.remember(key)
	return nil
}

func (s *MemoryStore) isDone(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.done[key]
	return ok
}

func (s *MemoryStore) remember(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done == nil {
		s.done = map[string]struct{}{}
	}
	s.done[key] = struct{}{}
	if len(s.order) < cmp.Or(s.limit, defaultLimit) {
		s.order = append(s.order, key)
		return
	}
	delete(s.done, s.order[s.next])
	s.order[s.next] = key
	s.next = (s.next + 1) % len(s.order)
}
