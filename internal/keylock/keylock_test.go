package keylock

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestLocksByKey(t *testing.T) {
	var locks Locks
	unlock, err := locks.Lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	other, err := locks.Lock(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := locks.Lock(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("a held key is locked again: %v", err)
	}
	unlock()
	var group sync.WaitGroup
	inside, most := 0, 0
	for range 100 {
		group.Go(func() {
			unlock, err := locks.Lock(t.Context(), "a")
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			inside++ // the race detector watches too
			most = max(most, inside)
			inside--
		})
	}
	group.Wait()
	if most != 1 || len(locks.held) != 0 {
		t.Errorf("%d held the key at once, and %d keys stay behind", most, len(locks.held))
	}
}
