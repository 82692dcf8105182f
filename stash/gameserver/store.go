package gameserver

import (
	"context"
	"sync"

	"github.com/stash-sdk/stash-go/internal/keylock"
)

// PurchaseStore stores purchases by key: shop, environment and transaction id. It must be safe for concurrent use.
type PurchaseStore interface {
	// Change calls change with the purchase of a key. change may alter the purchase; if it returns nil, Change stores
	// the result, unless its State is empty. For an unknown key, only the purchase's TransactionID is set, to the key.
	// Two changes of the same key never run at the same time, in this process or in another one on the same store. Keys
	// differ by every byte, also by case and trailing spaces. Change may call change again if it has undone everything
	// that change did, as a transaction's rollback does.
	//
	// A database/sql store calls change inside a transaction, with the row locked, and may put the transaction into
	// change's context. What change writes through it is committed together with the new state, or not at all.
	Change(ctx context.Context, key string, change func(ctx context.Context, purchase *Purchase) error) error
}

// NewMemoryStore makes a PurchaseStore in memory, which forgets everything when the program ends. Use it in tests, or on a
// single server whose grants are idempotent by transaction id.
func NewMemoryStore() PurchaseStore {
	return &memoryStore{purchases: map[string]Purchase{}}
}

type memoryStore struct {
	running   keylock.Locks
	mu        sync.Mutex
	purchases map[string]Purchase // only registered ones, so that requests for unknown ids cost no memory
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
