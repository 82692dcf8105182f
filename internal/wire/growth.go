package wire

import (
	"fmt"
	"reflect"
	"sync"
)

// A body of a few bytes per element, such as {"products":[{},{},…]}, takes some hundred times its size as Go values. A
// body may take as much as the larger of these allows; real ones take less than ten times their size.
const (
	growthFree    = 64 << 10 // bytes; a shorter body is not looked at
	growthLeast   = 32 << 20 // bytes
	growthPerByte = 16
)

// checkGrowth refuses a body that would take too much memory as a value of a type. The estimate is the number of elements
// and objects in the body, times the largest of each in the type. It needs a pass over the body and no memory.
func checkGrowth(data []byte, t reflect.Type) error {
	if len(data) <= growthFree {
		return nil
	}
	sizes := sizesOf(t)
	n := countValues(data)
	takes := n.elements*sizes.element + n.objects*sizes.pointed + n.values*sizes.free
	if most := growthLeast + growthPerByte*len(data); takes > most {
		return fmt.Errorf("the body has %d values and would take about %d MiB of memory; the limit for its %d bytes is %d MiB",
			n.values, takes>>20, len(data), most>>20)
	}
	return nil
}

// valueCounts are the numbers of values in a body: the elements of arrays, the objects, and all values.
type valueCounts struct{ elements, objects, values int }

func countValues(data []byte) (n valueCounts) {
	const deepest = 10_000 // encoding/json refuses more
	arrays := make([]bool, 0, 32)
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if len(arrays) == deepest {
				return n
			}
			arrays = append(arrays, c == '[')
			n.values++
			if c == '{' {
				n.objects++
			} else {
				n.elements++ // the first one, or none
			}
		case '}', ']':
			if len(arrays) > 0 {
				arrays = arrays[:len(arrays)-1]
			}
		case ',':
			n.values++
			if len(arrays) > 0 && arrays[len(arrays)-1] {
				n.elements++
			}
		}
	}
	return n
}

// valueSizes are the sizes in bytes of what a decoder allocates: the largest element of a slice, the largest value behind
// a pointer, and a value of a free form, 0 if the type has none.
type valueSizes struct{ element, pointed, free int }

var knownSizes sync.Map // of valueSizes by reflect.Type

func sizesOf(t reflect.Type) valueSizes {
	if known, ok := knownSizes.Load(t); ok {
		return known.(valueSizes)
	}
	var sizes valueSizes
	sizes.add(t, make(map[reflect.Type]bool))
	knownSizes.Store(t, sizes)
	return sizes
}

func (s *valueSizes) add(t reflect.Type, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	const free = 64 // an interface and the start of the slice or map in it
	switch t.Kind() {
	case reflect.Slice:
		s.element = max(s.element, int(t.Elem().Size()))
		s.add(t.Elem(), seen)
	case reflect.Pointer:
		s.pointed = max(s.pointed, int(t.Elem().Size()))
		s.add(t.Elem(), seen)
	case reflect.Map:
		s.free = max(s.free, free+int(t.Elem().Size()))
		s.add(t.Elem(), seen)
	case reflect.Array:
		s.add(t.Elem(), seen)
	case reflect.Interface:
		s.free = max(s.free, free)
	case reflect.Struct:
		for i := range t.NumField() {
			if field := t.Field(i); field.IsExported() {
				s.add(field.Type, seen)
			}
		}
	}
}
