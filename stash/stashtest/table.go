package stashtest

import (
	"cmp"
	"maps"
	"slices"
)

// table is one kind of things that the emulated Stash remembers, by key. What changes in it goes to the keeper, so
// values are changed with its methods alone, or followed by touch. The lock of the struct that it stands in guards it.
type table[V any] struct {
	name    string
	keeper  *keeper                // nil when nothing is kept
	compare func(a, b *row[V]) int // an order of its own; nil for that of the numbers
	rows    map[string]*row[V]
	last    uint64    // number of the newest row
	ordered []*row[V] // nil when the order is not known
	mixed   bool      // ordered must be sorted first
}

// row is a value and where it stands. Rows are numbered in the order of their coming, from 1; a file has them by number
// too, so that what comes together is written together.
type row[V any] struct {
	number uint64
	key    string
	value  V
}

// newTable makes a table whose rows are listed in the order of their coming.
func newTable[V any](name string) table[V] {
	return table[V]{name: name, rows: map[string]*row[V]{}}
}

// sortedTable makes a table with an order of its own. It is sorted when it is read, so that filling it is cheap.
func sortedTable[V any](name string, compare func(a, b *row[V]) int) table[V] {
	t := newTable[V](name)
	t.compare = compare
	return t
}

// get returns the value of a key, or nil. Whoever changes it calls touch.
func (t *table[V]) get(key string) *V {
	if r := t.rows[key]; r != nil {
		return &r.value
	}
	return nil
}

// set gives a key a value, in the place of an earlier one.
func (t *table[V]) set(key string, value V) {
	if r := t.rows[key]; r != nil {
		r.value = value
		t.changed(r)
		return
	}
	t.insert(&row[V]{number: t.last + 1, key: key, value: value})
	t.touch(key)
}

// add gives a key a value, as the newest of the table.
func (t *table[V]) add(key string, value V) {
	t.delete(key)
	t.set(key, value)
}

// touch is called when the value of a key was changed.
func (t *table[V]) touch(key string) { t.changed(t.rows[key]) }

func (t *table[V]) delete(key string) {
	if r := t.rows[key]; r != nil {
		delete(t.rows, key)
		t.ordered = nil
		t.keeper.change(t.name, r.number, nil)
	}
}

func (t *table[V]) clear() {
	for key := range t.rows {
		t.delete(key)
	}
}

// all returns the rows in order. The slice is the table's own.
func (t *table[V]) all() []*row[V] {
	if t.ordered == nil {
		t.ordered, t.mixed = slices.AppendSeq(make([]*row[V], 0, len(t.rows)), maps.Values(t.rows)), true
		slices.SortFunc(t.ordered, func(a, b *row[V]) int { return cmp.Compare(a.number, b.number) })
	}
	if t.mixed && t.compare != nil {
		slices.SortFunc(t.ordered, t.compare)
		t.mixed = false
	}
	return t.ordered
}

func (t *table[V]) insert(r *row[V]) {
	t.rows[r.key] = r
	t.last = max(t.last, r.number)
	if t.ordered != nil {
		t.ordered, t.mixed = append(t.ordered, r), true
	}
}

func (t *table[V]) changed(r *row[V]) {
	t.mixed = true
	t.keeper.change(t.name, r.number, r)
}
