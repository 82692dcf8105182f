package gameserver

import (
	"context"
	"sync"

	"github.com/stash-sdk/stash-go/internal/keylock"
)

// PurchaseStore stores purchases by key: shop, environment and transaction id. It must be safe for concurrent use. Package
// [github.com/stash-sdk/stash-go/stash/gameserver/storetest] checks a store of your own.
type PurchaseStore interface {
	// Change calls change with the purchase of a key. change may alter the purchase; if it returns nil, Change stores
	// the result, unless its State is empty. If it returns an error or panics, nothing is stored. For an unknown key,
	// only the purchase's TransactionID is set, to the key. Two changes of the same key never run at the same time, in
	// this process or in another one on the same store: the second waits and begins with what the first stored, or fails.
	//
	// May change run twice? Within one call only if Change has undone everything that the first run did, as a
	// transaction's rollback does. An error of change's own is returned, and change is not tried again.
	//
	// What if the process dies after change and before the new state is stored? The purchase is as before, and the next
	// call runs change again. So a grant takes effect once only if it is committed together with the state, or is
	// idempotent by transaction id. A database store calls change inside a transaction, with the row locked, and puts the
	// transaction into change's context: what change writes through it is committed together with the state.
	//
	// Is a lease enough, such as a lock with a time limit in Redis? No: it ends while a slow change is still running, and
	// a cancel may then run beside a confirm.
	//
	// Which context does change get? ctx, or one derived from it. When ctx ends, Change must not wait for other calls any
	// more.
	//
	// How long is a key, and of which bytes? The transaction id, which is yours, and at most 90 bytes before it. It may hold
	// any bytes. Keys differ by every byte, also by case and spaces at the end. A player id is any UTF-8 text.
	//
	// How long are purchases kept? Reserved ones for ever, because the player may still pay. Confirmed and cancelled ones
	// at least 48 hours; a transaction that is registered again after that is a new purchase.
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
