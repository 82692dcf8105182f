package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"go.etcd.io/bbolt"
)

// File is a state file. It writes the changes of tables. It collects changes into commits that callers share: while one
// commit is written, the next changes gather. A nil File writes nothing.
type File struct {
	db    *bbolt.DB
	path  string      // kept here because a closed database forgets it
	whole sync.Locker // held during changes that belong together

	mu      sync.Mutex // guards the fields below
	changes []change   // not yet in the file, oldest first
	made    uint64     // changes so far
	broken  error      // error of a change that cannot be encoded
	closed  bool

	writing sync.Mutex    // held while changes are written; guards the fields below
	shut    bool          // the file is closed
	faulty  error         // error of an earlier write to a damaged file
	written atomic.Uint64 // changes in the file so far
}

// change is the new content of a row; empty when the row was deleted.
type change struct {
	table  string
	number uint64
	data   []byte
}

// encoder is a row.
type encoder interface{ encode() ([]byte, error) }

// change queues a change of a row; a nil row means that it was deleted.
func (f *File) change(table string, number uint64, row encoder) {
	if f == nil {
		return
	}
	var data []byte
	var err error
	if row != nil {
		data, err = row.encode()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil && f.broken == nil {
		f.broken = fmt.Errorf("a row of the %s cannot be kept: %w", table, err)
	}
	f.changes = append(f.changes, change{table, number, data})
	f.made++
}

// Flush returns once all earlier changes are in the file and on the disk. Reads call it too, because they may have seen
// another caller's change. If Flush fails, it keeps the changes, and the next call tries again. It takes the lock that
// Open was given.
func (f *File) Flush() error {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	wanted := f.made
	f.mu.Unlock()
	if f.written.Load() >= wanted {
		return nil
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	if f.written.Load() >= wanted { // another caller has written these changes
		return nil
	}
	f.whole.Lock()
	f.mu.Lock()
	changes, made, err := f.changes, f.made, f.broken
	f.mu.Unlock()
	f.whole.Unlock()
	if f.shut {
		return fmt.Errorf("the server is closed, so the change is not in the state file %q; make it before Close", f.path)
	}
	if err == nil {
		err = f.write(changes)
	}
	if err != nil {
		return fmt.Errorf("the state file %q could not be written, so the change may be lost: %w", f.path, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changes = f.changes[len(changes):]; len(f.changes) == 0 {
		f.changes = nil
	}
	f.written.Store(made)
	return nil
}

// write writes changes to the file. After a panic it does not try again, because the database's memory and lock may be
// in any state. Callers hold writing.
func (f *File) write(changes []change) (err error) {
	if f.faulty != nil {
		return f.faulty
	}
	defer onFault(func(fault any) {
		f.faulty = fmt.Errorf("it is damaged (%v); give another path, or a copy from before", fault)
		err = f.faulty
	})()
	return f.db.Update(func(tx *bbolt.Tx) error { return put(tx, changes) })
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

// Close writes the remaining changes and releases the file. Flush returns an error for changes made after it.
func (f *File) Close() error {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	already := f.closed
	f.closed = true
	f.mu.Unlock()
	if already {
		return nil
	}
	err := f.Flush()
	f.writing.Lock()
	defer f.writing.Unlock()
	f.shut = true
	if f.faulty != nil {
		abandon(f.db)
		return err
	}
	return errors.Join(err, f.db.Close())
}
