package store

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func keys(t *Table[int]) (found []string) {
	for _, row := range t.All() {
		found = append(found, row.Key)
	}
	return found
}

func TestTableKeepsItsOrder(t *testing.T) {
	first := New[int]("first")
	sorted := NewSorted("sorted", func(a, b *Row[int]) int { return strings.Compare(b.Key, a.Key) })
	for _, table := range []*Table[int]{&first, &sorted} {
		for _, key := range []string{"a", "c", "b"} {
			table.Set(key, 1)
		}
		table.Set("a", 2) // keeps its place
		table.Add("c", 3) // moves to the end
	}
	if got := keys(&first); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("the order of coming is %q", got)
	}
	if got := keys(&sorted); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Errorf("the order of its own is %q", got)
	}
	first.Delete("b")
	if first.Get("b") != nil || *first.Get("a") != 2 || first.Len() != 2 || first.Last() != 4 {
		t.Errorf("after a deletion it is %q, with %d rows and the last number %d", keys(&first), first.Len(), first.Last())
	}
}

// TestFileKeepsWhatWasFlushed checks that the next start finds all flushed rows, in the same order.
func TestFileKeepsWhatWasFlushed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	var mu sync.Mutex
	open := func() (*File, *Table[int]) {
		table := New[int]("numbers")
		file, err := Open(path, &mu, []Kept{&table})
		if err != nil {
			t.Fatal(err)
		}
		return file, &table
	}
	file, table := open()
	table.Set("b", 1)
	table.Set("not UTF-8: \xff", 2)
	table.Set("gone", 3)
	table.Delete("gone")
	*table.Get("b") = 4
	table.Touch("b")
	if err := file.Flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, &mu, nil); err == nil || !strings.Contains(err.Error(), "in use by another emulator") {
		t.Errorf("a file that is open opens again: %v", err)
	}
	mend := file.Break()
	table.Set("c", 5)
	if err := file.Flush(); err == nil || !strings.Contains(err.Error(), "could not be written") {
		t.Errorf("a file that cannot be written gives %v", err)
	}
	mend()
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	table.Set("late", 6)
	if err := file.Flush(); err == nil || !strings.Contains(err.Error(), "the server is closed") {
		t.Errorf("a change after Close gives %v", err)
	}
	file, table = open()
	defer file.Close()
	if got := keys(table); !slices.Equal(got, []string{"b", "not UTF-8: \xff", "c"}) || *table.Get("b") != 4 {
		t.Errorf("the next start has %q", got)
	}
}
