package gameserver

import (
	"context"
	"sync"

	"github.com/stash-sdk/stash-go/internal/keylock"
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
	return &memoryStore{purchases: map[string]Purchase{}}
}

type memoryStore struct {
	running   keylock.Locks
	mu        sync.Mutex
	purchases map[string]Purchase // those that were registered, so that asking for others costs no memory
}

// Change implements PurchaseStore.
func (s *memoryStore) Change(ctx context.Context, transactionID string, change func(context.Context, *Purchase) error) error {
	unlock, err := s.running.Lock(ctx, transactionID)
	if err != nil {
		return err
	}
	defer unlock()
	s.mu.Lock()
	purchase, known := s.purchases[transactionID]
	s.mu.Unlock()
	if !known {
		purchase.TransactionID = transactionID
	}
	if err := change(ctx, &purchase); err != nil || purchase.State == "" {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.purchases[transactionID] = purchase
	return nil
}
