package gameserver

import (
	"context"
	"sync"
)

// PurchaseStore keeps purchases by transaction id.
type PurchaseStore interface {
	// Change hands the purchase with an id to change, which may alter it, and keeps what change leaves when that
	// returns nil. For an id that is not known the purchase has its id alone. No two changes of the same id run at
	// the same time, in this program or another on the same store.
	//
	// A database/sql store runs change inside a transaction, with the row locked, and may put the transaction into
	// change's context: what change writes through it then happens together with the new state, or not at all.
	Change(ctx context.Context, transactionID string, change func(ctx context.Context, purchase *Purchase) error) error
}

// NewMemoryStore makes a PurchaseStore that forgets everything when the program ends. It is for tests, and for a
// single server whose grants are idempotent by transaction id.
func NewMemoryStore() PurchaseStore {
	return &memoryStore{entries: map[string]*memoryEntry{}}
}

type memoryStore struct {
	mu      sync.Mutex
	entries map[string]*memoryEntry
}

type memoryEntry struct {
	users    int           // changes that run or wait; guarded by the store's mu
	turn     chan struct{} // holds a token while a change runs
	purchase Purchase      // guarded by turn
}

// Change implements PurchaseStore.
func (s *memoryStore) Change(ctx context.Context, transactionID string, change func(context.Context, *Purchase) error) error {
	entry := s.open(transactionID)
	defer s.close(entry)
	select {
	case entry.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-entry.turn }()
	changed := entry.purchase
	if err := change(ctx, &changed); err != nil {
		return err
	}
	s.mu.Lock() // close reads it under mu
	entry.purchase = changed
	s.mu.Unlock()
	return nil
}

func (s *memoryStore) open(transactionID string) *memoryEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := s.entries[transactionID]
	if entry == nil {
		entry = &memoryEntry{turn: make(chan struct{}, 1), purchase: Purchase{TransactionID: transactionID}}
		s.entries[transactionID] = entry
	}
	entry.users++
	return entry
}

// close forgets ids that nobody registered, so that asking for them costs no memory.
func (s *memoryStore) close(entry *memoryEntry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.users--
	if entry.users == 0 && entry.purchase.State == "" {
		delete(s.entries, entry.purchase.TransactionID)
	}
}
