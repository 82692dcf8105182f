package store

import (
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// onFault catches panics: its caller defers the returned function, which passes a panic's value to the given function.
// The database trusts its file. A damaged file makes the database panic, and reading past the end of a truncated file
// causes a memory fault.
func onFault(then func(fault any)) (end func()) {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if fault := recover(); fault != nil {
			then(fault)
		}
	}
}

// abandon closes a database after a panic. It waits only briefly, because the panic may have left a lock held.
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
