// Package store keeps the tables of the emulated Stash, and writes them to a state file.
package store

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Table holds one kind of value by key. Its methods write each change to the state file. A caller that changes a value
// returned by Get must call Touch. A table has no lock: its owner locks it.
type Table[V any] struct {
	name    string
	file    *File                  // nil when nothing is kept
	compare func(a, b *Row[V]) int // order of the rows; nil to sort by number
	rows    map[string]*Row[V]
	last    uint64    // number of the newest row
	ordered []*Row[V] // nil until the rows are sorted
	mixed   bool      // ordered must be sorted first
}

// Row is a value with its key and number. Rows are numbered from 1 in the order they were added. The file stores rows by
// number, so that rows added together are written together.
type Row[V any] struct {
	Number uint64
	Key    string
	Value  V
}

// New makes a table that lists its rows in the order they were added.
func New[V any](name string) Table[V] {
	return Table[V]{name: name, rows: map[string]*Row[V]{}}
}

// NewSorted makes a table with the given order. It sorts on reading, so that filling it is cheap.
func NewSorted[V any](name string, compare func(a, b *Row[V]) int) Table[V] {
	t := New[V](name)
	t.compare = compare
	return t
}

// Get returns the value of a key, or nil. After changing the value, call Touch.
func (t *Table[V]) Get(key string) *V {
	if r := t.rows[key]; r != nil {
		return &r.Value
	}
	return nil
}

// Set gives a key a value. It keeps the place of an earlier value.
func (t *Table[V]) Set(key string, value V) {
	if r := t.rows[key]; r != nil {
		r.Value = value
		t.changed(r)
		return
	}
	t.insert(&Row[V]{Number: t.last + 1, Key: key, Value: value})
	t.Touch(key)
}

// Add gives a key a value, as the newest row of the table.
func (t *Table[V]) Add(key string, value V) {
	t.Delete(key)
	t.Set(key, value)
}

// Touch writes the changed value of a key to the state file.
func (t *Table[V]) Touch(key string) { t.changed(t.rows[key]) }

// Delete removes a key, if the table has it.
func (t *Table[V]) Delete(key string) {
	if r := t.rows[key]; r != nil {
		delete(t.rows, key)
		t.ordered = nil
		t.file.change(t.name, r.Number, nil)
	}
}

// Clear removes all keys.
func (t *Table[V]) Clear() {
	for key := range t.rows {
		t.Delete(key)
	}
}

// Each ranges over keys and values in no order.
func (t *Table[V]) Each() iter.Seq2[string, *V] {
	return func(yield func(string, *V) bool) {
		for key, r := range t.rows {
			if !yield(key, &r.Value) {
				return
			}
		}
	}
}

// All returns the rows in order. The slice belongs to the table.
func (t *Table[V]) All() []*Row[V] {
	if t.ordered == nil {
		t.ordered, t.mixed = slices.AppendSeq(make([]*Row[V], 0, len(t.rows)), maps.Values(t.rows)), true
		slices.SortFunc(t.ordered, func(a, b *Row[V]) int { return cmp.Compare(a.Number, b.Number) })
	}
	if t.mixed && t.compare != nil {
		slices.SortFunc(t.ordered, t.compare)
		t.mixed = false
	}
	return t.ordered
}

func (t *Table[V]) insert(r *Row[V]) {
	t.rows[r.Key] = r
	t.last = max(t.last, r.Number)
	if t.ordered != nil {
		t.ordered, t.mixed = append(t.ordered, r), true
	}
}

func (t *Table[V]) changed(r *Row[V]) {
	t.mixed = true
	t.file.change(t.name, r.Number, r)
}
