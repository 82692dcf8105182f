package transport

import (
	"errors"
	"iter"
)

// ByOffset iterates over a list that is paged by an offset. fetch returns a page and the offset of the next page, or 0
// after the last page. Only one page is in memory at a time.
func ByOffset[T any, N ~int | ~int32 | ~int64](first *N, fetch func(*N) ([]T, N, error)) iter.Seq2[T, error] {
	return pages(first, fetch)
}

// ByToken iterates over a list that is paged by an opaque token. The token is empty after the last page.
func ByToken[T any](first *string, fetch func(*string) ([]T, string, error)) iter.Seq2[T, error] {
	return pages(first, fetch)
}

var (
	errPageRepeated = errors.New("stash: the server returned the cursor of a page that was already read, so the list is incomplete")
	errPagesEmpty   = errors.New("stash: the server sent 100 empty pages in a row and the cursor of another page, so the list may be incomplete")
)

// maxEmptyPages is how many empty pages are read in a row. A filter may leave some pages empty, but a server that always
// returns another cursor would keep the iteration running for ever.
const maxEmptyPages = 100

func pages[T any, P comparable](first *P, fetch func(*P) ([]T, P, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var last P
		at := first
		seen := loopDetector[P]{next: 1}
		empty := 0
		for {
			items, next, err := fetch(at)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == last {
				return
			}
			if at != nil && *at == next || seen.repeats(next) {
				yield(none, errPageRepeated)
				return
			}
			if len(items) > 0 {
				empty = 0
			} else if empty++; empty == maxEmptyPages {
				yield(none, errPagesEmpty)
				return
			}
			at = &next
		}
	}
}

// loopDetector finds a cycle of any length in a sequence while it remembers only one element (Brent's algorithm). It
// replaces that element by a later one after 1, 2, 4, 8 … steps.
type loopDetector[P comparable] struct {
	kept        P
	steps, next int
}

func (d *loopDetector[P]) repeats(p P) bool {
	if d.steps > 0 && p == d.kept {
		return true
	}
	d.steps++
	if d.steps == d.next {
		d.kept = p
		d.next *= 2
	}
	return false
}
