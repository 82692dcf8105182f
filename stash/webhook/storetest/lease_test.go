package storetest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/storetest"
)

// TestLeases holds the sample of the documentation to the rules. It fails where others wait, which the rules allow.
func TestLeases(t *testing.T) {
	redis := &fake{values: map[string]string{}}
	storetest.Run(t, func(*testing.T) webhook.Store { return leases{redis} })
}

// TestLeasesAreAtLeastOnce shows why the rules are not all: the mark fails after the work, and the work runs again when
// the lease has ended.
func TestLeasesAreAtLeastOnce(t *testing.T) {
	redis := &fake{values: map[string]string{}, down: true}
	store, runs := leases{redis}, 0
	work := func(context.Context) error { runs++; return nil }
	if err := store.Once(t.Context(), "k", work); !errors.Is(err, errDown) {
		t.Errorf("the mark fails, and the error is %v", err)
	}
	if err := store.Once(t.Context(), "k", work); err == nil || runs != 1 {
		t.Errorf("the lease holds, and the function ran %d times: %v", runs, err)
	}
	delete(redis.values, "stash:k") // the lease ends
	if err := store.Once(t.Context(), "k", work); err != nil || runs != 2 {
		t.Errorf("the function ran %d times, want 2: %v", runs, err)
	}
}
