// Package storetest checks that a [webhook.Store] keeps its promises. Use it in the test of a store of your own:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) webhook.Store { return mystore.New(openDatabase(t)) })
//	}
//
// It cannot check what a store does when its process dies: that is what a transaction is for. Nor can it check how long marks
// are kept.
package storetest

import (
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/storerules"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// Run checks each rule of [webhook.Store] in a test of its own. It calls newStore twice. Both stores must have the same data,
// as the stores of two servers have; a store in memory may be the same one. The data need not be empty: all keys are new, and
// begin with "storetest-".
//
// A store has 10 seconds for each call that need not wait. The tests take a few seconds, because some of them check that
// nothing happens.
func Run(t *testing.T, newStore func(t *testing.T) webhook.Store) {
	t.Helper()
	storerules.Run(t, trial(newStore(t), newStore(t), 10*time.Second), rules())
}

func trial(first, second webhook.Store, patience time.Duration) storerules.Trial {
	return storerules.Trial{First: first.Once, Second: second.Once, Patience: patience}
}
