package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"go.etcd.io/bbolt"
	faulty "go.etcd.io/bbolt/errors"
)

// stateFormat is the version of the state file's format. A change that older versions of this package would misread
// needs a new number; a new field does not.
const stateFormat = 1

// The bucket that marks a database as a state file, and the key of the format in it.
var (
	markBucket = []byte("stash emulator")
	formatKey  = []byte("format")
)

// Open opens or creates a state file and fills the tables from it. The File then writes the tables' changes. A caller
// holds the given lock while it makes changes that belong together: all of them are written, or none. The file is locked
// until Close. If Open returns an error, it leaves the file unchanged.
func Open(path string, whole sync.Locker, tables []Kept) (f *File, err error) {
	if err := refuse(path); err != nil {
		return nil, err
	}
	var db *bbolt.DB
	defer onFault(func(fault any) {
		if db != nil {
			abandon(db)
		}
		f, err = nil, fmt.Errorf("the state file %q is damaged, so it was left as it is (%v); give another path, or a copy from before", path, fault)
	})()
	// The shortest wait for the lock: 0 would wait forever.
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: 1, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, whyNotOpened(path, err)
	}
	if err := load(db, tables); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("the state file %q %w", path, err)
	}
	f = &File{db: db, path: path, whole: whole}
	for _, table := range tables {
		table.keepIn(f)
	}
	return f, nil
}

// refuse returns an error for a path that opening would change, or wait for.
func refuse(path string) error {
	if path == "" {
		return errors.New("the state file has an empty path; leave the option out to keep nothing")
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return whyNotOpened(path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("the state file %q is a link, and whoever made it may read the keys in it; give the path of the file itself", path)
	case info.IsDir():
		return fmt.Errorf("the state file %q is a folder; give the path of a file in it", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("the state file %q is no regular file; give another path", path)
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return fmt.Errorf("the state file %q can be read by others, and it has keys in it; run chmod 600 on it", path)
	}
	return nil
}

func whyNotOpened(path string, err error) error {
	switch {
	case errors.Is(err, faulty.ErrTimeout):
		return fmt.Errorf("the state file %q is in use by another emulator; stop that one, or give this one a file of its own", path)
	case errors.Is(err, faulty.ErrInvalid), errors.Is(err, faulty.ErrChecksum), errors.Is(err, faulty.ErrVersionMismatch):
		return fmt.Errorf("the file %q is not a state file, so it was left as it is; give another path", path)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the state file %q cannot be made, because there is no folder %q; make it first", path, filepath.Dir(path))
	}
	// The error's own text repeats the path, so this shows only the wrapped error.
	if op := (*fs.PathError)(nil); errors.As(err, &op) {
		err = op.Err
	}
	return fmt.Errorf("the state file %q cannot be opened: %w; give another path, or rights to read and write it", path, err)
}

// load reads all rows, and writes the format into a new file.
func load(db *bbolt.DB, tables []Kept) error {
	fresh := false
	err := db.View(func(tx *bbolt.Tx) error {
		mark := tx.Bucket(markBucket)
		if mark == nil {
			name, _ := tx.Cursor().First()
			if fresh = name == nil; !fresh {
				return errors.New("is a database of another program, so it was left as it is; give another path")
			}
			return nil
		}
		format, err := strconv.Atoi(string(mark.Get(formatKey)))
		switch {
		case err != nil || format < 1:
			return errors.New("does not say which format it has, so it was left as it is; give another path")
		case format > stateFormat:
			return fmt.Errorf("has the format %d of a newer version, and this one reads up to %d; use the newer version, or give another path", format, stateFormat)
		}
		for _, table := range tables {
			if err := loadTable(tx, table); err != nil {
				return fmt.Errorf("cannot be read: %w; give another path, or a copy from before", err)
			}
		}
		return nil
	})
	if err != nil || !fresh {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		mark, err := tx.CreateBucket(markBucket)
		if err != nil {
			return err
		}
		return mark.Put(formatKey, []byte(strconv.Itoa(stateFormat)))
	})
	if err != nil {
		return fmt.Errorf("cannot be written: %w", err)
	}
	return nil
}

func loadTable(tx *bbolt.Tx, table Kept) error {
	bucket := tx.Bucket([]byte(table.Name()))
	if bucket == nil {
		return nil
	}
	return bucket.ForEach(func(key, data []byte) error {
		if len(key) != 8 {
			return fmt.Errorf("the %s have a key of %d bytes", table.Name(), len(key))
		}
		return table.restore(binary.BigEndian.Uint64(key), data)
	})
}
