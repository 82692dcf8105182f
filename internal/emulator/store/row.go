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
	restore(number uint64, data []byte) error
	keepIn(f *File)
}

// Name is what the table is called in the file.
func (t *Table[V]) Name() string { return t.name }

// Len is how many rows the table has.
func (t *Table[V]) Len() int { return len(t.rows) }

// Last is the number of the newest row that the table ever had.
func (t *Table[V]) Last() uint64 { return t.last }

func (t *Table[V]) keepIn(f *File) { t.file = f }

// encode writes a row as it is kept: its value as JSON, which has no line break in it, and its key in a second line.
// Keys stand there as they are, because JSON cannot hold those of players whose ids are not UTF-8.
func (r *Row[V]) encode() ([]byte, error) {
	data, err := json.Marshal(r.Value)
	if err != nil {
		return nil, err
	}
	return append(append(data, '\n'), r.Key...), nil
}

// restore reads a row that encode has written.
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
