package store

import (
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// onFault calls a function with what panics until its caller, who defers what it returns, is at its end. The database
// trusts its file: one that is damaged makes it panic, and one that was cut off ends below what it says of itself, so
// that reading there faults.
func onFault(then func(fault any)) (end func()) {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if fault := recover(); fault != nil {
			then(fault)
		}
	}
}

// abandon closes a database that has panicked, as long as that does not wait for a lock that the panic has left held.
func abandon(db *bbolt.DB) {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = db.Close()
	}()
	select {
	case <-closed:
	case <-time.After(100 * time.Millisecond):
	}
}
