package stashtest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"go.etcd.io/bbolt"
)

// keeper writes what changes in tables to the state file. Changes are collected, and those who want theirs kept share
// commits: while one is written, the next one gathers. A nil keeper keeps nothing.
type keeper struct {
	db    *bbolt.DB
	path  string      // which a database forgets when it is closed
	whole sync.Locker // held while something changes that must be kept whole, which may be several rows

	mu      sync.Mutex // guards what follows
	changes []change   // not yet in the file, oldest first
	made    uint64     // changes so far
	broken  error      // a change that has no form in the file
	closed  bool

	writing sync.Mutex    // held while changes are written; guards what follows
	shut    bool          // the file is closed
	faulty  error         // what a damaged file made of an earlier write
	written atomic.Uint64 // changes in the file so far
}

// change is a new content of a row, or none when it is gone.
type change struct {
	table  string
	number uint64
	data   []byte
}

// encoder is a row.
type encoder interface{ encode() ([]byte, error) }

// change takes a change of a row, which is nil when it is gone.
func (k *keeper) change(table string, number uint64, row encoder) {
	if k == nil {
		return
	}
	var data []byte
	var err error
	if row != nil {
		data, err = row.encode()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil && k.broken == nil {
		k.broken = fmt.Errorf("a row of the %s cannot be kept: %w", table, err)
	}
	k.changes = append(k.changes, change{table, number, data})
	k.made++
}

// flush returns once all changes that were made before are in the file and on the disk. Reads call it too: they may
// have seen a change of someone else's. Where it fails, the changes stay, for the next one to try. The lock of the
// state must not be held.
func (k *keeper) flush() error {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	wanted := k.made
	k.mu.Unlock()
	if k.written.Load() >= wanted {
		return nil
	}
	k.writing.Lock()
	defer k.writing.Unlock()
	if k.written.Load() >= wanted { // whoever wrote before has written these too
		return nil
	}
	k.whole.Lock()
	k.mu.Lock()
	changes, made, err := k.changes, k.made, k.broken
	k.mu.Unlock()
	k.whole.Unlock()
	if k.shut {
		return fmt.Errorf("the server is closed, so the change is not in the state file %q; make it before Close", k.path)
	}
	if err == nil {
		err = k.write(changes)
	}
	if err != nil {
		return fmt.Errorf("the state file %q could not be written, so the change may be lost: %w", k.path, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes = k.changes[len(changes):]; len(k.changes) == 0 {
		k.changes = nil
	}
	k.written.Store(made)
	return nil
}

// write makes changes in the file. Where that has panicked once it is not tried again: what the database holds in
// memory, its lock too, may have been left anyhow. writing must be held.
func (k *keeper) write(changes []change) (err error) {
	if k.faulty != nil {
		return k.faulty
	}
	defer onFault(func(fault any) {
		k.faulty = fmt.Errorf("it is damaged (%v); give another path, or a copy from before", fault)
		err = k.faulty
	})()
	return k.db.Update(func(tx *bbolt.Tx) error { return put(tx, changes) })
}

func put(tx *bbolt.Tx, changes []change) error {
	for _, c := range changes {
		bucket, err := tx.CreateBucketIfNotExists([]byte(c.table))
		if err != nil {
			return err
		}
		key := binary.BigEndian.AppendUint64(nil, c.number)
		if c.data == nil {
			err = bucket.Delete(key)
		} else {
			err = bucket.Put(key, c.data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// close writes what is left and gives the file free. Later changes fail to be kept.
func (k *keeper) close() error {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	already := k.closed
	k.closed = true
	k.mu.Unlock()
	if already {
		return nil
	}
	err := k.flush()
	k.writing.Lock()
	defer k.writing.Unlock()
	k.shut = true
	if k.faulty != nil {
		abandon(k.db)
		return err
	}
	return errors.Join(err, k.db.Close())
}
