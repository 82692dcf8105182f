package store

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Kept is a table of any kind of value, as a File sees it.
type Kept interface {
	Name() string
	Len() int
	Clear()
	restore(number uint64, data []byte) error
	keepIn(f *File)
}

// Name returns the table's name in the file.
func (t *Table[V]) Name() string { return t.name }

// Len returns the number of rows.
func (t *Table[V]) Len() int { return len(t.rows) }

// Last returns the highest row number so far, deleted rows included.
func (t *Table[V]) Last() uint64 { return t.last }

func (t *Table[V]) keepIn(f *File) { t.file = f }

// encode writes a row for the file: its value as JSON without line breaks, and its key in a second line. The key is not
// JSON, because JSON cannot hold a player id that is not UTF-8.
func (r *Row[V]) encode() ([]byte, error) {
	data, err := json.Marshal(r.Value)
	if err != nil {
		return nil, err
	}
	return append(append(data, '\n'), r.Key...), nil
}

// restore reads a row written by encode.
func (t *Table[V]) restore(number uint64, data []byte) error {
	value, key, ok := bytes.Cut(data, []byte{'\n'})
	if !ok {
		return fmt.Errorf("row %d of the %s has no key", number, t.name)
	}
	r := &Row[V]{Number: number, Key: string(key)}
	if err := json.Unmarshal(value, &r.Value); err != nil {
		return fmt.Errorf("row %d of the %s: %w", number, t.name, err)
	}
	t.insert(r)
	return nil
}
