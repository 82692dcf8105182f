package store

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// Break makes writes fail until mend is called. Tests of failed writes use it.
func (f *File) Break() (mend func()) {
	f.writing.Lock()
	defer f.writing.Unlock()
	whole := f.db
	folder, err := os.MkdirTemp("", "stash-broken-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	broken, err := bbolt.Open(filepath.Join(folder, "state"), 0o600, nil)
	if err := errors.Join(err, broken.Close()); err != nil {
		panic(err)
	}
	f.db = broken
	return func() {
		f.writing.Lock()
		defer f.writing.Unlock()
		f.db = whole
	}
}

// Hurry makes Flush return shortly before the changes are on the disk. Tests use it to show that they detect changes
// lost in a crash.
func (f *File) Hurry() {
	go func() {
		for {
			f.written.Store(math.MaxUint64)
			time.Sleep(20 * time.Millisecond)
			f.written.Store(0)
			_ = f.Flush()
		}
	}()
}
