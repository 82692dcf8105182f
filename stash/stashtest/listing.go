package stashtest

import "slices"

// listing is a map that is listed in an order too. It is sorted when it is read, so that filling it is cheap.
type listing[K comparable, V any] struct {
	compare func(a, b *V) int
	byKey   map[K]*V
	ordered []*V
	mixed   bool
}

func newListing[K comparable, V any](compare func(a, b *V) int) listing[K, V] {
	return listing[K, V]{compare: compare, byKey: map[K]*V{}}
}

// set adds a value, in the place of an earlier one with the same key.
func (l *listing[K, V]) set(key K, value V) {
	l.mixed = true
	if earlier := l.byKey[key]; earlier != nil {
		*earlier = value
		return
	}
	l.byKey[key] = &value
	l.ordered = append(l.ordered, &value)
}

// all returns the values in order. The slice and the values are the listing's own.
func (l *listing[K, V]) all() []*V {
	if l.mixed {
		slices.SortStableFunc(l.ordered, l.compare)
		l.mixed = false
	}
	return l.ordered
}
